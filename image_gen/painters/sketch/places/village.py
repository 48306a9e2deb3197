"""A village: houses round a green, a street, a bridge or a mill, smoke and lit windows."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.buildings import cottage, keep_tower
from image_gen.painters.sketch.props.furniture import barrel
from image_gen.painters.sketch.props.land import (
    broad_tree,
    hills,
    meadow,
    mountains,
    path_to,
    season,
)
from image_gen.painters.sketch.props.trees import bare, bough, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import limb
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage

WALLS = ("#c2b395", "#b5a688", "#c9bca3", "#a8977a")
ROOFS = ("#7d5a42", "#8a4f3a", "#6d6152", "#8f7648")


ROW = ((0.335, 0.50, 185), (0.60, 0.50, 180), (0.205, 0.42, 240), (0.715, 0.42, 230), (0.05, 0.32, 350),
       (0.875, 0.34, 330))  # fmt: skip
"""The gables across the middle, as (part of the width, depth, size in units)."""


LANDMARK = 0.43
"""Where elm, spire, mill or tower stands, as a part of the width."""


def build(stage: Stage) -> None:
    """Compose one of: green, church, mill, watch: a row of dark gables and one tall landmark."""
    dice = stage.dice("layout")
    layout = dice.choice(("green", "church", "mill", "watch"))
    w = stage.width
    stage.horizon = dice.uniform(532, 544)
    stage.sun = (w * dice.uniform(0.60, 0.66), stage.horizon - dice.uniform(170, 220))
    stage.focal_spot = (w * 0.50, 0.36)
    land = season(stage, "#7d8550")
    mountains(stage, dice, depth=0.98, height=90, colour="#78848f", snow=0.25)
    hills(stage, dice, depth=0.84, height=60, colour=tone(land, 0.9), trees=7)
    ground = meadow(stage, dice, depth=0.66, colour=tone(land, 0.72))
    path_to(ground, stage, dice, far=0.64, x_far=w * 0.48, colour="#cbb893", x_near=w * 0.5, wide=0.4,
            bend=0.05)  # fmt: skip
    {"green": _elm, "church": _church, "mill": _windmill, "watch": _watch}[layout](stage, dice)
    for k, depth, size in ROW:
        _house(stage, dice, k, depth, size)
    _clutter(stage, dice)
    near = stage.layer(0.03, lit=0.6)
    bough(near.sheet, dice, w, w * 0.74, 230, colour=season(stage, "#3a4628"))
    grass(near.sheet, dice, 0, w * 0.3, 1005, height=80, colour=tone(land, 0.45), count=50)
    grass(near.sheet, dice, w * 0.72, w, 1005, height=80, colour=tone(land, 0.45), count=50)
    stage.light_spots = [(w * 0.3, 600, 0.34), (w * 0.64, 590, 0.38)]


def _house(stage: Stage, dice: Dice, k: float, depth: float, size: float) -> None:
    """Build one of the row's houses, dark on the sky, with smoke from some chimneys."""
    layer = stage.layer(depth, lit=0.75)
    lit = {"night": 0.85, "dusk": 0.7, "dawn": 0.35, "day": 0.0}[stage.scene.time_of_day]
    x = stage.width * (k + dice.uniform(-0.02, 0.02))
    wide, foot = size * dice.uniform(0.85, 1.15), stage.floor_y(depth) + dice.uniform(-4, 8)
    cottage(layer, dice, x, foot, wide, wall=tone(dice.choice(WALLS), 0.56), roof=tone(dice.choice(ROOFS), 0.5),
            lit=lit, snow=stage.scene.weather == "snow")  # fmt: skip
    if dice.random() < 0.6:
        _smoke(layer.sheet, dice, x + wide * 0.25, foot - wide * 1.15, wide * 0.5)


