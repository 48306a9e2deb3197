"""A road: it winds through fields, woods or moor to somewhere; a signpost, a cart, a milestone."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import cottage, keep_tower
from image_gen.painters.sketch.props.land import (
    hills,
    meadow,
    mountains,
    path_to,
    season,
    some_tree,
)
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import bare, bough, grass, leafy
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.stage import Stage


def build(stage: Stage) -> None:
    """Compose one of: fields, avenue of trees, moor, castle road."""
    dice = stage.dice("layout")
    layout = dice.choice(("fields", "avenue", "moor", "castle"))
    w = stage.width
    stage.horizon = dice.uniform(480, 540)
    aim = w * dice.uniform(0.4, 0.62)
    stage.sun = (aim + dice.uniform(-0.12, 0.12) * w, stage.horizon - 90)
    stage.focal_spot = (aim + w * 0.08, 0.36)
    green = season(stage, {"fields": "#8a9250", "avenue": "#6f8546", "moor": "#857a5a",
                           "castle": "#76864a"}[layout])  # fmt: skip
    mountains(stage, dice, depth=0.98, height=170, colour="#7d8794", snow=0.25)
    hills(stage, dice, depth=0.82, height=90, colour=tone(green, 0.95), trees=5)
    hills(stage, dice, depth=0.62, height=70, colour=green, trees=4 if layout != "moor" else 1)
    if layout == "castle":
        _castle(stage, dice, aim)
    ground = meadow(stage, dice, depth=0.58, colour=green)
    path_to(ground, stage, dice, far=0.58, x_far=aim, colour="#a58d68",
            x_near=w * dice.uniform(0.3, 0.55), wide=0.3, bend=dice.choice((-0.16, 0.16)))  # fmt: skip
    if layout == "avenue":
        _avenue(stage, dice, aim)
    if layout == "fields":
        _fence_and_farm(stage, dice)
    if layout == "moor":
        stones = stage.layer(0.3)
        for k in (0.14, 0.24, 0.8, 0.9):
            boulder(
                stones.sheet, dice, w * k, stage.floor_y(0.3), 60, dice.uniform(120, 210), "#7d7a72"
            )
    _signpost(stage, dice)
    near = stage.layer(0.03, lit=0.7)
    grass(near.sheet, dice, -10, w * 0.4, 1005, height=120, colour=tone(green, 0.55), count=70)
    grass(near.sheet, dice, w * 0.62, w, 1005, height=120, colour=tone(green, 0.55), count=70)
    side = dice.choice((0.0, 1.0))
    if layout == "moor":
        bare(near.sheet, dice, w * side, 1040, 1080, colour="#2b251f", gnarl=0.55, rounds=6)
    else:
        bough(
            near.sheet,
            dice,
            w * side,
            w * (0.36 if side == 0 else 0.64),
            250,
            colour=tone(green, 0.5),
        )
    stage.light_spots = [(w * 0.28, 620, 0.26), (w * 0.7, 610, 0.34)]


def _castle(stage: Stage, dice: Dice, x: float) -> None:
    """Put a far castle where the road goes."""
    layer, foot = stage.layer(0.72), stage.floor_y(0.72) - 20
    lit = 0.7 if stage.scene.time_of_day in ("dusk", "night") else 0.0
    for dx, wide, tall, top in ((-70, 34, 150, "cone"), (-26, 46, 120, "battlement"),
                                (26, 40, 190, "cone"), (72, 32, 110, "cone")):  # fmt: skip
        keep_tower(layer, dice, x + dx, foot, wide, tall, colour="#8d8a90", lit=lit, top=top)
    layer.sheet.box(x - 86, foot - 62, 172, 66, "#86838a")


def _avenue(stage: Stage, dice: Dice, aim: float) -> None:
    """Line the road with trees that shrink into the distance."""
    for depth in (0.5, 0.34, 0.22):
        layer = stage.layer(depth)
        spread = stage.width * 0.42 / (1 + 4.2 * depth)
        for side in (-1, 1):
            x = aim + side * spread * dice.uniform(1.25, 1.5)
            leafy(layer.sheet, dice, x, stage.floor_y(depth), 820 / (1 + 4.6 * depth),
                  bark="#4b3a2c", leaf=season(stage, "#5f7038"))  # fmt: skip


def _fence_and_farm(stage: Stage, dice: Dice) -> None:
    """Put a farm on a rise and run a fence along the road."""
    farm = stage.layer(0.56)
    lit = 0.8 if stage.scene.time_of_day in ("dusk", "night") else 0.0
    x = stage.width * dice.choice((0.16, 0.84))
    cottage(farm, dice, x, stage.floor_y(0.56) - 10, 120, wall="#b5a688", roof="#7a5a3e", lit=lit,
            snow=stage.scene.weather == "snow")  # fmt: skip
    some_tree(farm.sheet, stage, dice, x + 110, stage.floor_y(0.56), 150, "#4d5c34")
    fence = stage.layer(0.2)
    side = 1 if x > stage.width / 2 else -1
    before: list[tuple[float, float]] = []
    for i in range(7):
        d = 0.1 + 0.06 * i
        px = stage.width * (0.5 + side * (0.46 - 0.05 * i))
        tall = stage.person(d) * 0.5
        fence.sheet.box(px, stage.floor_y(d) - tall, tall * 0.13, tall, "#5b4735")
        rails = [(px, stage.floor_y(d) - tall * k) for k in (0.35, 0.75)]
        for old, new in zip(before, rails, strict=False):
            fence.sheet.line([old, new], "#5b4735", tall * 0.08)
        before = rails


def _signpost(stage: Stage, dice: Dice) -> None:
    """Stand a signpost beside the road."""
    layer, d = stage.layer(0.19), 0.19
    x, foot = stage.width * dice.choice((0.2, 0.76)), stage.floor_y(0.19)
    tall = stage.person(d) * 1.25
    wood = mix("#6b5038", "#8a8070", 0.3)
    layer.sheet.box(x - 7, foot - tall, 14, tall, wood)
    for k, way in ((0.95, 1), (0.74, -1)):
        y, long = foot - tall * k, tall * 0.42
        layer.sheet.poly([(x - way * 16, y - 16), (x + way * long, y - 18), (x + way * (long + 18), y),
                          (x + way * long, y + 16), (x - way * 16, y + 15)], tone(wood, 1.15))  # fmt: skip
        layer.sheet.line([(x + way * 8, y), (x + way * (long - 12), y - 2)], tone(wood, 0.5), 3)
