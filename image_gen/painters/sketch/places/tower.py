"""A tower: alone on a crag, at a causeway's end, above a wood, or a sorcerer's leaning spire."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import keep_tower, wall_run
from image_gen.painters.sketch.props.land import hills, meadow, mountains, path_to, season
from image_gen.painters.sketch.props.masses import facets, mass
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import bough, fir, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch, ridge
from image_gen.painters.sketch.stage import Stage, Water

AT = 0.66
"""Where the tower stands, as a part of the width."""


def build(stage: Stage) -> None:
    """Compose one of: crag, lake isle, wood's edge, broken keep."""
    dice = stage.dice("layout")
    layout = dice.choice(("crag", "isle", "wood", "keep"))
    w = stage.width
    stage.horizon = dice.uniform(592, 606)
    x = w * (AT + dice.uniform(-0.022, 0.022))
    stage.sun = (w * dice.uniform(0.30, 0.36), dice.uniform(290, 340))
    stage.focal_spot = (x - w * 0.1, 0.34)
    stage.walk = (0.08, 0.84)
    stone, land = dice.choice(("#8f8b88", "#9a8c7c", "#7f868c")), season(stage, "#6c7450")
    mountains(stage, dice, depth=0.98, height=110, colour="#76808c", snow=0.35)
    if layout == "isle":
        stage.water = Water(
            stage.horizon + 16, (0.12, 0.2, 0.26), calm=0.8, bottom=stage.floor_y(0.22), depth=0.45
        )
    else:
        hills(stage, dice, depth=0.85, height=40, colour=mix(land, "#808a80", 0.4), trees=6)
        ground = meadow(stage, dice, depth=0.52, colour=tone(land, 0.7), rough=18)
        path_to(ground, stage, dice, far=0.5, x_far=x, colour="#94836a", x_near=w * 0.4, wide=0.2)
    _crag(stage, dice, x, tone(stone, 0.5))
    _tower(stage, dice, x, tone(stone, 0.46), layout)
    if layout == "isle":
        _near_shore(stage, dice, x, tone(land, 0.7))
    if layout == "wood":
        firs = stage.layer(0.34)
        for _ in range(18):
            k = dice.uniform(0, 1)
            if abs(k - AT) > 0.08:
                fir(firs.sheet, dice, k * w, stage.floor_y(0.36), dice.uniform(90, 190), colour="#24382c",
                    snow=stage.scene.weather == "snow")  # fmt: skip
    near = stage.layer(0.03, lit=0.6)
    bough(near.sheet, dice, 0.0, w * 0.26, 190, colour=tone(land, 0.4))
    for k, size in ((0.0, 340), (0.98, 420)):
        boulder(near.sheet, dice, w * k, 1040, size, 200, "#3c3a3a")
    grass(near.sheet, dice, 0, w, 1005, height=80, colour=tone(land, 0.45), count=90)
    stage.light_spots = [(w * 0.3, 650, 0.28), (w * 0.8, 640, 0.34)]


def _crag(stage: Stage, dice: Dice, x: float, stone: str) -> None:
    """Heave up the dark rock the tower stands on, steep to the right."""
    w, layer = stage.width, stage.layer(0.42, texture=0.7, lit=0.7)
    rock = [(x - w * 0.30, 720), (x - w * 0.17, 670), (x - w * 0.085, 590), (x - w * 0.04, 560), (x + w * 0.06, 560),
            (x + w * 0.11, 620), (x + w * 0.16, 690), (x + w * 0.27, 730)]  # fmt: skip
    edge = mass(layer.sheet, dice, rock, stone, rough=13)
    facets(layer.sheet, dice, edge, tone(stone, 1.2), long=70, count=20)


def _tower(stage: Stage, dice: Dice, x: float, stone: str, layout: str) -> None:
    """Raise the one tall tower, dark on the sky, with whatever stands about it."""
    layer = stage.layer(0.40, lit=0.75)
    dark = stage.scene.time_of_day in ("dusk", "night") or stage.scene.weather in ("storm", "fog")
    lit, base, sheet = 0.75 if dark else 0.15, 590.0, layer.sheet
    wide = 168 * dice.uniform(0.85, 1.15)
    if layout == "keep":
        wall_run(sheet, dice, x - 190, x + 200, base + 40, 90, colour=tone(stone, 1.05))
        for dx, broad, tall, top in ((-180, 66, 170, "battlement"), (190, 60, 140, "broken")):
            keep_tower(layer, dice, x + dx, base + 44, broad, tall, colour=stone, lit=lit, top=top)
    if layout in ("wood", "isle"):
        keep_tower(layer, dice, x + 88, base, 56, 230, colour=stone, lit=lit, top="cone")
    top = dice.choice(("cone", "battlement", "broken"))
    tall = {"cone": 370, "battlement": 450, "broken": 440}[top]
    keep_tower(layer, dice, x, base, wide, tall, colour=stone, lit=lit, top=top)
    if layout == "crag":
        sheet.poly([(x + wide * 0.4, base - 250), (x + wide * 0.72, base - 236), (x + wide * 0.72, base - 160),
                    (x + wide * 0.4, base - 110)], tone(stone, 0.9))  # fmt: skip
    sheet.path(arch(x - 20, base + 4, 52, 84), "#171513")
    for _ in range(7):
        px, py = x - stage.width * dice.uniform(0.05, 0.3), dice.uniform(120, 330)
        sheet.line([(px - 13, py - 5), (px, py), (px + 13, py - 6)], "#1c1a1e", 3)


def _near_shore(stage: Stage, dice: Dice, x: float, land: str) -> None:
    """Give the lake a near bank and a causeway of stones out to the isle."""
    layer, w = stage.layer(0.3), stage.width
    edge = ridge(dice, (-20, stage.floor_y(0.32)), (w + 20, stage.floor_y(0.28)), rough=20)
    layer.sheet.poly([*edge, (w + 20, 1020), (-20, 1020)],
                     layer.sheet.across((0, land, 1), (1, tone(land, 0.5), 1), vertical=True))  # fmt: skip
    stones = stage.layer(0.36)
    for i in range(13):
        t = i / 12
        y = stage.horizon + 30 + (stage.floor_y(0.22) - stage.horizon - 30) * (1 - t) ** 2
        wide = 14 + 70 * (1 - t) ** 2
        px = x + (w * 0.45 - x) * (1 - t) ** 1.5
        stones.sheet.oval(px, y, wide, wide * 0.26, tone("#85807a", dice.uniform(0.7, 1.1)))
