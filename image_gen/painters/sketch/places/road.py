"""A road: it winds through fields, woods or moor to somewhere; a signpost, a cart, a milestone."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.buildings import cottage, keep_tower
from image_gen.painters.sketch.props.land import (
    PALM_LANDS,
    broad_tree,
    hills,
    meadow,
    mountains,
    path_to,
    season,
    some_tree,
)
from image_gen.painters.sketch.props.masses import mass
from image_gen.painters.sketch.props.rocks import boulder
from image_gen.painters.sketch.props.trees import bare, grass, leafy, palm
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage


def build(stage: Stage) -> None:
    """Compose one of: fields, avenue of trees, moor, castle road; the road swings the same way."""
    dice = stage.dice("layout")
    layout = dice.choice(("fields", "avenue", "moor", "castle"))
    w = stage.width
    stage.horizon = dice.uniform(442, 456)
    aim = w * dice.uniform(0.61, 0.63)
    stage.sun = (aim + dice.uniform(-0.02, 0.04) * w, stage.horizon - 90)
    stage.focal_spot = (w * 0.56, 0.34)
    green = season(stage, {"fields": "#7a8244", "avenue": "#62793c", "moor": "#776c4e",
                           "castle": "#697c40"}[layout])  # fmt: skip
    mountains(stage, dice, depth=0.98, height=100, colour="#7d8794", snow=0.25)
    hills(stage, dice, depth=0.82, height=44, colour=tone(green, 0.8), trees=5)
    if layout == "castle":
        _castle(stage, dice, aim + w * 0.06)
    ground = meadow(stage, dice, depth=0.66, colour=tone(green, 0.62))
    _bright_road(ground, stage, dice, aim)
    _rise(stage, dice, green)
    if layout == "avenue":
        _avenue(stage, dice)
    if layout == "fields":
        _fence_and_farm(stage, dice)
    if layout == "moor":
        stones = stage.layer(0.3)
        for k in (0.14, 0.24, 0.8, 0.9):
            boulder(
                stones.sheet, dice, w * k, stage.floor_y(0.3), 60, dice.uniform(110, 170), "#7d7a72"
            )
    _signpost(stage, dice)
    near = stage.layer(0.03, lit=0.6)
    grass(near.sheet, dice, -10, w * 0.26, 1005, height=120, colour=tone(green, 0.45), count=60)
    grass(near.sheet, dice, w * 0.7, w, 1005, height=120, colour=tone(green, 0.45), count=60)
    stage.light_spots = [(w * 0.28, 620, 0.26), (w * 0.74, 610, 0.34)]


def _bright_road(sheet: Sheet, stage: Stage, dice: Dice, aim: float) -> None:
    """Swing the pale road from the bottom left over the right back to where the sun goes."""
    dust = season(stage, dice.choice(("#dcc394", "#cfb68a", "#e0cba4")))
    path_to(sheet, stage, dice, far=0.66, x_far=aim, colour=dust, x_near=stage.width * 0.40, wide=0.52,
            bend=0.17)  # fmt: skip


def _rise(stage: Stage, dice: Dice, green: str) -> None:
    """Raise a dark bank with a great tree on the left, a wooded slope on the right."""
    w, layer = stage.width, stage.layer(0.36, lit=0.6)
    dark = tone(green, 0.4)
    mass(layer.sheet, dice, [(w * 0.78, 560), (w * 0.84, 480), (w * 0.92, 400), (w + 40, 350), (w + 40, 640)], dark,
         rough=12)  # fmt: skip
    mass(layer.sheet, dice, [(-40, 470), (w * 0.06, 480), (w * 0.16, 530), (w * 0.26, 600), (-40, 700)], dark,
         rough=12)  # fmt: skip
    for k, y, size in ((0.86, 480, 150), (0.93, 410, 190), (0.985, 380, 210)):
        some_tree(layer.sheet, stage, dice, w * k, y, size * dice.uniform(0.85, 1.1), tone(green, 0.4))  # fmt: skip
    x, leaf = w * (0.11 + dice.uniform(-0.01, 0.01)), season(stage, tone(green, 0.42))
    near = stage.layer(0.2, lit=0.6)
    crown = [(x - 190, 300), (x - 130, 130), (x + 20, 60), (x + 170, 130),
             (x + 230, 290), (x + 120, 400), (x - 110, 410)]  # fmt: skip
    if stage.scene.theme in PALM_LANDS:
        palm(near.sheet, dice, x, 760, 700, colour="#56632f")
    elif stage.scene.weather != "snow" and dice.random() < 0.75:
        mass(near.sheet, dice, crown, leaf, rough=30)
        leafy(near.sheet, dice, x, 760, 740, bark="#2b2119", leaf=leaf)
    else:
        bare(near.sheet, dice, x, 770, 900, colour="#221c18", gnarl=0.6, rounds=6)


def _castle(stage: Stage, dice: Dice, x: float) -> None:
    """Put a far castle where the road goes."""
    layer, foot = stage.layer(0.72), stage.floor_y(0.72) - 20
    lit = 0.7 if stage.scene.time_of_day in ("dusk", "night") else 0.0
    for dx, wide, tall, top in ((-70, 34, 150, "cone"), (-26, 46, 120, "battlement"),
                                (26, 40, 190, "cone"), (72, 32, 110, "cone")):  # fmt: skip
        keep_tower(layer, dice, x + dx, foot, wide, tall, colour="#8d8a90", lit=lit, top=top)
    layer.sheet.box(x - 86, foot - 62, 172, 66, "#86838a")


def _avenue(stage: Stage, dice: Dice) -> None:
    """Line the road with poplars that shrink into the distance."""
    snowy = stage.scene.weather == "snow"
    leaf = season(stage, "#4f6030") if snowy else "#4f6030"
    for depth, k in ((0.62, 0.52), (0.5, 0.49), (0.4, 0.45), (0.62, 0.72), (0.5, 0.76)):
        layer = stage.layer(depth)
        broad_tree(layer.sheet, stage, dice, stage.width * k, stage.floor_y(depth), 420 / (1 + 3 * depth),
                   bark="#4b3a2c", leaf=leaf)  # fmt: skip


def _fence_and_farm(stage: Stage, dice: Dice) -> None:
    """Put a farm on a rise and run a fence along the road."""
    farm = stage.layer(0.56)
    lit = 0.8 if stage.scene.time_of_day in ("dusk", "night") else 0.0
    x = stage.width * 0.30
    cottage(farm, dice, x, stage.floor_y(0.56) - 10, 120, wall="#b5a688", roof="#7a5a3e", lit=lit,
            snow=stage.scene.weather == "snow")  # fmt: skip
    some_tree(farm.sheet, stage, dice, x + 110, stage.floor_y(0.56), 150, "#4d5c34")
    fence = stage.layer(0.2)
    side = 1
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
    x, foot = stage.width * dice.choice((0.24, 0.82)), stage.floor_y(0.19)
    tall = stage.person(d) * 1.25
    wood = mix("#6b5038", "#8a8070", 0.3)
    layer.sheet.box(x - 7, foot - tall, 14, tall, wood)
    for k, way in ((0.95, 1), (0.74, -1)):
        y, long = foot - tall * k, tall * 0.42
        layer.sheet.poly([(x - way * 16, y - 16), (x + way * long, y - 18), (x + way * (long + 18), y),
                          (x + way * long, y + 16), (x - way * 16, y + 15)], tone(wood, 1.15))  # fmt: skip
        layer.sheet.line([(x + way * 8, y), (x + way * (long - 12), y - 2)], tone(wood, 0.5), 3)