def _elm(stage: Stage, dice: Dice) -> None:
    """Grow the green's old tree."""
    layer = stage.layer(0.56, lit=0.7)
    x, foot = stage.width * LANDMARK, stage.floor_y(0.56)
    if stage.scene.weather == "snow":
        bare(layer.sheet, dice, x, foot, 440, colour="#2b231d")
    else:
        broad_tree(layer.sheet, stage, dice, x, foot, 430, bark="#2b231d", leaf="#36451f")


def _watch(stage: Stage, dice: Dice) -> None:
    """Raise a stone watch tower over the roofs."""
    layer = stage.layer(0.58, lit=0.7)
    keep_tower(
        layer, dice, stage.width * LANDMARK, stage.floor_y(0.58), 92, 340, colour="#5d5852", lit=0.6
    )


def _smoke(sheet: Sheet, dice: Dice, x: float, y: float, size: float) -> None:
    """Let smoke rise and thin out."""
    for i in range(7):
        t = i / 6
        sheet.oval(x + size * (0.55 * t**1.5) + dice.uniform(-0.05, 0.05) * size, y - size * 1.3 * t,
                   size * (0.06 + 0.16 * t), size * (0.06 + 0.12 * t), "#c5c6c9", alpha=0.32 * (1 - t * 0.7))  # fmt: skip


def _church(stage: Stage, dice: Dice) -> None:
    """Set a church with a spire over the roofs."""
    layer, x = stage.layer(0.6, lit=0.7), stage.width * LANDMARK
    foot, sheet = stage.floor_y(0.6), layer.sheet
    sheet.box(x + 20, foot - 130, 170, 130, "#57524b")
    sheet.poly(
        [(x + 14, foot - 124), (x + 44, foot - 214), (x + 160, foot - 214), (x + 200, foot - 124)],
        "#3b343e",
    )
    keep_tower(layer, dice, x, foot, 84, 270, colour="#5f5a52", lit=0.5, top="cone")


def _windmill(stage: Stage, dice: Dice) -> None:
    """Set a windmill behind the roofs."""
    layer, x = stage.layer(0.6, lit=0.7), stage.width * LANDMARK
    foot, sheet = stage.floor_y(0.6), layer.sheet
    sheet.poly([(x - 74, foot), (x - 46, foot - 270), (x + 46, foot - 270), (x + 74, foot)],
               sheet.across((0, "#756d5f", 1), (1, "#494238", 1)))  # fmt: skip
    sheet.poly([(x - 56, foot - 262), (x, foot - 340), (x + 56, foot - 262)], "#3a2b22")
    hub, turn = (x, foot - 280), dice.uniform(20, 70)
    for i in range(4):
        with sheet.moved(*hub, turn=turn + 90 * i):
            sheet.box(-3, -190, 6, 190, "#2e241b")
            sheet.box(4, -188, 30, 150, "#857c6a", alpha=0.85)
            for k in range(6):
                sheet.box(4, -188 + k * 29, 30, 3, "#3a3026")


def _clutter(stage: Stage, dice: Dice) -> None:
    """Leave a cart, barrels and a fence about."""
    layer, w = stage.layer(0.3), stage.width
    foot = stage.floor_y(0.3)
    x = w * dice.choice((0.24, 0.72))
    layer.sheet.poly(
        [(x - 66, foot - 58), (x + 74, foot - 64), (x + 64, foot - 26), (x - 58, foot - 24)],
        "#6f5238",
    )
    layer.sheet.path(limb([(x + 70, foot - 40), (x + 150, foot - 6)], [7, 5]), "#5a4330")
    for dx in (-20, 40):
        layer.sheet.oval(x + dx, foot - 22, 27, 27, "#4a3726")
        layer.sheet.oval(x + dx, foot - 22, 20, 20, "#8a8064", alpha=0.7)
        for k in range(3):
            with layer.sheet.moved(x + dx, foot - 22, turn=60 * k + 12):
                layer.sheet.box(-2, -22, 4, 44, "#4a3726")
    for k in (0, 34, 62):
        barrel(layer.sheet, w - x + k, foot + k * 0.1, 52)
