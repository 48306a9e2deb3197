"""Houses, towers and castle walls, with windows that glow after dark."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Layer

WARM = "#ffca6e"


def cottage(layer: Layer, dice: Dice, x: float, foot: float, width: float, *, wall: str,
            roof: str, lit: float, snow: bool = False) -> None:  # fmt: skip
    """Build a timber-framed house; `lit` is the chance that a window glows."""
    sheet = layer.sheet
    tall = width * dice.uniform(0.5, 0.75)
    eaves, half = foot - tall, width / 2
    peak = eaves - width * dice.uniform(0.45, 0.62)
    left, right = x - half, x + half
    sheet.box(
        left, eaves, width, tall, sheet.across((0, tone(wall, 0.95), 1), (1, tone(wall, 0.6), 1))
    )
    beam, thick = "#3b2a20", width * 0.03
    sheet.box(left, foot - tall * 0.16, width, tall * 0.16, "#6f6a63")
    for k in (0.0, 0.33, 0.66, 1.0):
        sheet.box(left + (width - thick) * k, eaves, thick, tall, beam)
    for y in (eaves, eaves + tall * 0.46):
        sheet.box(left, y, width, thick, beam)
    sheet.line([(left, eaves + tall * 0.46), (left + width * 0.33, eaves)], beam, thick)
    sheet.line([(right, eaves + tall * 0.46), (right - width * 0.33, eaves)], beam, thick)
    chimney = x + half * dice.choice((-0.55, 0.55))
    sheet.box(chimney - width * 0.05, peak - width * 0.02, width * 0.1, eaves - peak, "#5c5650")
    over = width * 0.1
    sag = width * 0.03
    sheet.path(f"M{left - over:.1f} {eaves + sag:.1f}Q{x - half * 0.4:.1f} {eaves - width * 0.18:.1f} "
               f"{x - width * 0.2:.1f} {peak:.1f}L{x + width * 0.2:.1f} {peak:.1f}Q{x + half * 0.4:.1f} "
               f"{eaves - width * 0.18:.1f} {right + over:.1f} {eaves + sag:.1f}Z",
               sheet.across((0, tone(roof, 1.15), 1), (1, tone(roof, 0.6), 1)))  # fmt: skip
    for i in range(1, 6):
        t = i / 6
        y = peak + (eaves - peak) * t
        w = width * 0.2 + (half + over - width * 0.2) * t**1.35
        sheet.line([(x - w, y), (x + w, y)], tone(roof, 0.6), width * 0.012, alpha=0.6)
    if snow:
        sheet.path(f"M{x - width * 0.22:.1f} {peak - 3:.1f}H{x + width * 0.22:.1f}L{x + half * 0.7:.1f} "
                   f"{eaves - width * 0.14:.1f}Q{x:.1f} {eaves - width * 0.3:.1f} {x - half * 0.75:.1f} "
                   f"{eaves - width * 0.1:.1f}Z", "#e3eaf0", alpha=0.9)  # fmt: skip
    door = x + width * dice.choice((-0.17, 0.17))
    sheet.path(arch(door, foot, width * 0.16, tall * 0.44), "#2c1e16")
    for k in (-0.33, 0.0, 0.33):
        window(layer, x + k * width, eaves + tall * 0.34, width * 0.11, width * 0.13,
               lit=dice.random() < lit)  # fmt: skip
    window(
        layer, 2 * x - door, foot - tall * 0.2, width * 0.13, width * 0.13, lit=dice.random() < lit
    )


def window(layer: Layer, x: float, foot: float, width: float, height: float, *, lit: bool,
           arched: bool = False) -> None:  # fmt: skip
    """Set a window; a lit one shines by itself and keeps its bars dark."""
    shape = (arch(x, foot, width, height) if arched else
             f"M{x - width / 2:.1f} {foot:.1f}v{-height:.1f}h{width:.1f}v{height:.1f}Z")  # fmt: skip
    layer.sheet.path(shape, "#181a20", stroke="#3b2a20", width=width * 0.16)
    if lit:
        glow = layer.glow
        glow.path(shape, glow.around((0, "#ffe9ae", 1), (1, "#f0912f", 1)))
        glow.oval(x, foot - height / 2, width * 2.2, height * 1.9,
                  glow.around((0, "#ff9b3a", 0.34), (1, "#ff9b3a", 0)))  # fmt: skip
        glow.line([(x, foot), (x, foot - height)], "#3b2413", width * 0.09)
        glow.line([(x - width / 2, foot - height / 2), (x + width / 2, foot - height / 2)],
                  "#3b2413", width * 0.09)  # fmt: skip


def keep_tower(layer: Layer, dice: Dice, x: float, foot: float, width: float, height: float, *,
               colour: str, lit: float, top: str = "battlement") -> None:  # fmt: skip
    """Raise a round tower: `top` is battlement, cone or broken."""
    sheet, half = layer.sheet, width / 2
    head = foot - height
    body = sheet.across((0, tone(colour, 0.95), 1), (0.3, tone(colour, 1.1), 1),
                        (1, tone(colour, 0.42), 1))  # fmt: skip
    sheet.poly([(x - half * 1.16, foot), (x - half * 0.94, foot - height * 0.25),
                (x - half * 0.9, head), (x + half * 0.9, head),
                (x + half * 0.94, foot - height * 0.25), (x + half * 1.16, foot)], body)  # fmt: skip
    for _ in range(round(height / width * 16)):
        bx = x + dice.uniform(-0.85, 0.75) * half
        by = foot - dice.uniform(0.02, 0.97) * height
        sheet.box(bx, by, width * dice.uniform(0.05, 0.11), width * 0.035,
                  tone(colour, dice.choice((0.6, 0.72, 1.25))), alpha=0.6)  # fmt: skip
    if top == "battlement":
        sheet.box(x - half * 1.12, head - width * 0.02, width * 1.12, width * 0.14, body)
        for i in range(5):
            sheet.box(x - half * 1.12 + i * width * 0.245, head - width * 0.16, width * 0.14,
                      width * 0.15, body)  # fmt: skip
    elif top == "cone":
        roof = mix("#4a3a48", colour, 0.25)
        sheet.path(f"M{x - half * 1.22:.1f} {head + 3:.1f}Q{x - half * 0.4:.1f} {head - width * 0.5:.1f} "
                   f"{x:.1f} {head - width * 1.35:.1f}Q{x + half * 0.4:.1f} {head - width * 0.5:.1f} "
                   f"{x + half * 1.22:.1f} {head + 3:.1f}Z",
                   sheet.across((0, tone(roof, 1.2), 1), (1, tone(roof, 0.5), 1)))  # fmt: skip
        sheet.line([(x, head - width * 1.3), (x, head - width * 1.6)], "#2a2228", width * 0.03)
    else:
        sheet.poly([(x - half * 0.95, head + 4), (x - half * 0.9, head - width * 0.3),
                    (x - half * 0.5, head - width * 0.12), (x - half * 0.2, head - width * 0.42),
                    (x + half * 0.15, head - width * 0.05), (x + half * 0.5, head + width * 0.1),
                    (x + half * 0.95, head + width * 0.35), (x + half * 0.95, head + width * 0.5)],
                   body)  # fmt: skip
    for i in range(max(2, round(height / width * 0.8))):
        wy = head + width * 0.5 + i * width * dice.uniform(0.85, 1.1)
        if wy < foot - width * 0.5:
            window(layer, x + half * dice.uniform(-0.4, 0.3), wy, width * 0.11, width * 0.24,
                   lit=dice.random() < lit, arched=True)  # fmt: skip


def wall_run(sheet: Sheet, dice: Dice, x0: float, x1: float, foot: float, height: float, *,
             colour: str) -> None:  # fmt: skip
    """Run a battlemented wall between two points."""
    sheet.box(x0, foot - height, x1 - x0, height,
              sheet.across((0, colour, 1), (1, tone(colour, 0.6), 1), vertical=True))  # fmt: skip
    tooth = height * 0.22
    x = x0
    while x < x1 - tooth:
        sheet.box(x, foot - height - tooth * 0.8, tooth, tooth, colour)
        x += tooth * 1.8
    for _ in range(round((x1 - x0) / 12)):
        sheet.box(dice.uniform(x0, x1 - 20), foot - dice.uniform(0.05, 0.95) * height,
                  dice.uniform(8, 22), 5, tone(colour, dice.choice((0.7, 1.2))), alpha=0.5)  # fmt: skip
