"""A crypt: vaults on pillars or a long barrel, niches with bones, coffins, standing water."""

from itertools import pairwise

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.crypts import far_end, relics, skull
from image_gen.painters.sketch.props.furniture import chain, sarcophagus, web
from image_gen.painters.sketch.props.masonry import (
    arch_between,
    courses,
    flagstones,
    opening,
    pillar,
    steps,
)
from image_gen.painters.sketch.props.rocks import rubble
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.stage import Layer, Light, Stage, Water

STONES = ("#8f8d86", "#6f8a74", "#a8704f", "#66738c", "#b8ad94", "#b08c5c")
SUPPORTS = ("round", "fluted", "pier", "twin")
BAYS = (-0.04, 0.25, 0.69, 1.04)
"""Where the pillars stand, as parts of the width: three vaults, the middle one widest."""


def build(stage: Stage) -> None:
    """Compose one of: nave, flooded nave, burial niches, tomb dais."""
    dice = stage.dice("layout")
    layout = dice.choice(("nave", "flooded", "niches", "dais"))
    stone, w = dice.choice(STONES), stage.width
    end = dice.choice(("stair", "grille", "bones", "statue", "breach"))
    stage.has_sky, stage.horizon = False, dice.uniform(522, 538)
    stage.focal_spot = (w * 0.47, 0.48 if layout != "dais" else 0.55)
    stage.walk = (0.16, 0.84)
    back = stage.layer(0.95)
    foot = stage.floor_y(0.95)
    courses(back.sheet, dice, -10, -10, w + 20, foot + 10, colour=tone(stone, 0.5),
            row=dice.choice((20, 30, 44)))  # fmt: skip
    far_end(back, dice, stage, w * 0.47, foot, end, stone)
    floor = stage.layer(0.93, is_floor=True)
    flagstones(floor.sheet, dice, stage, colour=tone(stone, 0.7), columns=dice.choice((7, 11, 15)))
    _low_glow(stage, dice)
    _vaults(stage, dice, stone, 0.62, tighten=0.62, spring=430, shade=0.72)
    if layout == "niches":
        _niches(stage.layer(0.66), stage, dice, stone)
    if layout == "dais":
        steps(stage.layer(0.6).sheet, w * 0.47, stage.floor_y(0.5), 420, count=4, rise=15, colour=stone)  # fmt: skip
        stage.focal_spot = (w * 0.47, 0.6)
    if layout == "flooded":
        stage.water = Water(stage.floor_y(0.5), (0.05, 0.12, 0.13), calm=0.8, depth=0.38)
    else:
        _coffins(stage, dice, stone)
    _vaults(stage, dice, stone, 0.24, tighten=1.0, spring=370, shade=0.4)
    relics(stage, dice, stone)
    _near(stage, dice, stone)
    stage.light_spots = [(w * 0.33, 500, 0.5), (w * 0.61, 500, 0.5)]


def _low_glow(stage: Stage, dice: Dice) -> None:
    """Let a dim light rest low at the far end: corpse candles, a lamp, a pale shaft."""
    x, y = stage.width * 0.47, stage.floor_y(0.8)
    hue, light = dice.choice((("#ffb25a", (1.0, 0.66, 0.32)), ("#9fe0c0", (0.56, 0.95, 0.76)),
                              ("#b9cdf2", (0.68, 0.80, 1.0))))  # fmt: skip
    glow = stage.layer(0.9).glow
    glow.oval(x, y - 60, 330, 150, glow.around((0, hue, 0.34), (0.5, hue, 0.15), (1, hue, 0)))
    for _ in range(7):
        px, tall = x + dice.uniform(-190, 190), dice.uniform(8, 26)
        glow.box(px - 3, y - tall, 6, tall, "#d8ccb0")
        glow.oval(px, y - tall - 7, 4, 8, "#fff2c8")
    stage.lights.append(Light(x, y - 40, 0.86, 330, light, 0.95, 0.55))


