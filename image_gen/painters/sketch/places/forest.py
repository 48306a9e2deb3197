"""A forest: ranks of trunks fading into light, a canopy above, ferns and roots in front."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.land import meadow, path_to, season
from image_gen.painters.sketch.props.masses import mass, outside
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import bare, canopy, fern, fir, grass, trunk
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.stage import Stage, Water

BARS = ((0.055, 150), (0.20, 74), (0.295, 46), (0.655, 56), (0.765, 112), (0.945, 180))
"""The great dark trunks every wood shows, as (part of the width, thickness in units)."""


def build(stage: Stage) -> None:
    """Compose one of: old oaks, fir wood, dead wood, stream glade, all round a bright middle."""
    dice = stage.dice("layout")
    layout = dice.choice(("oaks", "firs", "dead", "stream"))
    w = stage.width
    stage.horizon = dice.uniform(562, 578)
    stage.sun = (w * dice.uniform(0.46, 0.50), 330)
    stage.focal_spot = (w * 0.48, 0.4)
    stage.walk = (0.16, 0.84)
    leaf = season(stage, {"oaks": "#5d7a3c", "firs": "#3f5d48", "dead": "#6d6a55",
                          "stream": "#5f8a55"}[layout])  # fmt: skip
    bark = dice.choice(("#6a5744", "#5e5348", "#75604a"))
    _shine(stage)
    for depth, count in ((0.92, 26), (0.72, 13)):
        _rank(stage, dice, depth, count, layout, bark)
    ground = meadow(stage, dice, depth=0.48, colour=tone(mix(leaf, "#6b5a3a", 0.35), 0.8), rough=14)
    if layout == "stream":
        y = stage.floor_y(0.36)
        stage.water = Water(y, (0.10, 0.20, 0.17), calm=0.5, bottom=stage.floor_y(0.2), depth=0.24)
    else:
        path_to(ground, stage, dice, far=0.46, x_far=stage.focal_spot[0], colour="#a08a62",
                x_near=w * 0.42, wide=0.24)  # fmt: skip
    _undergrowth(stage, dice, leaf)
    _bars(stage, dice, layout, bark, leaf)
    stage.light_spots = [(w * 0.36, 600, 0.3), (w * 0.6, 590, 0.34)]


def _shine(stage: Stage) -> None:
    """Let the sky burn through the middle of the wood."""
    glow, air = stage.layer(0.95).glow, outside(stage)
    glow.oval(stage.width * 0.48, 380, stage.width * 0.24, 400,
              glow.around((0, air, 0.75), (0.5, air, 0.4), (1, air, 0)))  # fmt: skip


def _bars(stage: Stage, dice: Dice, layout: str, bark: str, leaf: str) -> None:
    """Stand the great dark trunks at both sides of the bright middle, roofed by leaves."""
    w = stage.width
    for k, thick in BARS:
        depth = 0.05 if thick > 140 else 0.16 if thick > 90 else 0.3
        layer = stage.layer(depth, lit=0.6)
        x, foot = w * (k + dice.uniform(-0.022, 0.022)), stage.floor_y(depth) + 10
        shade = tone(bark, 0.42 + 0.5 * depth)
        trunk(layer.sheet, dice, x, foot, thick * dice.uniform(0.8, 1.25), -80, colour=shade,
              lean=dice.uniform(-0.02, 0.02))  # fmt: skip
        if layout == "dead" and thick < 140:
            bare(layer.sheet, dice, x, foot - 250, 620, colour=shade, gnarl=0.9, rounds=4)
    near = stage.layer(0.04, lit=0.5)
    dark = tone(leaf, 0.4)
    roof = [(-40, -40), (w + 40, -40), (w + 40, 250), (w * 0.84, 170), (w * 0.66, 110), (w * 0.48, 44),
            (w * 0.30, 100), (w * 0.14, 190), (-40, 230)]  # fmt: skip
    mass(near.sheet, dice, roof, dark, rough=26)
    if layout != "dead":
        canopy(near.sheet, dice, w, drop=210, colour=tone(leaf, 0.5), count=36)
    for k in (0.03, 0.2, 0.83, 0.96):
        fern(near.sheet, dice, w * k, 1010, dice.uniform(90, 150), colour=tone(leaf, 0.5))
    grass(near.sheet, dice, 0, w, 1005, height=85, colour=tone(leaf, 0.45), count=80)


def _rank(stage: Stage, dice: Dice, depth: float, count: int, layout: str, bark: str) -> None:
    """Stand one rank of trees across, leaving the middle a little open."""
    layer = stage.layer(depth, texture=0.3)
    w, foot = stage.width, stage.floor_y(depth)
    thick = 25 / (0.25 + depth)
    for i in range(count):
        x = (i + dice.uniform(0.1, 0.9)) / count * w
        if abs(x - stage.focal_spot[0]) < w * 0.16 * (1.25 - depth) and depth < 0.9:
            continue
        size = thick * dice.uniform(0.55, 1.25)
        y = foot + dice.uniform(-6, 12)
        if layout == "firs" and depth > 0.6:
            fir(layer.sheet, dice, x, y, size * dice.uniform(11, 17), colour="#33503f",
                snow=stage.scene.weather == "snow")  # fmt: skip
        elif layout == "dead":
            bare(layer.sheet, dice, x, y, size * dice.uniform(9, 14), colour=bark, gnarl=0.7,
                 rounds=4 if depth > 0.6 else 5)  # fmt: skip
        else:
            trunk(layer.sheet, dice, x, y, size, -60, colour=bark, lean=dice.uniform(-0.05, 0.05))
    if layout in ("oaks", "stream") and depth > 0.6:
        canopy(layer.sheet, dice, w, drop=330 * (1.15 - depth * 0.5), colour="#52703a", count=36)


def _undergrowth(stage: Stage, dice: Dice, leaf: str) -> None:
    """Fill the middle ground with ferns, grass and mossy stones."""
    w = stage.width
    layer = stage.layer(0.24)
    foot = stage.floor_y(0.24)
    for _ in range(10):
        x = dice.choice((dice.uniform(0, 0.3), dice.uniform(0.7, 1))) * w
        if dice.random() < 0.35:
            boulder(layer.sheet, dice, x, foot + 10, dice.uniform(50, 110), dice.uniform(30, 60),
                    mix("#77776a", leaf, 0.35))  # fmt: skip
        else:
            fern(layer.sheet, dice, x, foot + 10, dice.uniform(40, 80), colour=leaf)
    grass(layer.sheet, dice, 0, w * 0.36, foot + 10, height=44, colour=leaf, count=40)
    grass(layer.sheet, dice, w * 0.66, w, foot + 10, height=44, colour=leaf, count=40)
