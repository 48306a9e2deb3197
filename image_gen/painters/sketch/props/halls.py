"""What great halls are fitted out with: windows of four makes, the far wall, feast tables."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.focal.fires import blaze
from image_gen.painters.sketch.props.furniture import shelf
from image_gen.painters.sketch.props.masses import outside
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arc_points, arch
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Layer, Stage

STONE, LEAD, GOLD = "#8d8578", "#2a2724", "#c2a14d"


def glazing(layer: Layer, stage: Stage, x: float, foot: float, width: float, height: float, hue: str,
            make: str) -> None:  # fmt: skip
    """Glaze a tall window, lancet, round, lattice or twin; the hour outside shines through."""
    sky, glow = tone(outside(stage), 1.12), layer.glow
    pointed = make in ("lancet", "lattice")
    layer.sheet.path(
        arch(x, foot + 10, width * 1.2, height + 26, pointed=pointed), tone(STONE, 0.7)
    )
    shape = arch(x, foot, width, height, pointed=pointed)
    glow.path(shape, glow.across((0, sky, 1), (1, tone(sky, 0.72), 1), vertical=True))
    line = max(3.0, width * 0.03)
    if make == "lattice":
        for i in range(-2, 9):
            y = foot - height * i / 9
            for way in (-1, 1):
                glow.line([(x - way * width * 0.48, y), (x + way * width * 0.48, y - width * 0.7)], LEAD, line * 0.5,
                          alpha=0.6)  # fmt: skip
    elif make == "twin":
        glow.box(x - width * 0.06, foot - height * 0.9, width * 0.12, height * 0.9, LEAD)
        glow.oval(x, foot - height * 0.84, width * 0.2, width * 0.2, hue, alpha=0.8)
    else:
        for k in (-0.24, 0.24):
            glow.oval(x + k * width, foot - height * 0.45, width * 0.15, height * 0.17, hue, alpha=0.5)  # fmt: skip
        glow.line([(x, foot), (x, foot - height * 0.92)], LEAD, line)
    for k in (0.25, 0.5, 0.72):
        glow.line([(x - width * 0.48, foot - height * k), (x + width * 0.48, foot - height * k)], LEAD, line * 0.8)  # fmt: skip
    glow.oval(x + width * 0.2, foot - height * 0.5, width * 1.5, height * 0.75,
              glow.around((0, sky, 0.22), (1, sky, 0)))  # fmt: skip
    reach = (foot - stage.horizon) * 2.4
    glow.poly([(x - width * 0.3, foot + reach * 0.9), (x + width * 0.5, foot + reach * 0.75),
               (x + width * 2.2, foot + reach * 1.5), (x + width * 1.3, foot + reach * 1.9)], sky, alpha=0.14)  # fmt: skip


def dais_wall(layer: Layer, dice: Dice, stage: Stage, x: float, foot: float, layout: str,
              hue: str) -> None:  # fmt: skip
    """Dress the far wall: a canopy, a rose window, books, or a great hearth."""
    sheet, glow = layer.sheet, layer.glow
    if layout == "throne":
        sheet.poly([(x - 95, foot), (x - 80, 290), (x, 235), (x + 80, 290), (x + 95, foot)], tone(hue, 0.9))  # fmt: skip
        for k in (-64, -32, 0, 32, 64):
            sheet.line([(x, 245), (x + k * 1.3, foot)], tone(hue, 0.55), 5)
    elif layout == "temple":
        _rose(glow, x, 360, 84, outside(stage), hue)
        sheet.box(x - 110, foot - 40, 220, 40, STONE)
    elif layout == "library":
        shelf(sheet, dice, x - 130, 260, 260, foot - 270, rows=6, what="books")
        sheet.line([(x + 60, foot), (x + 10, 280)], "#7d5a3c", 6)
        sheet.line([(x + 84, foot), (x + 34, 280)], "#7d5a3c", 6)
    else:
        sheet.path(arch(x, foot, 200, 190), tone(STONE, 0.8))
        sheet.path(arch(x, foot, 150, 150), "#1a100a")
        glow.oval(x, foot - 40, 60, 44, glow.around((0, "#ffd27a", 0.9), (1, "#f0701c", 0)))


def _rose(glow: Sheet, x: float, y: float, size: float, sky: str, hue: str) -> None:
    glow.oval(x, y, size, size, sky)
    for px, py in arc_points(x, y, size * 0.62, size * 0.62, 0, 330, count=12):
        glow.oval(px, py, size * 0.15, size * 0.15, hue, alpha=0.85)
        glow.line([(x, y), (px, py)], LEAD, 3)
    glow.oval(x, y, size * 0.28, size * 0.28, GOLD)


def feast(stage: Stage) -> None:
    """Run long tables down both sides, laid with cups and plates."""
    for depth in (0.46, 0.24):
        layer = stage.layer(depth)
        tall, foot = stage.person(depth) * 0.42, stage.floor_y(depth)
        for side in (-1, 1):
            x, sheet = stage.width * (0.52 + side * 0.25), layer.sheet
            sheet.box(x - tall * 2.2, foot - tall, tall * 4.4, tall * 0.16, "#8a6440")
            for k in (-2.0, 1.9):
                sheet.box(x + k * tall, foot - tall, tall * 0.14, tall, "#55391f")
            for k in (-1.5, -0.6, 0.4, 1.3):
                sheet.box(x + k * tall, foot - tall * 1.18, tall * 0.12, tall * 0.18, GOLD)
                sheet.oval(
                    x + (k + 0.4) * tall, foot - tall * 1.05, tall * 0.2, tall * 0.06, "#b9ab92"
                )


def furnish(stage: Stage, dice: Dice, stone: str) -> None:
    """Add what tells one hall from another: hanging crowns of light, statues, braziers, shields."""
    what = dice.sample(("crown", "statues", "braziers", "drapes"), 2)
    w, layer = stage.width, stage.layer(0.4, lit=0.8)
    sheet, glow = layer.sheet, layer.glow
    if "crown" in what:
        for x, y, r in ((w * 0.52, 270, 120), (w * 0.55, 330, 56)):
            sheet.line([(x, -10), (x, y - r * 0.5)], "#1d1a18", 5)
            for k in (-0.9, 0.9):
                sheet.line([(x, y - r * 0.5), (x + k * r, y)], "#1d1a18", 3)
            sheet.oval(x, y, r, r * 0.2, "#6a5424")
            sheet.oval(x, y - 3, r * 0.86, r * 0.13, "#17120c")
            for k in (-0.92, -0.55, -0.1, 0.4, 0.85):
                glow.oval(x + k * r, y - r * 0.14, r * 0.05, r * 0.12, "#fff0bf")
            glow.oval(
                x, y - r * 0.2, r * 2, r, glow.around((0, "#ffc46a", 0.42), (1, "#ffc46a", 0))
            )
    if "statues" in what:
        for x, foot, tall in ((0.185, 860, 400), (0.305, 730, 250)):
            _guardian(sheet, w * x, foot, tall, tone(stone, 0.62))
    if "braziers" in what:
        for x, foot in ((0.66, 860), (0.635, 740)):
            size = (foot - stage.horizon) * 0.3
            sheet.poly(
                [
                    (w * x - size * 0.5, foot - size * 1.3),
                    (w * x + size * 0.5, foot - size * 1.3),
                    (w * x + size * 0.2, foot - size * 0.9),
                    (w * x - size * 0.2, foot - size * 0.9),
                ],
                "#3a3430",
            )
            sheet.line([(w * x, foot - size), (w * x, foot)], "#2c2825", size * 0.14)
            blaze(glow, w * x, foot - size * 1.28, size * 0.8)
    if "drapes" in what:
        for k in (0.47, 0.65):
            sheet.poly(
                [(w * k - 26, 215), (w * k + 26, 215), (w * k + 18, 520), (w * k - 18, 520)],
                "#4a2430",
            )


def _guardian(sheet: Sheet, x: float, foot: float, tall: float, stone: str) -> None:
    """Stand a hooded guardian of stone on its block."""
    u = tall / 100
    shade = sheet.across((0, tone(stone, 0.7), 1), (1, tone(stone, 1.3), 1))
    sheet.box(x - 17 * u, foot - 22 * u, 34 * u, 22 * u, tone(stone, 0.8))
    sheet.poly(
        [
            (x - 14 * u, foot - 22 * u),
            (x - 12 * u, foot - 76 * u),
            (x - 6 * u, foot - 90 * u),
            (x + 6 * u, foot - 90 * u),
            (x + 12 * u, foot - 76 * u),
            (x + 14 * u, foot - 22 * u),
        ],
        shade,
    )
    sheet.oval(x, foot - 92 * u, 6.5 * u, 9 * u, shade)
    sheet.line([(x, foot - 70 * u), (x, foot - 24 * u)], tone(stone, 0.5), 2.4 * u)
