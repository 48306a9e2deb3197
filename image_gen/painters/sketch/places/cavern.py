"""A cavern: rock above and at the sides, chambers opening behind one another, water or crystal."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.masses import facets, mass, outside
from image_gen.painters.sketch.props.rocks import boulder, fang, rubble
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import ridge
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage, Water

ROCKS = ("#8b8278", "#7d8688", "#8d7a6a", "#75818c", "#847a8c")


def build(stage: Stage) -> None:
    """Compose one of: pool, crystal grotto, chasm bridge, fang gallery, all before one mouth."""
    dice = stage.dice("layout")
    layout = dice.choice(("pool", "crystals", "chasm", "gallery"))
    rock, w = dice.choice(ROCKS), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(512, 528)
    stage.focal_spot = (w * dice.uniform(0.41, 0.44), 0.42)
    _mouth(stage, dice, rock)
    _floor(stage, dice, rock, chasm=layout == "chasm")
    if layout == "pool":
        y = stage.floor_y(0.30)
        stage.water = Water(
            y, (0.05, 0.16, 0.18), calm=0.85, bottom=stage.floor_y(0.07), depth=0.16
        )
        stage.walk = (0.05, 0.6)
    middle = stage.layer(0.30)
    for _ in range(12 if layout == "gallery" else 5):
        x, tall = w * dice.uniform(0.04, 0.24), dice.uniform(50, 130)
        x += w * 0.6 * dice.choice((0, 1))
        foot = stage.floor_y(0.3) + 14
        fang(middle.sheet, dice, x, foot, tall * 0.34, -tall, tone(rock, 0.9))
    if layout == "crystals":
        _crystals(stage, dice)
    _ring(stage, dice, rock)
    stage.light_spots = [(w * 0.24, 620, 0.28), (w * 0.72, 600, 0.34)]


def _mouth(stage: Stage, dice: Dice, rock: str) -> None:
    """Open the way out: the hour's light beyond it, two dark frames of rock before it."""
    w, x = stage.width, stage.width * 0.40
    far = stage.layer(0.97).glow
    air = outside(stage)
    far.oval(x, 400, w * 0.3, 380, far.around((0, air, 1), (0.55, air, 0.75), (1, air, 0)))
    for _ in range(3):
        px = x + dice.uniform(-0.15, 0.15) * w
        peak = [(px - w * 0.12, 560), (px, dice.uniform(400, 470)), (px + w * 0.12, 560)]
        far.poly(peak, tone(air, dice.uniform(0.55, 0.8)), alpha=0.7)
    for depth, grow, shade in ((0.66, 1.0, 0.6), (0.46, 1.3, 0.42)):
        layer = stage.layer(depth, texture=0.45)
        half, top, foot = w * 0.165 * grow, 395 - 215 * grow, stage.floor_y(depth) + 20
        arch = [(x - half, foot), (x - half * 1.05, 400), (x - half * 0.72, top + 70), (x - half * 0.1, top),
                (x + half * 0.62, top + 50), (x + half * 1.04, 380), (x + half * 0.86, foot)]  # fmt: skip
        frame = [(-40, foot), *arch, (w + 40, foot), (w + 40, -40), (-40, -40)]
        edge = mass(layer.sheet, dice, frame, tone(rock, shade), rough=15, below=1.2)
        facets(layer.sheet, dice, edge, tone(rock, shade), long=150, count=16)
        for k in (-0.6, -0.15, 0.35, 0.66):
            long = dice.uniform(40, 110) * grow
            fang(layer.sheet, dice, x + k * half, top + 20 + 50 * abs(k), long * 0.34, long, tone(rock, shade))  # fmt: skip


def _ring(stage: Stage, dice: Dice, rock: str) -> None:
    """Close the dark ring: a heavy right wall, a slim left one, two great fangs above."""
    w, dark = stage.width, tone(rock, 0.5)
    near = stage.layer(0.13, lit=0.7)
    for x, long, wide in ((0.70, 400, 150), (0.18, 250, 100), (0.55, 170, 70)):
        fang(near.sheet, dice, w * x + dice.uniform(-14, 14), 20, wide, long * dice.uniform(0.9, 1.1), dark)  # fmt: skip
    roof = [(-40, -40), (w + 40, -40), (w + 40, 300), (w * 0.86, 190), (w * 0.62, 95), (w * 0.36, 70),
            (w * 0.14, 130), (-40, 260)]  # fmt: skip
    mass(near.sheet, dice, roof, dark)
    right = [(w + 40, 100), (w * 0.90, 170), (w * 0.81, 420), (w * 0.79, 600), (w * 0.86, 820), (w * 0.80, 1040),
             (w + 40, 1040)]  # fmt: skip
    left = [(-40, 120), (w * 0.09, 200), (w * 0.05, 480), (w * 0.075, 700), (w * 0.14, 1040), (-40, 1040)]  # fmt: skip
    for wall in (right, left):
        edge = mass(near.sheet, dice, wall, dark, rough=16)
        facets(near.sheet, dice, edge, tone(rock, 0.66), long=170)
    front = stage.layer(0.02, lit=0.6)
    for k, size in ((0.04, 330), (0.17, 200), (0.88, 380), (0.99, 300)):
        broad = size * dice.uniform(0.8, 1.2)
        boulder(front.sheet, dice, w * k, 1040, broad, broad * 0.6, tone(rock, 0.5))


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
    for x in (dice.uniform(0.14, 0.22), dice.uniform(0.72, 0.78), dice.uniform(0.62, 0.68)):
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
