"""A tavern: a low beamed room with a hearth, a bar, tables, barrels, windows to the street."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.focal.fires import blaze
from image_gen.painters.sketch.props.furniture import barrel, shelf, stool, table
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch
from image_gen.painters.sketch.stage import Layer, Light, Stage

PLASTERS = ("#a58c68", "#9c8262", "#a8957a", "#8f7a5c")


def build(stage: Stage) -> None:
    """Compose one of: hearth in the middle, long bar, gallery with stairs, cellar bar."""
    dice = stage.dice("layout")
    layout = dice.choice(("hearth", "bar", "stairs", "corner"))
    plaster, w = dice.choice(PLASTERS), stage.width
    stage.has_sky, stage.horizon = False, dice.uniform(500, 560)
    stage.focal_spot = (w * dice.uniform(0.46, 0.58), 0.4)
    stage.walk = (0.14, 0.86)
    back = stage.layer(0.8, texture=0.4)
    foot = stage.floor_y(0.8)
    back.sheet.box(-10, -10, w + 20, foot + 12, plaster)
    back.sheet.box(-10, foot - 110, w + 20, 116, "#5d4129")
    for i in range(int(w / 70) + 1):
        back.sheet.line([(i * 70, foot - 108), (i * 70, foot)], "#402c1c", 3)
    for k in (0.06, 0.3, 0.68, 0.94):
        back.sheet.box(w * k - 13, -10, 26, foot, "#4c3322")
    _floor_and_beams(stage, dice)
    hearth_x = {"hearth": 0.5, "bar": 0.84, "stairs": 0.26, "corner": 0.72}[layout] * w
    _hearth(stage, hearth_x)
    if layout in ("bar", "corner"):
        _bar(stage, dice, w * (0.34 if layout == "bar" else 0.26))
    if layout == "stairs":
        _stairs(stage, w * 0.74)
    panes = stage.layer(0.79)
    for k in (0.18, 0.8):
        if abs(w * k - hearth_x) > w * 0.16 and not (layout in ("bar", "corner") and k < 0.5):
            _street_window(panes, w * k, foot - 150, stage)
    _tables(stage, dice)
    near = stage.layer(0.03, lit=0.75)
    table(near.sheet, dice, w * dice.choice((0.1, 0.9)), 1060, 520, 190, colour="#5d412b")
    barrel(near.sheet, w * 0.99, 1040, 270, colour="#5d412b")
    stage.light_spots = [(w * 0.16, 300, 0.6), (w * 0.6, 270, 0.5)]


def _floor_and_beams(stage: Stage, dice: Dice) -> None:
    """Lay the boards in perspective and carry the ceiling on beams."""
    w, sheet = stage.width, stage.layer(0.78, is_floor=True).sheet
    far = stage.floor_y(0.8)
    sheet.box(-10, far, w + 20, 1010 - far, "#6b4a30")
    for i in range(-16, 17):
        a, b = i / 16 * 2.1, (i + 0.94) / 16 * 2.1
        k0, k1 = (1010 - stage.horizon) / 500, (far - stage.horizon) / 500
        sheet.poly([(w / 2 + a * w * k0, 1010), (w / 2 + b * w * k0, 1010), (w / 2 + b * w * k1, far),
                    (w / 2 + a * w * k1, far)], tone("#7d5836", dice.uniform(0.75, 1.12)))  # fmt: skip
    beams = stage.layer(0.5)
    for y, thick in ((150, 26), (70, 38)):
        beams.sheet.box(-10, y, w + 20, thick, "#4a3220")
        beams.sheet.box(-10, y, w + 20, thick * 0.2, "#6b4b31")
    for k in (0.2, 0.5, 0.8):
        x = w * k
        beams.sheet.poly([(x - 16, -10), (x + 16, -10), (x + 10 + (w / 2 - x) * 0.2, 160),
                          (x - 10 + (w / 2 - x) * 0.2, 160)], "#5a3d28")  # fmt: skip
    posts = stage.layer(0.33)
    for k in (0.12, 0.9):
        x = w * k
        posts.sheet.box(x - 22, -10, 44, stage.floor_y(0.33) + 10, posts.sheet.across(
            (0, "#6f4d31", 1), (0.4, "#7d5838", 1), (1, "#39271a", 1)))  # fmt: skip
        for side in (-1, 1):
            posts.sheet.line([(x, 230), (x + side * 120, 60)], "#5a3d28", 24)
    posts.sheet.box(-10, 30, w + 20, 44, "#4c3322")


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
    back = stage.layer(0.76)
    shelf(back.sheet, dice, x - 230, 210, 460, 240, rows=3)
    layer, foot = stage.layer(0.58), stage.floor_y(0.58)
    layer.sheet.box(x - 300, foot - 118, 600, 118, "#6b4629")
    for i in range(9):
        layer.sheet.box(x - 290 + i * 66, foot - 100, 54, 90, "#543620")
    layer.sheet.box(x - 316, foot - 132, 632, 18, "#9a6d41")
    for _ in range(7):
        mx = x + dice.uniform(-270, 270)
        layer.sheet.box(mx, foot - 156, 14, 24, "#a3947e")
    barrel(layer.sheet, x + 270, foot - 130, 74)


def _stairs(stage: Stage, x: float) -> None:
    """Climb a stair to a gallery."""
    layer = stage.layer(0.66)
    foot = stage.floor_y(0.66)
    for i in range(9):
        layer.sheet.box(
            x - 180 + i * 40,
            foot - 28 * (i + 1),
            420 - i * 40,
            28,
            tone("#6b4a2e", 0.75 + 0.05 * i),
        )
        layer.sheet.box(x - 180 + i * 40, foot - 28 * (i + 1), 44, 7, "#a37a4c")
        layer.sheet.line([(x - 160 + i * 40, foot - 28 * (i + 1)), (x - 160 + i * 40, foot - 28 * (i + 1) - 74)],
                         "#4c3322", 6)  # fmt: skip
    layer.sheet.line([(x - 168, foot - 104), (x + 168, foot - 340)], "#7d5838", 11)


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
    for depth, k in ((0.5, 0.2), (0.46, 0.78), (0.22, dice.choice((0.14, 0.84)))):
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
