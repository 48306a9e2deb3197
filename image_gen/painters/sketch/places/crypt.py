"""A crypt: vaults on pillars or a long barrel, niches with bones, coffins, standing water."""

from image_gen.painters.sketch.colour import tone
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
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Layer, Stage, Water

STONES = ("#8f8d86", "#7f8a88", "#938678", "#83808c")


# bays as (depth, half width of the picture, height of the arch's spring)
_VAULTS = {
    "nave": ((0.8, 0.15, 200), (0.6, 0.2, 225), (0.4, 0.28, 250), (0.22, 0.39, 290)),
    "flooded": ((0.74, 0.24, 260), (0.48, 0.36, 280)),
    "niches": ((0.72, 0.42, 150), (0.3, 0.44, 190)),
    "dais": ((0.7, 0.18, 310), (0.42, 0.33, 300), (0.24, 0.43, 320)),
}


def build(stage: Stage) -> None:
    """Compose one of: nave, flooded nave, niches, tomb dais."""
    dice = stage.dice("layout")
    layout = dice.choice(("nave", "flooded", "niches", "dais"))
    stone, w = dice.choice(STONES), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(490, 560)
    stage.focal_spot = (w * dice.uniform(0.47, 0.56), 0.48 if layout != "dais" else 0.55)
    stage.walk = (0.16, 0.84)
    back = stage.layer(0.95)
    foot = stage.floor_y(0.95)
    courses(back.sheet, dice, -10, -10, w + 20, foot + 10, colour=tone(stone, 0.8), row=30)
    opening(back.sheet, stage.focal_spot[0], foot, 120, 230, colour=stone, inside="#07090b",
            pointed=dice.random() < 0.5)  # fmt: skip
    floor = stage.layer(0.93, is_floor=True)
    flagstones(floor.sheet, dice, stage, colour=tone(stone, 0.85))
    for depth, wide, high in _VAULTS[layout]:
        _bay(stage, dice, stone, depth, wide=wide, high=high)
    if layout == "niches":
        _niches(stage.layer(0.66), stage, dice, stone)
    if layout == "dais":
        dais = stage.layer(0.6)
        x = stage.focal_spot[0]
        steps(dais.sheet, x, stage.floor_y(0.5), 420, count=4, rise=15, colour=stone)
        stage.focal_spot = (x, 0.6)
    if layout == "flooded":
        stage.water = Water(stage.floor_y(0.7), (0.05, 0.12, 0.13), calm=0.8, depth=0.5)
        stage.horizon -= 4
    else:
        _coffins(stage, dice, stone)
    near = stage.layer(0.03, lit=0.7)
    side = dice.choice((0.02, 0.98))
    pillar(near.sheet, dice, w * side, 1060, 150, -60, colour=tone(stone, 0.65))
    web(near.sheet, w * side, 0, 240, left=side < 0.5)
    rubble(near.sheet, dice, w * (1 - side), 1010, 340, tone(stone, 0.6), count=9)
    chain(near.sheet, w * dice.choice((0.2, 0.8)), -20, dice.uniform(150, 290), 22)
    stage.light_spots = [(w * 0.26, 480, 0.5), (w * 0.75, 480, 0.5)]


def _bay(stage: Stage, dice: Dice, stone: str, depth: float, *, wide: float, high: float) -> None:
    """Stand a pair of pillars with their arch at a depth."""
    layer = stage.layer(depth)
    w, foot = stage.width, stage.floor_y(depth)
    thick = 44 / (0.45 + depth)
    x = w / 2 + (stage.focal_spot[0] - w / 2) * depth
    left, right = x - w * wide, x + w * wide
    spring = stage.horizon - high / (0.55 + depth)
    shade = tone(stone, 0.62 + 0.5 * depth)
    arch_between(layer.sheet, left, right, spring, thick=thick * 0.6, colour=shade, rise=0.62)
    for px in (left, right):
        layer.sheet.box(-20 if px < x else px, -20, (px + 20) if px < x else w - px + 20, spring + 40,
                        tone(shade, 0.6))  # fmt: skip
        pillar(layer.sheet, dice, px, foot, thick, spring - 10, colour=shade)


def _niches(layer: Layer, stage: Stage, dice: Dice, stone: str) -> None:
    """Cut burial niches with skulls and bones into the side walls."""
    w, sheet = stage.width, layer.sheet
    for side in (-1, 1):
        for column in range(3):
            for row in range(3):
                x = w / 2 + side * w * (0.2 + 0.1 * column)
                y = stage.horizon - 150 + row * 92
                opening(sheet, x, y + 60, 92, 66, colour=stone, inside="#0c0e10")
                if dice.random() < 0.75:
                    _skull(sheet, x + dice.uniform(-22, 22), y + 50, 13)
                    sheet.line([(x - 30, y + 57), (x + 26, y + 55)], "#b7ad94", 5)


def _skull(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.oval(x, y - size * 0.4, size, size * 0.95, "#cfc6ac")
    sheet.box(x - size * 0.5, y, size, size * 0.6, "#bdb397")
    for k in (-0.4, 0.4):
        sheet.oval(x + k * size, y - size * 0.25, size * 0.27, size * 0.3, "#15120f")


def _coffins(stage: Stage, dice: Dice, stone: str) -> None:
    """Line the nave with coffins, one perhaps open."""
    for depth in (0.42, 0.26):
        layer = stage.layer(depth)
        for side in (-1, 1):
            if dice.random() < 0.8:
                x = stage.width * (0.5 + side * (0.40 - 0.12 * depth))
                sarcophagus(layer.sheet, dice, x, stage.floor_y(depth) + 8, 190 / (0.5 + depth),
                            colour=tone(stone, 0.95), is_open=dice.random() < 0.3)  # fmt: skip
