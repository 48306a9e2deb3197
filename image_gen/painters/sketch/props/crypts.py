"""What lies at a crypt's far end, and the bones that lie about."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.masonry import opening, steps
from image_gen.painters.sketch.props.masses import outside
from image_gen.painters.sketch.props.rocks import rubble
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch, blob, broken, limb
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Layer, Stage


def far_end(layer: Layer, dice: Dice, stage: Stage, x: float, foot: float, what: str,
            stone: str) -> None:  # fmt: skip
    """Build the far wall's one feature: stair, grille, wall of bones, statue or breach."""
    sheet = layer.sheet
    if what == "stair":
        opening(sheet, x, foot, 190, 250, colour=stone, inside="#0b0c0e")
        steps(sheet, x, foot, 180, count=7, rise=17, colour=tone(stone, 0.8))
    elif what == "grille":
        opening(sheet, x, foot, 230, 250, colour=stone, inside="#0d1316")
        for k in range(-4, 5):
            sheet.box(x + k * 25 - 3, foot - 236 + abs(k) * 12, 6, 236 - abs(k) * 12, "#4a3c34")
        for y in (70, 140):
            sheet.box(x - 112, foot - y, 224, 7, "#4a3c34")
    elif what == "bones":
        for row in range(6):
            for k in range(-7, 8):
                skull(sheet, x + k * 30 + 15 * (row % 2), foot - 20 - row * 34, 13)
    elif what == "statue":
        _mourner(sheet, x, foot, stone)
    else:
        hole = [
            (x - 90, foot),
            (x - 70, foot - 200),
            (x + 20, foot - 270),
            (x + 84, foot - 150),
            (x + 70, foot),
        ]
        layer.glow.poly(broken(dice, hole, rough=18), tone(outside(stage), 0.6))
        rubble(sheet, dice, x, foot + 10, 320, tone(stone, 0.8), count=12)


def _mourner(sheet: Sheet, x: float, foot: float, stone: str) -> None:
    """Set a veiled mourner of stone in an apse."""
    sheet.path(arch(x, foot, 230, 290, pointed=True), tone(stone, 0.3))
    shade = sheet.across((0, tone(stone, 1.25), 1), (1, tone(stone, 0.5), 1))
    sheet.box(x - 60, foot - 46, 120, 46, tone(stone, 0.8))
    sheet.path(f"M{x - 44:.0f} {foot - 44:.0f}Q{x - 40:.0f} {foot - 170:.0f} {x - 16:.0f} {foot - 206:.0f}"
               f"Q{x:.0f} {foot - 226:.0f} {x + 16:.0f} {foot - 206:.0f}Q{x + 40:.0f} {foot - 170:.0f} "
               f"{x + 44:.0f} {foot - 44:.0f}Z", shade)  # fmt: skip
    sheet.oval(x, foot - 192, 9, 13, tone(stone, 0.35))
    for k in (-18, 0, 18):
        sheet.line([(x + k * 0.5, foot - 160), (x + k * 1.5, foot - 50)], tone(stone, 0.5), 4, alpha=0.7)  # fmt: skip


def skull(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Lay a skull down."""
    sheet.oval(x, y - size * 0.4, size, size * 0.95, "#cfc6ac")
    sheet.box(x - size * 0.5, y, size, size * 0.6, "#bdb397")
    for k in (-0.4, 0.4):
        sheet.oval(x + k * size, y - size * 0.25, size * 0.27, size * 0.3, "#15120f")


def relics(stage: Stage, dice: Dice, stone: str) -> None:
    """Leave what tells one crypt from another: urns, roots, candle stands, a fallen drum, chains."""
    what, w = dice.sample(("urns", "roots", "candles", "drum", "cages"), 2), stage.width
    layer = stage.layer(0.34, lit=0.9)
    sheet, glow, foot = layer.sheet, layer.glow, stage.floor_y(0.34)
    if "urns" in what:
        for k in (0.10, 0.145, 0.84):
            tall = dice.uniform(70, 110)
            sheet.path(
                blob(dice, w * k, foot - tall * 0.5, tall * 0.36, tall * 0.5, wobble=0.05),
                tone(stone, 0.9),
            )
            sheet.box(
                w * k - tall * 0.16, foot - tall * 1.12, tall * 0.32, tall * 0.18, tone(stone, 0.7)
            )
    if "roots" in what:
        for _ in range(9):
            x, long = w * dice.uniform(0.3, 0.66), dice.uniform(60, 190)
            sheet.path(limb([(x, 240), (x + dice.uniform(-30, 30), 250 + long * 0.5), (x + dice.uniform(-40, 40), 250 + long)],
                            [12, 8, 2]), "#2c221a")  # fmt: skip
    if "candles" in what:
        for k in (0.36, 0.58):
            sheet.line([(w * k, foot), (w * k, foot - 130)], "#3a342e", 7)
            for dx in (-24, 0, 24):
                sheet.box(w * k + dx - 4, foot - 156, 8, 28, "#e5d9b8")
                glow.oval(w * k + dx, foot - 165, 4, 9, "#fff0bf")
            glow.oval(
                w * k, foot - 160, 110, 90, glow.around((0, "#ffb55a", 0.4), (1, "#ffb55a", 0))
            )
    if "drum" in what:
        sheet.poly([(w * 0.54, foot + 6), (w * 0.55, foot - 70), (w * 0.65, foot - 50), (w * 0.66, foot + 14)],
                   sheet.across((0, tone(stone, 1.1), 1), (1, tone(stone, 0.5), 1), vertical=True))  # fmt: skip
        sheet.oval(w * 0.545, foot - 32, 16, 40, tone(stone, 1.2))
    if "cages" in what:
        for k, low in ((0.38, 330), (0.57, 290)):
            sheet.line([(w * k, -10), (w * k, low)], "#2a2624", 5)
            for dx in (-30, -10, 10, 30):
                sheet.line(
                    [(w * k, low), (w * k + dx, low + 34), (w * k + dx * 0.9, low + 120)],
                    "#3a3430",
                    4,
                )
            sheet.oval(w * k, low + 120, 30, 7, "#3a3430")
            skull(sheet, w * k, low + 112, 12)
