"""A cavern: rock above and at the sides, chambers opening behind one another, water or crystal."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.props.rocks import boulder, cave_side, ceiling, fang, rubble
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import ridge
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage, Water

ROCKS = ("#8b8278", "#7d8688", "#8d7a6a", "#75818c", "#847a8c")


def build(stage: Stage) -> None:
    """Compose one of: pool, crystal grotto, chasm bridge, fang gallery."""
    dice = stage.dice("layout")
    layout = dice.choice(("pool", "crystals", "chasm", "gallery"))
    rock, w = dice.choice(ROCKS), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(470, 560)
    stage.focal_spot = (w * dice.uniform(0.46, 0.6), 0.42)
    _back_chambers(stage, dice, rock)
    _floor(stage, dice, rock, chasm=layout == "chasm")
    if layout == "pool":
        y = stage.floor_y(0.30)
        stage.water = Water(
            y, (0.05, 0.16, 0.18), calm=0.85, bottom=stage.floor_y(0.07), depth=0.16
        )
        stage.walk = (0.05, 0.6)
    middle = stage.layer(0.30)
    teeth = 14 if layout == "gallery" else 7
    for _ in range(teeth):
        side = dice.choice((dice.uniform(0.0, 0.27), dice.uniform(0.75, 1.0)))
        tall = dice.uniform(60, 260 if layout == "gallery" else 150)
        fang(
            middle.sheet,
            dice,
            w * side,
            stage.floor_y(0.3) + 14,
            tall * 0.34,
            -tall,
            tone(rock, 0.9),
        )
    if layout == "crystals":
        _crystals(stage, dice)
    near = stage.layer(0.13, lit=0.8)
    ceiling(
        near.sheet,
        dice,
        w,
        sag=dice.uniform(60, 150),
        colour=tone(rock, 0.62),
        teeth=8,
        longest=260,
    )
    cave_side(near.sheet, dice, w, reach=dice.uniform(130, 330), left=True, colour=tone(rock, 0.7))
    cave_side(near.sheet, dice, w, reach=dice.uniform(110, 330), left=False, colour=tone(rock, 0.7))
    front = stage.layer(0.02, lit=0.6)
    for x in (0.02, 0.12, 0.9, 0.99):
        size = dice.uniform(130, 260)
        boulder(front.sheet, dice, w * x, 1040, size, size * 0.6, tone(rock, 0.6))
    stage.light_spots = [(w * dice.uniform(0.26, 0.34), 620, 0.28), (w * 0.74, 600, 0.34)]


def _back_chambers(stage: Stage, dice: Dice, rock: str) -> None:
    """Open two chambers behind one another, each paler than the one before."""
    w = stage.width
    for depth, gap in ((0.9, 0.13), (0.62, 0.26)):
        layer = stage.layer(depth, texture=0.42)
        x = stage.focal_spot[0] + dice.uniform(-0.07, 0.07) * w
        half, top = gap * w * dice.uniform(0.9, 1.25), stage.horizon - 340 * (gap + 0.45)
        foot = stage.floor_y(depth) + 10
        left = ridge(dice, (x - half * 1.15, foot), (x - half * 0.35, top), rough=half * 0.22)
        crown = ridge(dice, left[-1], (x + half * 0.35, top), rough=half * 0.3)
        right = ridge(dice, (x + half * 0.35, top), (x + half * 1.15, foot), rough=half * 0.22)
        shade = mix(rock, "#6d7f86", depth * 0.4)
        d = [*left, *crown, *right, (w + 30, foot), (w + 30, -30), (-30, -30), (-30, foot)]
        layer.sheet.poly(
            d, layer.sheet.across((0, tone(shade, 0.6), 1), (0.7, shade, 1), vertical=True)
        )
        for _ in range(6):
            px = x + dice.uniform(-1, 1) * half
            fang(
                layer.sheet,
                dice,
                px,
                top - 30,
                26 * gap * 4,
                dice.uniform(60, 150) * gap * 4,
                shade,
            )


def _floor(stage: Stage, dice: Dice, rock: str, *, chasm: bool) -> None:
    """Lay the uneven floor; a chasm splits it under a natural bridge."""
    w = stage.width
    ground = stage.layer(0.55, is_floor=True)
    sheet = ground.sheet
    edge = ridge(dice, (-20, stage.floor_y(0.85)), (w + 20, stage.floor_y(0.85)), rough=16)
    sheet.poly([*edge, (w + 20, 1020), (-20, 1020)],
               sheet.across((0, tone(rock, 0.95), 1), (1, tone(rock, 0.5), 1), vertical=True))  # fmt: skip
    for _ in range(40):
        depth = dice.uniform(0.0, 0.8) ** 1.2
        y, long = stage.floor_y(depth), dice.uniform(60, 240) / (1 + 4 * depth)
        x = dice.uniform(0, w)
        sheet.poly([(x, y), (x + long, y - long * 0.05), (x + long * 1.2, y + long * 0.08),
                    (x + long * 0.2, y + long * 0.12)], tone(rock, dice.choice((0.62, 1.12))), alpha=0.4)  # fmt: skip
    if chasm:
        y0, y1 = stage.floor_y(0.54), stage.floor_y(0.34)
        x = stage.focal_spot[0]
        for side in (-1, 1):
            far = x + side * w
            lip = ridge(dice, (x + side * 110, y1), (x + side * 60, y0), rough=12, rounds=4)
            back = ridge(dice, (x + side * 60, y0), (far, y0 - 6), rough=10, rounds=4)
            front = ridge(dice, (far, y1 + 30), (x + side * 110, y1), rough=14, rounds=4)
            sheet.poly([*lip, *back, *front],
                       sheet.across((0, "#101418", 1), (1, "#05070a", 1), vertical=True))  # fmt: skip
    rubble(stage.layer(0.22).sheet, dice, w * 0.5, stage.floor_y(0.2), w * 0.8, rock, count=16)


def _crystals(stage: Stage, dice: Dice) -> None:
    """Grow clusters of shining crystal against both walls."""
    hue = dice.choice(("#6fe0e8", "#a98bff", "#7dffb2", "#ff9bd0"))
    layer = stage.layer(0.26)
    for x in (dice.uniform(0.14, 0.26), dice.uniform(0.74, 0.9), dice.uniform(0.62, 0.7)):
        _cluster(layer.glow, dice, stage.width * x, stage.floor_y(0.26) + 8, hue)


def _cluster(glow: Sheet, dice: Dice, x: float, foot: float, hue: str) -> None:
    glow.oval(x, foot - 60, 170, 150, glow.around((0, hue, 0.35), (1, hue, 0)))
    for _ in range(7):
        tall, lean = dice.uniform(50, 170), dice.uniform(-0.5, 0.5)
        px, half = x + dice.uniform(-55, 55), tall * 0.1
        tip = (px + lean * tall, foot - tall)
        mid = (px + lean * tall * 0.8, foot - tall * 0.78)
        glow.poly(
            [(px - half, foot), (mid[0] - half, mid[1]), tip, (px, foot)],
            tone(hue, 0.75),
            alpha=0.9,
        )
        glow.poly(
            [(px, foot), tip, (mid[0] + half, mid[1]), (px + half, foot)],
            tone(hue, 0.45),
            alpha=0.9,
        )
        glow.line([(px, foot), tip], "#f4ffff", 1.6, alpha=0.7)