def _vaults(stage: Stage, dice: Dice, stone: str, depth: float, *, tighten: float, spring: float,
            shade: float) -> None:  # fmt: skip
    """Span three round vaults across the picture on squat pillars; all above them is dark."""
    w, foot, aim = stage.width, stage.floor_y(depth), 0.47
    layer = stage.layer(depth, lit=0.8)
    make, stout = dice.choice(SUPPORTS), dice.uniform(0.65, 1.0)
    rise = dice.uniform(0.30, 0.46)
    spring += dice.uniform(-24, 16)
    colour = tone(stone, shade)
    thick = 150 * tighten
    posts = [w * (aim + (k - aim) * tighten) for k in BAYS]
    for left, right in pairwise(posts):
        arch_between(layer.sheet, left, right, spring, thick=thick * 0.3, colour=colour,
                     rise=rise if right - left > w * 0.25 else rise * 1.5)  # fmt: skip
    for x in posts:
        if x < -20 or x > w + 20:
            continue
        _support(layer, dice, make, x, foot, thick * stout, spring, colour)
        if dice.random() < 0.5:
            skull(layer.sheet, x, spring + 90 * tighten, 15 * tighten)
    for x, side in ((posts[0], -1), (posts[-1], 1)):
        edge = sorted((x, x + side * w))
        layer.sheet.box(edge[0], -20, edge[1] - edge[0], foot + 20, tone(colour, 0.7))


def _support(layer: Layer, dice: Dice, make: str, x: float, foot: float, thick: float, spring: float,
             colour: str) -> None:  # fmt: skip
    """Stand one support under the vaults: a pillar, a square pier, or two slim shafts."""
    top = spring - 20
    if make == "pier":
        courses(layer.sheet, dice, x - thick * 0.5, top, thick, foot - top, colour=colour, row=thick * 0.3)  # fmt: skip
        layer.sheet.box(x - thick * 0.62, top, thick * 1.24, thick * 0.2, tone(colour, 1.2))
        return
    if make == "twin":
        for k in (-0.3, 0.3):
            pillar(layer.sheet, dice, x + k * thick, foot, thick * 0.38, top, colour=colour)
        layer.sheet.box(x - thick * 0.62, top, thick * 1.24, thick * 0.22, tone(colour, 1.15))
        return
    pillar(layer.sheet, dice, x, foot, thick, top, colour=colour, fluted=make == "fluted")


def _near(stage: Stage, dice: Dice, stone: str) -> None:
    """Frame with a near pillar on the left, rubble on the right, a web and a chain."""
    w, near = stage.width, stage.layer(0.03, lit=0.7)
    pillar(near.sheet, dice, w * 0.015, 1060, 150, -60, colour=tone(stone, 0.42))
    web(near.sheet, w * 0.03, 0, 240, left=True)
    rubble(near.sheet, dice, w * 0.97, 1010, 340, tone(stone, 0.5), count=9)
    chain(near.sheet, w * dice.choice((0.2, 0.8)), -20, dice.uniform(150, 290), 22)


def _niches(layer: Layer, stage: Stage, dice: Dice, stone: str) -> None:
    """Cut burial niches with skulls and bones into the side walls."""
    sheet = layer.sheet
    for k in (0.12, 0.20, 0.76, 0.84):
        for row in range(3):
            x, y = stage.width * k, stage.horizon - 70 + row * 58
            opening(sheet, x, y + 40, 92, 46, colour=tone(stone, 0.8), inside="#0c0e10")
            if dice.random() < 0.75:
                skull(sheet, x + dice.uniform(-22, 22), y + 32, 12)
                sheet.line([(x - 30, y + 37), (x + 26, y + 35)], "#b7ad94", 5)


def _coffins(stage: Stage, dice: Dice, stone: str) -> None:
    """Line the nave with coffins, one perhaps open."""
    for depth in (0.42, 0.26):
        layer = stage.layer(depth)
        for side in (-1, 1):
            if dice.random() < 0.8:
                x = stage.width * (0.5 + side * (0.40 - 0.12 * depth))
                sarcophagus(layer.sheet, dice, x, stage.floor_y(depth) + 8, 190 / (0.5 + depth),
                            colour=tone(stone, 0.95), is_open=dice.random() < 0.3)  # fmt: skip
