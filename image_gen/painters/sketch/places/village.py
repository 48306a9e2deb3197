"""A village: houses round a green, a street, a bridge or a mill, smoke and lit windows."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.buildings import cottage, keep_tower
from image_gen.painters.sketch.props.furniture import barrel
from image_gen.painters.sketch.props.land import hills, meadow, mountains, path_to, season
from image_gen.painters.sketch.props.trees import bough, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import limb
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage

WALLS = ("#c2b395", "#b5a688", "#c9bca3", "#a8977a")
ROOFS = ("#7d5a42", "#8a4f3a", "#6d6152", "#8f7648")


def build(stage: Stage) -> None:
    """Compose one of: green, street, church hill, mill."""
    dice = stage.dice("layout")
    layout = dice.choice(("green", "street", "church", "mill"))
    w = stage.width
    stage.horizon = dice.uniform(500, 550)
    stage.sun = (w * dice.uniform(0.36, 0.64), stage.horizon - dice.uniform(130, 220))
    stage.focal_spot = (w * dice.uniform(0.46, 0.56), 0.36)
    land = season(stage, "#7d8550")
    mountains(stage, dice, depth=0.98, height=140, colour="#78848f", snow=0.25)
    hills(stage, dice, depth=0.84, height=110, colour=tone(land, 0.95), trees=9)
    if layout == "church":
        _church(stage, dice)
    if layout == "mill":
        _windmill(stage, dice)
    ground = meadow(stage, dice, depth=0.66, colour=land)
    path_to(ground, stage, dice, far=0.64, x_far=stage.focal_spot[0], colour="#a99677",
            x_near=w * 0.5, wide=0.34, bend=0.06)  # fmt: skip
    close = layout == "street"
    _row(stage, dice, 0.62, (0.1, 0.25, 0.39, 0.66, 0.8, 0.93), 165)
    _row(stage, dice, 0.42, (0.06, 0.24, 0.78, 0.95) if close else (0.08, 0.9), 300)
    _row(stage, dice, 0.25, (-0.02, 1.02) if close else (dice.choice((-0.02, 1.02)),), 520)
    _clutter(stage, dice)
    near = stage.layer(0.03, lit=0.75)
    side = dice.choice((0.0, 1.0))
    bough(
        near.sheet, dice, w * side, w * (0.34 + 0.32 * side), 260, colour=season(stage, "#4d5c34")
    )
    grass(near.sheet, dice, 0, w * 0.3, 1005, height=80, colour=tone(land, 0.55), count=50)
    grass(near.sheet, dice, w * 0.72, w, 1005, height=80, colour=tone(land, 0.55), count=50)
    stage.light_spots = [(w * 0.3, 600, 0.34), (w * 0.7, 590, 0.38)]


def _row(stage: Stage, dice: Dice, depth: float, places: tuple[float, ...], size: float) -> None:
    """Build a row of houses, with smoke from some chimneys."""
    layer = stage.layer(depth)
    lit = {"night": 0.85, "dusk": 0.7, "dawn": 0.35, "day": 0.0}[stage.scene.time_of_day]
    for k in places:
        x = stage.width * k + dice.uniform(-0.015, 0.015) * stage.width
        wide = size * dice.uniform(0.85, 1.15)
        foot = stage.floor_y(depth) + dice.uniform(-4, 8)
        cottage(layer, dice, x, foot, wide, wall=dice.choice(WALLS), roof=dice.choice(ROOFS), lit=lit,
                snow=stage.scene.weather == "snow")  # fmt: skip
        if dice.random() < 0.6:
            _smoke(layer.sheet, dice, x + wide * 0.25, foot - wide * 1.15, wide * 0.5)


def _smoke(sheet: Sheet, dice: Dice, x: float, y: float, size: float) -> None:
    """Let smoke rise and thin out."""
    for i in range(7):
        t = i / 6
        sheet.oval(x + size * (0.55 * t**1.5) + dice.uniform(-0.05, 0.05) * size, y - size * 1.3 * t,
                   size * (0.06 + 0.16 * t), size * (0.06 + 0.12 * t), "#c5c6c9", alpha=0.32 * (1 - t * 0.7))  # fmt: skip


def _church(stage: Stage, dice: Dice) -> None:
    """Set a church with a spire over the roofs."""
    layer, x = stage.layer(0.72), stage.focal_spot[0]
    foot = stage.floor_y(0.72) - 26
    keep_tower(layer, dice, x - 40, foot, 58, 210, colour="#a49c8e", lit=0.5, top="cone")
    layer.sheet.box(x - 20, foot - 92, 150, 92, "#978f82")
    layer.sheet.poly(
        [(x - 24, foot - 88), (x + 4, foot - 158), (x + 108, foot - 158), (x + 136, foot - 88)],
        "#5d5360",
    )


def _windmill(stage: Stage, dice: Dice) -> None:
    """Set a windmill on the hill."""
    layer, x = stage.layer(0.7), stage.width * dice.choice((0.3, 0.68))
    foot = stage.floor_y(0.72) - 54
    layer.sheet.poly([(x - 52, foot), (x - 32, foot - 170), (x + 32, foot - 170), (x + 52, foot)],
                     layer.sheet.across((0, "#cabfa8", 1), (1, "#857a66", 1)))  # fmt: skip
    layer.sheet.poly([(x - 40, foot - 164), (x, foot - 220), (x + 40, foot - 164)], "#5d4435")
    hub, turn = (x, foot - 176), dice.uniform(0, 90)
    for i in range(4):
        with layer.sheet.moved(*hub, turn=turn + 90 * i):
            layer.sheet.box(-2.5, -150, 5, 150, "#4a3a2c")
            layer.sheet.box(3, -148, 26, 116, "#d8cdb6", alpha=0.9)
            for k in range(5):
                layer.sheet.box(3, -148 + k * 28, 26, 3, "#5a4a38")


def _clutter(stage: Stage, dice: Dice) -> None:
    """Leave a cart, barrels and a fence about."""
    layer, w = stage.layer(0.3), stage.width
    foot = stage.floor_y(0.3)
    x = w * dice.choice((0.24, 0.76))
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
