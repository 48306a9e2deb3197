"""A tavern: a low beamed room with a hearth, a bar, tables, barrels, windows to the street."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.focal.fires import blaze
from image_gen.painters.sketch.props.furniture import barrel, shelf, stool, table
from image_gen.painters.sketch.props.inns import booth, cellar, trimmings
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch
from image_gen.painters.sketch.stage import Layer, Light, Stage

PLASTERS = ("#a58c68", "#8a6a4a", "#b3a488", "#7d7266")


HEARTH = 0.24
"""Where the fire burns, as a part of the width: always low on the left."""


def build(stage: Stage) -> None:
    """Compose one of: long bar, gallery with stairs, curtained booth, cellar arch."""
    dice = stage.dice("layout")
    layout = dice.choice(("bar", "stairs", "booth", "cellar"))
    plaster, w = dice.choice(PLASTERS), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(522, 538)
    stage.focal_spot = (w * 0.5, 0.4)
    stage.walk = (0.14, 0.86)
    back = stage.layer(0.8, texture=0.4)
    foot = stage.floor_y(0.8)
    dim = tone(plaster, dice.uniform(0.65, 1.0))
    wall = back.sheet.across((0, plaster, 1), (0.5, dim, 1), (1, tone(plaster, 0.4), 1))
    back.sheet.box(-10, -10, w + 20, foot + 12, wall)
    back.sheet.box(-10, foot - 90, w + 20, 96, "#5d4129")
    for i in range(int(w / 70) + 1):
        back.sheet.line([(i * 70, foot - 88), (i * 70, foot)], "#402c1c", 3)
    _floor_and_beams(stage, dice)
    _hearth(stage, w * (HEARTH + dice.uniform(-0.035, 0.035)))
    _street_window(stage.layer(0.79), w * dice.uniform(0.46, 0.50), foot - 150, stage)
    {"bar": _bar, "stairs": _stairs, "booth": booth, "cellar": cellar}[layout](
        stage, dice, w * 0.83
    )
    _tables(stage, dice)
    trimmings(stage, dice)
    near = stage.layer(0.03, lit=0.6)
    table(near.sheet, dice, w * 0.86, 1060, 620, 190, colour="#3f2b1c")
    barrel(near.sheet, w * 0.02, 1040, 250, colour="#3f2b1c")
    stage.light_spots = [(w * 0.40, 300, 0.6), (w * 0.56, 270, 0.5)]


def _floor_and_beams(stage: Stage, dice: Dice) -> None:
    """Lay the boards in perspective; carry the dark ceiling on beams and one stout post."""
    w, sheet = stage.width, stage.layer(0.78, is_floor=True).sheet
    far = stage.floor_y(0.8)
    sheet.box(-10, far, w + 20, 1010 - far, "#6b4a30")
    for i in range(-16, 17):
        a, b = i / 16 * 2.1, (i + 0.94) / 16 * 2.1
        k0, k1 = (1010 - stage.horizon) / 500, (far - stage.horizon) / 500
        sheet.poly([(w / 2 + a * w * k0, 1010), (w / 2 + b * w * k0, 1010), (w / 2 + b * w * k1, far),
                    (w / 2 + a * w * k1, far)], tone("#7d5836", dice.uniform(0.75, 1.12)))  # fmt: skip
    far_beams, beams = stage.layer(0.66, lit=0.6), stage.layer(0.3, lit=0.5)
    far_beams.sheet.box(-10, -10, w + 20, 150, "#2c1d12")
    for k in (0.06, 0.19, 0.33, 0.46, 0.60, 0.74, 0.88):
        far_beams.sheet.poly([(w * k - 12, 190), (w * k + 12, 190), (w * (k * 1.7 - 0.35) + 40, -20),
                              (w * (k * 1.7 - 0.35) - 40, -20)], "#452f1d")  # fmt: skip
    far_beams.sheet.box(-10, 168, w + 20, 30, "#3a2717")
    beam = beams.sheet
    beam.box(-10, 40, w + 20, 62, "#2b1c11")
    beam.box(-10, 40, w + 20, 7, "#57402a")
    x = w * dice.uniform(0.61, 0.68)
    beam.box(
        x - 34, -10, 68, stage.floor_y(0.3) + 10, beam.across((0, "#4a3421", 1), (1, "#21160d", 1))
    )
    for side in (-1, 1):
        beam.line([(x, 300), (x + side * 170, 96)], "#2b1c11", 34)
    for k in (0.10, 0.42, 0.52, 0.93):
        hang = w * k + dice.uniform(-30, 30)
        beam.line([(hang, 100), (hang, 150)], "#241810", 3)
        beam.oval(
            hang,
            172,
            dice.uniform(12, 24),
            dice.uniform(20, 34),
            dice.choice(("#4a2a1c", "#3d4526", "#5a4a2a")),
        )


def _hearth(stage: Stage, x: float) -> None:
    """Build the fireplace and light it; it is the room's own light."""
    layer, foot = stage.layer(0.74), stage.floor_y(0.76)
    sheet, glow = layer.sheet, layer.glow
    sheet.poly([(x - 150, foot), (x - 136, foot - 230), (x - 80, foot - 290), (x - 66, -10), (x + 66, -10),
                (x + 80, foot - 290), (x + 136, foot - 230), (x + 150, foot)],
               sheet.across((0, "#8d8478", 1), (1, "#5f584f", 1)))  # fmt: skip
    for row in range(7):
        for side in (-1, 1):
            sheet.box(x + side * (106 if row % 2 else 118) - 22, foot - 30 - row * 30, 44, 26,
                      tone("#958b7d", 0.8 + 0.06 * (row % 3)), alpha=0.8)  # fmt: skip
    sheet.box(x - 168, foot - 246, 336, 22, "#5a3d28")
    sheet.path(arch(x, foot, 176, 170), "#140d09")
    blaze(glow, x, foot - 6, 120)
    stage.lights.append(Light(x, foot - 70, 0.72, 330, (1.0, 0.58, 0.22), 1.5, 0.8))


