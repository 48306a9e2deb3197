"""A mountain: ranges behind ranges, a pass, a ledge, a ruined gate or a long stair."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.buildings import keep_tower, wall_run
from image_gen.painters.sketch.props.land import hills, meadow, mountains, path_to, season
from image_gen.painters.sketch.props.rocks import boulder, rubble
from image_gen.painters.sketch.props.trees import bare, fir, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import ridge
from image_gen.painters.sketch.stage import Stage


def build(stage: Stage) -> None:
    """Compose one of: pass, ledge, hold on a spur, lake of peaks."""
    dice = stage.dice("layout")
    layout = dice.choice(("pass", "ledge", "hold", "pines"))
    w = stage.width
    stage.horizon = dice.uniform(500, 560)
    stage.sun = (w * dice.uniform(0.3, 0.7), dice.uniform(170, 260))
    stage.focal_spot = (w * dice.uniform(0.5, 0.64), 0.42)
    stone = dice.choice(("#7c8088", "#857a70", "#6f7a80"))
    mountains(stage, dice, depth=0.97, height=430, colour=tone(stone, 0.95), snow=0.42)
    mountains(stage, dice, depth=0.78, height=300, colour=tone(stone, 0.8), snow=0.28)
    hills(stage, dice, depth=0.66, height=90, colour=season(stage, tone(stone, 0.72)), trees=3)
    if layout in ("pass", "hold"):
        _walls(stage, dice, stone)
    if layout == "hold":
        _hold(stage, dice, stone)
    ground = meadow(stage, dice, depth=0.5, colour=season(stage, tone(stone, 0.8)), rough=26)
    path_to(ground, stage, dice, far=0.48, x_far=stage.focal_spot[0], colour="#97897a",
            x_near=w * 0.4, wide=0.2, bend=0.2)  # fmt: skip
    rubble(stage.layer(0.3).sheet, dice, w * 0.5, stage.floor_y(0.3), w, stone, count=14)
    if layout == "ledge":
        _cliff(stage, dice, stone)
        stage.walk = (0.12, 0.62)
    if layout == "pines":
        firs = stage.layer(0.4)
        for _ in range(12):
            x = dice.choice((dice.uniform(0, 0.34), dice.uniform(0.72, 1))) * w
            fir(firs.sheet, dice, x, stage.floor_y(0.38), dice.uniform(140, 300), colour="#2f4a3c",
                snow=stage.scene.weather == "snow")  # fmt: skip
    _front(stage, dice, stone, gnarled=layout == "pass")
    stage.light_spots = [(w * 0.32, 640, 0.3), (w * 0.68, 620, 0.36)]


def _walls(stage: Stage, dice: Dice, stone: str) -> None:
    """Raise the two flanks of a pass."""
    layer, w = stage.layer(0.6, texture=0.7), stage.width
    for left in (True, False):
        high, reach = dice.uniform(120, 260), w * dice.uniform(0.26, 0.38)
        outer = -30.0 if left else w + 30.0
        inner = reach if left else w - reach
        foot = stage.floor_y(0.55)
        slope = ridge(dice, (outer, high), (inner, foot), rough=90)
        layer.sheet.poly([*slope, (outer, foot + 40)], stone)
        for i in range(6, len(slope) - 12, 9):
            x, y = slope[i]
            layer.sheet.poly([(x, y), (x + (30 if left else -30), y + 150), (x, foot),
                              (x - 60, foot)], tone(stone, dice.choice((0.7, 1.15))), alpha=0.4)  # fmt: skip


def _hold(stage: Stage, dice: Dice, stone: str) -> None:
    """Set a small fortress on a spur beside the pass."""
    layer = stage.layer(0.58)
    x, foot = stage.width * dice.choice((0.2, 0.8)), stage.floor_y(0.6) - 170
    layer.sheet.poly(ridge(dice, (x - 260, foot + 220), (x - 60, foot - 6), rough=30)
                     + ridge(dice, (x + 90, foot - 6), (x + 280, foot + 220), rough=30), tone(stone, 0.7))  # fmt: skip
    wall_run(layer.sheet, dice, x - 80, x + 100, foot + 10, 66, colour=tone(stone, 0.95))
    dark = stage.scene.time_of_day in ("dusk", "night")
    keep_tower(
        layer,
        dice,
        x - 50,
        foot,
        54,
        170,
        colour=tone(stone, 0.9),
        lit=0.8 if dark else 0,
        top="cone",
    )
    keep_tower(layer, dice, x + 60, foot, 44, 120, colour=tone(stone, 0.9), lit=0.8 if dark else 0)


def _cliff(stage: Stage, dice: Dice, stone: str) -> None:
    """Drop the right side away into the deep."""
    layer, w = stage.layer(0.16), stage.width
    lip = ridge(dice, (w * 0.66, 1020), (w * 0.8, stage.floor_y(0.48)), rough=34)
    layer.sheet.poly([*lip, (w + 30, stage.floor_y(0.48)), (w + 30, 1020)],
                     layer.sheet.across((0, "#20262c", 1), (1, "#0a0d11", 1), vertical=True))  # fmt: skip
    layer.sheet.line(lip, tone(stone, 1.2), 6)


def _front(stage: Stage, dice: Dice, stone: str, *, gnarled: bool) -> None:
    """Frame with near crags, a wind-bent tree and grass."""
    w = stage.width
    near = stage.layer(0.03, lit=0.7)
    for k in (0.0, 0.1, 0.9, 1.0):
        size = dice.uniform(200, 340)
        boulder(
            near.sheet, dice, w * k, 1040, size, size * dice.uniform(0.5, 0.9), tone(stone, 0.55)
        )
    if gnarled:
        bare(near.sheet, dice, w * dice.choice((0.03, 0.97)), 930, 620, colour="#2c2622", gnarl=0.9)
    grass(near.sheet, dice, 0, w, 1005, height=60, colour=season(stage, "#5c5a3c"), count=60)
