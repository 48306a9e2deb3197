"""What is neither man nor beast: oozes, elementals, fungi, living blades, centaurs."""

import math

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.figures.beasts import horse_body
from image_gen.painters.sketch.figures.body import SKIN, STEEL, Body
from image_gen.painters.sketch.shapes import blob


def ooze(b: Body) -> None:
    """Draw a heaving ooze with things dissolving in it."""
    body = b.sheet.across((0, b.paler(0.35), 0.92), (1, b.darker(0.5), 0.96), vertical=True)
    b.sheet.path(
        "M-66 2C-72 -20 -48 -24 -40 -40C-30 -66 -4 -74 14 -60C34 -62 44 -40 46 -26C60 -26 74 -10 68 2Z",
        body,
    )
    b.limb([(30, -50), (50, -66), (66, -58)], [16, 11, 5], b.tint)
    for x, y, r in ((-24, -28, 7), (6, -44, 5), (24, -20, 8), (-44, -12, 5), (-4, -14, 6)):
        b.round(x, y, r, r * 0.8, b.paler(0.45))
        b.round(x + 1, y + 1, r * 0.7, r * 0.6, b.darker(0.8))
    b.sheet.line([(-20, -10), (2, -20)], "#d8cfb4", 3)
    b.sheet.oval(-12, -52, 12, 5, "#ffffff", alpha=0.35)


def cube(b: Body) -> None:
    """Draw a gelatinous cube with a skeleton adrift in it."""
    g = b.sheet.across((0, "#a8d8c0", 0.5), (1, "#4a7a6a", 0.62))
    b.sheet.path("M-46 0L-42 -92L34 -96L40 2Z", g)
    b.sheet.path("M34 -96L62 -84L64 -8L40 2Z", "#3a6a5a", alpha=0.6)
    b.sheet.path("M-42 -92L-16 -104L62 -84L34 -96Z", "#cfeadd", alpha=0.6)
    b.round(-6, -62, 7, 7, "#d8cfb4")
    b.round(-8, -63, 1.8, 2, "#1a1410")
    b.round(-3, -63, 1.8, 2, "#1a1410")
    b.sheet.line([(-6, -54), (4, -34)], "#d8cfb4", 3)
    b.sheet.line([(-18, -42), (14, -46)], "#d8cfb4", 2.4)
    b.sword(20, -24, (2, -14))
    b.sheet.line([(-36, -84), (-38, -12)], "#ffffff", 2.4, alpha=0.5)


def elemental(b: Body) -> None:
    """Draw a whirling elemental shining in its own colour."""
    hue = b.tint
    g = b.glow
    g.oval(0, -60, 66, 76, g.around((0, hue, 0.4), (1, hue, 0)))
    for i in range(9):
        y, half = -6 - i * 11, 8 + i * 4.6
        lean = math.sin(i * 1.1) * 8
        g.path(f"M{-half + lean:.1f} {y:.1f}Q{lean:.1f} {y + 15:.1f} {half + lean:.1f} {y - 4:.1f}"
               f"Q{lean:.1f} {y - 1:.1f} {-half + lean:.1f} {y:.1f}Z", mix(hue, "#ffffff", 0.08 * i), alpha=0.85)  # fmt: skip
    for side in (-1, 1):
        g.path(f"M{side * 30} -84C{side * 60} -84 {side * 64} -60 {side * 76} -44C{side * 60} -56 {side * 46} -60 "
               f"{side * 26} -66Z", hue, alpha=0.85)  # fmt: skip
    g.path(
        "M-18 -104C-20 -126 -4 -124 0 -142C8 -126 22 -124 20 -102C10 -94 -8 -94 -18 -104Z",
        mix(hue, "#ffffff", 0.3),
    )
    for x in (-7, 8):
        g.oval(x, -110, 3, 4, "#1a1010")
    b.round(0, 0, 14, 2.4, tone(hue, 0.3))


