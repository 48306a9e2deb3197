"""Ruins: broken colonnades, a fallen arch, a gutted abbey, a toppled giant, all overgrown."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.land import hills, meadow, mountains, season
from image_gen.painters.sketch.props.masonry import courses, pillar, steps
from image_gen.painters.sketch.props.rocks import rubble
from image_gen.painters.sketch.props.trees import bare, grass
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch, blob, broken
from image_gen.painters.sketch.stage import Layer, Stage


def build(stage: Stage) -> None:
    """Compose one of: colonnade, abbey gable, great arch, standing stones."""
    dice = stage.dice("layout")
    layout = dice.choice(("colonnade", "abbey", "arch", "ring"))
    w = stage.width
    stage.horizon = dice.uniform(510, 560)
    stage.focal_spot = (w * dice.uniform(0.46, 0.58), 0.42)
    stage.sun = (stage.focal_spot[0] + dice.uniform(-0.14, 0.14) * w, dice.uniform(220, 330))
    stone, moss = dice.choice(("#a59b88", "#938f88", "#a08d7a")), season(stage, "#6d7a45")
    mountains(stage, dice, depth=0.98, height=150, colour="#77818a", snow=0.2)
    hills(stage, dice, depth=0.8, height=80, colour=mix(moss, "#8a8a6a", 0.4), trees=5)
    meadow(stage, dice, depth=0.6, colour=moss)
    {"colonnade": _colonnade, "abbey": _abbey, "arch": _great_arch, "ring": _ring}[layout](
        stage, dice, stone
    )
    mid = stage.layer(0.27)
    rubble(mid.sheet, dice, w * 0.24, stage.floor_y(0.26), w * 0.4, stone, count=10)
    rubble(mid.sheet, dice, w * 0.8, stage.floor_y(0.26), w * 0.36, stone, count=9)
    grass(mid.sheet, dice, 0, w, stage.floor_y(0.25), height=40, colour=moss, count=90)
    _front(stage, dice, stone, moss, layout)
    stage.light_spots = [(w * 0.3, 610, 0.3), (w * 0.7, 600, 0.36)]


def _colonnade(stage: Stage, dice: Dice, stone: str) -> None:
    """Stand two rows of columns, whole and broken, along the way to the middle."""
    w = stage.width
    for depth in (0.58, 0.44, 0.32):
        layer = stage.layer(depth)
        for side in (-1, 1):
            x = stage.focal_spot[0] + side * w * 0.37 / (1 + 2.0 * depth)
            foot, tall = stage.floor_y(depth), 900 / (1 + 3.2 * depth)
            snapped = dice.uniform(0.25, 0.75) if dice.random() < 0.5 else None
            pillar(layer.sheet, dice, x, foot, tall * 0.13, foot - tall, colour=stone, fluted=True,
                   broken_at=snapped)  # fmt: skip
            _ivy(layer, dice, x, foot, tall * 0.13)


def _abbey(stage: Stage, dice: Dice, stone: str) -> None:
    """Leave one gable of an abbey standing, sky in its windows."""
    layer = stage.layer(0.56)
    x, foot = stage.focal_spot[0], stage.floor_y(0.56)
    half, tall = 270, 520
    gable = broken(dice, [(x - half, foot), (x - half, foot - tall * 0.62), (x - half * 0.62, foot - tall * 0.7),
                          (x - 20, foot - tall), (x + half * 0.4, foot - tall * 0.74),
                          (x + half * 0.55, foot - tall * 0.42), (x + half, foot - tall * 0.3), (x + half, foot)],
                   rough=16)  # fmt: skip
    hole = arch(x - 6, foot - 60, 170, 330, pointed=True)
    sides = "".join(arch(x + k, foot - 60, 62, 190, pointed=True) for k in (-180, 172))
    d = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in gable) + "Z" + hole + sides
    layer.sheet.path(d, layer.sheet.across((0, tone(stone, 1.1), 1), (1, tone(stone, 0.6), 1)))
    layer.sheet.path(d.replace('"', ""), "none", stroke=tone(stone, 1.2), width=3)
    for k in (-30, 0, 28):
        layer.sheet.line([(x - 6 + k, foot - 60), (x - 6 + k, foot - 300)], tone(stone, 0.8), 7)
    layer.sheet.oval(x - 6, foot - 315, 34, 34, tone(stone, 0.8), alpha=0.6)
    courses(
        layer.sheet, dice, x - half - 160, foot - 120, 160, 124, colour=tone(stone, 0.85), row=22
    )
    courses(layer.sheet, dice, x + half, foot - 90, 190, 94, colour=tone(stone, 0.75), row=22)
    _ivy(layer, dice, x - half * 0.9, foot, 90)


def _great_arch(stage: Stage, dice: Dice, stone: str) -> None:
    """Leave a triumphal arch alone in the grass, with steps before it."""
    layer = stage.layer(0.52)
    x, foot = stage.focal_spot[0], stage.floor_y(0.52)
    half, thick, spring = 130, 86, foot - 230
    for side in (-1, 1):
        px = x + side * (half + thick / 2)
        courses(layer.sheet, dice, px - thick / 2, spring - 150, thick, 386, colour=stone, row=34)
        pillar(layer.sheet, dice, px, foot, 34, spring - 60, colour=tone(stone, 1.1), fluted=True)
    top = spring - half - 60
    layer.sheet.path(f"M{x - half:.0f} {spring:.0f}A{half} {half} 0 0 1 {x + half:.0f} {spring:.0f}"
                     f"L{x + half + thick:.0f} {spring:.0f}L{x + half + thick:.0f} {top + 40:.0f}"
                     f"L{x + half * 0.6:.0f} {top:.0f}L{x + 20:.0f} {top + 16:.0f}L{x - 30:.0f} {top - 46:.0f}"
                     f"L{x - half - thick:.0f} {top - 60:.0f}L{x - half - thick:.0f} {spring:.0f}Z",
                     layer.sheet.across((0, tone(stone, 1.1), 1), (1, tone(stone, 0.6), 1)))  # fmt: skip
    for k in range(-5, 6):
        layer.sheet.line([(x + k * 24, spring - (half**2 - (k * 24) ** 2) ** 0.5),
                          (x + k * 29, spring - half - 26)], tone(stone, 0.6), 3, alpha=0.7)  # fmt: skip
    steps(layer.sheet, x, foot + 40, 420, count=3, rise=14, colour=stone)
    _ivy(layer, dice, x + half + thick / 2, foot, 90)


def _ring(stage: Stage, dice: Dice, stone: str) -> None:
    """Raise a ring of standing stones, some still capped."""
    x = stage.focal_spot[0]
    for depth, spread, count in ((0.6, 330, 6), (0.36, 560, 2)):
        layer = stage.layer(depth)
        for i in range(count):
            px = x + spread * (2 * i / (count - 1) - 1) * dice.uniform(0.94, 1.06)
            tall, wide = 360 / (0.6 + depth) * dice.uniform(0.85, 1.1), 62 / (0.45 + depth)
            foot = stage.floor_y(depth) - (1 - abs(2 * i / (count - 1) - 1)) * 10
            outline = [(px - wide / 2, foot), (px - wide * 0.42, foot - tall), (px + wide * 0.36, foot - tall),
                       (px + wide / 2, foot)]  # fmt: skip
            layer.sheet.poly(broken(dice, outline, rough=wide * 0.1),
                             layer.sheet.across((0, tone(stone, 1.1), 1), (1, tone(stone, 0.5), 1)))  # fmt: skip
            if count > 2 and i % 2 == 0 and dice.random() < 0.8:
                layer.sheet.poly(broken(dice, [(px - wide * 0.6, foot - tall - 30), (px + 150, foot - tall - 34),
                                               (px + 152, foot - tall + 6), (px - wide * 0.6, foot - tall + 8)],
                                        rough=5), tone(stone, 0.9))  # fmt: skip


def _ivy(layer: Layer, dice: Dice, x: float, foot: float, width: float) -> None:
    """Let ivy climb from the ground."""
    sheet = layer.sheet
    for _ in range(26):
        up = dice.random() ** 1.7 * width * 3.4
        size = width * dice.uniform(0.07, 0.16)
        sheet.path(blob(dice, x + dice.gauss(0, 0.32) * width, foot - up, size, size * 0.8),
                   tone("#56693a", dice.uniform(0.6, 1.2)))  # fmt: skip


def _front(stage: Stage, dice: Dice, stone: str, moss: str, layout: str) -> None:
    """Frame with a near broken column, a dead tree and tall grass."""
    w = stage.width
    near = stage.layer(0.04, lit=0.7)
    side = dice.choice((0.02, 0.98))
    pillar(near.sheet, dice, w * side, 1060, 170, -40, colour=tone(stone, 0.55), fluted=True,
           broken_at=dice.uniform(0.45, 0.8))  # fmt: skip
    if layout == "abbey":
        bare(near.sheet, dice, w * (1 - side), 1040, 980, colour="#2a251f", gnarl=0.7, rounds=6)
    else:
        rubble(near.sheet, dice, w * (1 - side), 1010, 420, tone(stone, 0.5), count=10)
    grass(near.sheet, dice, 0, w, 1005, height=95, colour=tone(moss, 0.5), count=110)