def _bar(stage: Stage, dice: Dice, x: float) -> None:
    """Run a counter with shelves behind it."""
    back = stage.layer(0.76, lit=0.6)
    shelf(back.sheet, dice, x - 200, 220, 440, 230, rows=3)
    layer, foot = stage.layer(0.58, lit=0.6), stage.floor_y(0.58)
    layer.sheet.box(x - 240, foot - 118, 600, 118, "#4a301c")
    for i in range(9):
        layer.sheet.box(x - 230 + i * 66, foot - 100, 54, 90, "#3a2617")
    layer.sheet.box(x - 256, foot - 132, 632, 18, "#7a5533")
    for _ in range(7):
        layer.sheet.box(x + dice.uniform(-220, 220), foot - 156, 14, 24, "#a3947e")
    barrel(layer.sheet, x + 190, foot - 130, 74)


def _stairs(stage: Stage, dice: Dice, x: float) -> None:
    """Climb a stair to a gallery."""
    layer = stage.layer(0.62, lit=0.6)
    foot, sheet = stage.floor_y(0.62), layer.sheet
    for i in range(11):
        left, top = x - 230 + i * 46, foot - 32 * (i + 1)
        sheet.box(left, top, 700 - i * 46, 32, tone("#4a3421", 0.7 + 0.04 * i))
        sheet.box(left, top, 50, 7, "#8a6540")
        sheet.line([(left + 22, top), (left + 22, top - 80 - dice.uniform(0, 6))], "#2f2015", 7)
    sheet.line([(x - 216, foot - 114), (x + 250, foot - 438)], "#5d4128", 13)


def _street_window(layer: Layer, x: float, foot: float, stage: Stage) -> None:
    """Let the hour outside look in."""
    sheet, glow = layer.sheet, layer.glow
    sheet.box(x - 72, foot - 152, 144, 160, "#4c3322")
    sky = {"day": "#cfe0e6", "dawn": "#eac4ae", "dusk": "#c0704a", "night": "#2a3a5c"}[
        stage.scene.time_of_day
    ]
    glow.box(
        x - 60,
        foot - 140,
        120,
        136,
        glow.across((0, tone(sky, 0.9), 1), (1, sky, 1), vertical=True),
    )
    for k in (-20, 20):
        glow.line([(x + k, foot - 140), (x + k, foot - 4)], "#3b2a1c", 6)
    for k in (-95, -50):
        glow.line([(x - 60, foot + k), (x + 60, foot + k)], "#3b2a1c", 6)


def _tables(stage: Stage, dice: Dice) -> None:
    """Set tables and stools about the room, clear of its middle."""
    w = stage.width
    for depth, k in ((0.5, 0.40), (0.46, 0.72), (0.24, 0.12)):
        layer = stage.layer(depth)
        tall = stage.person(depth) * 0.48
        x, foot = w * (k + dice.uniform(-0.03, 0.03)), stage.floor_y(depth)
        table(layer.sheet, dice, x, foot, tall * 2.9, tall)
        for side in (-1.7, 1.75):
            stool(layer.sheet, x + side * tall, foot + 6, tall * 0.62)
        layer.sheet.box(x - 3, foot - tall * 1.35, 6, tall * 0.22, "#e5d9b8")
        layer.glow.oval(x, foot - tall * 1.42, 5, 9, "#fff0bf")
        layer.glow.oval(
            x, foot - tall * 1.4, 70, 60, layer.glow.around((0, "#ffb55a", 0.5), (1, "#ffb55a", 0))
        )