def mushroom(b: Body) -> None:
    """Draw a cluster of man-high fungi, one with a mouth."""
    for x, tall, wide in ((-30, 46, 20), (30, 60, 24), (0, 92, 38)):
        b.limb(
            [(x, 0), (x - 2, -tall * 0.5), (x, -tall * 0.86)],
            [wide * 0.55, wide * 0.4, wide * 0.42],
            "#c9bda4",
        )
        b.sheet.path(f"M{x - wide} {-tall * 0.78:.1f}C{x - wide} {-tall * 1.2:.1f} {x + wide} {-tall * 1.2:.1f} {x + wide} "
                     f"{-tall * 0.78:.1f}C{x + wide * 0.4:.1f} {-tall * 0.86:.1f} {x - wide * 0.4:.1f} {-tall * 0.86:.1f} "
                     f"{x - wide} {-tall * 0.78:.1f}Z", b.tint)  # fmt: skip
        for k in (-0.5, 0.05, 0.5):
            b.round(
                x + wide * k, -tall * (0.98 - abs(k) * 0.12), wide * 0.12, wide * 0.09, b.paler(0.6)
            )
    b.shape([(-7, -48), (7, -48), (4, -40), (-4, -40)], "#1a1010")
    for x, y in ((-44, -70), (48, -84), (16, -116), (-20, -108)):
        b.eye(x, y, 0.9, "#d8c8ff")


def mouther(b: Body) -> None:
    """Draw a heap of mouths and eyes."""
    b.sheet.path(blob(b.dice, 0, -34, 58, 42, wobble=0.25, points=14), b.tint)
    b.limb([(30, -50), (58, -78), (78, -70)], [20, 12, 6], b.darker(0.85))
    b.limb([(-30, -50), (-56, -74), (-76, -60)], [20, 12, 6], b.darker(0.75))
    for x, y, r in ((-24, -48, 12), (14, -26, 14), (-8, -18, 9), (34, -48, 9)):
        b.round(x, y, r, r * 0.6, "#2a0c10")
        for k in (-0.6, -0.2, 0.2, 0.6):
            b.flat(
                [
                    (x + k * r - 1.6, y - r * 0.5),
                    (x + k * r, y - r * 0.05),
                    (x + k * r + 1.6, y - r * 0.5),
                ],
                "#f2ead2",
            )
    for x, y in ((-6, -60), (12, -62), (26, -66), (-38, -28), (40, -24), (-16, -36), (4, -46)):
        b.round(x, y, 3.8, 3.6, "#efe8d8")
        b.eye(x + 0.6, y, 1.5, "#ffb03a")


def blade(b: Body) -> None:
    """Draw an enchanted sword hanging in the air."""
    b.glow.oval(0, -66, 34, 60, b.glow.around((0, "#9ac8ff", 0.5), (1, "#9ac8ff", 0)))
    b.flat([(-4.6, -36), (4.6, -36), (4, -106), (0, -120), (-4, -106)], STEEL)
    b.sheet.line([(0, -40), (0, -108)], tone(STEEL, 0.7), 1.4)
    b.limb([(-18, -36), (0, -33), (18, -36)], [3, 6, 3], "#c0983f")
    b.limb([(0, -33), (0, -16)], [4.6, 4], "#5a3a28")
    b.round(0, -13, 4, 4, "#c0983f")


def centaur(b: Body) -> None:
    """Draw a centaur: a horse's body, a man's breast, a bow."""
    horse_body(b)
    b.shape([(18, -84), (20, -118), (34, -126), (48, -118), (46, -82)], SKIN)
    b.round(36, -136, 7, 9, SKIN)
    b.shape([(28, -130), (28, -142), (36, -148), (44, -143), (34, -140)], "#3a2a20")
    b.sheet.path("M62 -146C76 -130 76 -100 62 -84", stroke="#7d5a38", width=2.6)
    b.limb([(45, -116), (56, -112), (68, -114)], [8, 6, 4], SKIN)
