"""Focal things: chest, altar, bell, statue, book, sword, crystal, cauldron, throne, runestone."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.focal.fires import campfire
from image_gen.painters.sketch.shapes import arc_points, limb
from image_gen.painters.sketch.stage import Layer

STONE, GOLD, WOOD = "#9a948a", "#d0a84a", "#6f4c30"


def _aura(layer: Layer, x: float, y: float, size: float, hue: str, strength: float = 0.5) -> None:
    layer.glow.oval(x, y, size, size, layer.glow.around((0, hue, strength), (1, hue, 0)))


def chest(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Set an open chest, gold shining in it."""
    s, w = layer.sheet, tall * 0.42
    s.poly(
        [(x - w, foot), (x - w, foot - tall * 0.34), (x + w, foot - tall * 0.34), (x + w, foot)],
        s.across((0, WOOD, 1), (1, tone(WOOD, 0.5), 1)),
    )
    s.path(
        f"M{x - w:.1f} {foot - tall * 0.36:.1f}L{x - w * 0.95:.1f} "
        f"{foot - tall * 0.62:.1f}Q{x:.1f} {foot - tall * 0.82:.1f} "
        f"{x + w * 0.95:.1f} {foot - tall * 0.62:.1f}L{x + w:.1f} {foot - tall * 0.36:.1f}Z",
        tone(WOOD, 0.8),
    )
    for k in (-0.92, -0.06, 0.8):
        s.box(x + k * w, foot - tall * 0.36, w * 0.12, tall * 0.36, "#8d7a4a")
    s.box(x - w * 0.14, foot - tall * 0.28, w * 0.28, tall * 0.14, GOLD)
    for i in range(9):
        layer.glow.oval(
            x + (i - 4) * w * 0.2,
            foot - tall * (0.36 + 0.03 * (i % 3)),
            w * 0.13,
            w * 0.09,
            "#ffd86a",
        )
    _aura(layer, x, foot - tall * 0.45, tall * 0.8, "#ffcf5a")


def altar(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Set an altar with candles and a bowl."""
    s, w = layer.sheet, tall * 0.62
    s.box(x - w * 1.15, foot - tall * 0.1, w * 2.3, tall * 0.1, tone(STONE, 0.7))
    s.poly(
        [
            (x - w * 0.85, foot - tall * 0.1),
            (x - w * 0.75, foot - tall * 0.5),
            (x + w * 0.75, foot - tall * 0.5),
            (x + w * 0.85, foot - tall * 0.1),
        ],
        s.across((0, STONE, 1), (1, tone(STONE, 0.5), 1)),
    )
    s.box(x - w, foot - tall * 0.6, w * 2, tall * 0.12, tone(STONE, 1.15))
    s.poly(
        [
            (x - w * 0.3, foot - tall * 0.6),
            (x + w * 0.3, foot - tall * 0.6),
            (x + w * 0.3, foot - tall * 0.2),
            (x, foot - tall * 0.12),
            (x - w * 0.3, foot - tall * 0.2),
        ],
        "#7a2430",
    )
    s.oval(x, foot - tall * 0.34, w * 0.12, w * 0.12, GOLD)
    s.path(
        limb(
            [
                (x - w * 0.22, foot - tall * 0.7),
                (x, foot - tall * 0.62),
                (x + w * 0.22, foot - tall * 0.7),
            ],
            [3, tall * 0.1, 3],
        ),
        GOLD,
    )
    for k in (-0.8, -0.6, 0.6, 0.82):
        high = tall * (0.2 if abs(k) > 0.7 else 0.14)
        s.box(x + k * w - 3, foot - tall * 0.6 - high, 6, high, "#e6dcc0")
        layer.glow.oval(x + k * w, foot - tall * 0.64 - high, 4, 8, "#fff0b8")
        _aura(layer, x + k * w, foot - tall * 0.63 - high, tall * 0.3, "#ffb44a")


def bell(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Hang a great bell in the air from its rope."""
    s, y, h = layer.sheet, foot - tall * 0.9, tall * 1.05
    s.line([(x, y - h), (x, -20)], "#5a4632", tall * 0.05)
    s.box(x - h * 0.12, y - h * 1.02, h * 0.24, h * 0.1, "#6a4c30")
    s.path(
        f"M{x - h * 0.5:.1f} {y:.1f}C{x - h * 0.3:.1f} {y - h * 0.2:.1f} "
        f"{x - h * 0.34:.1f} {y - h * 0.6:.1f} {x - h * 0.24:.1f} "
        f"{y - h * 0.82:.1f}Q{x:.1f} {y - h * 1.06:.1f} {x + h * 0.24:.1f} "
        f"{y - h * 0.82:.1f}C{x + h * 0.34:.1f} {y - h * 0.6:.1f} "
        f"{x + h * 0.3:.1f} {y - h * 0.2:.1f} {x + h * 0.5:.1f} {y:.1f}Z",
        s.across((0, "#c08a3c", 1), (0.35, "#e0b25a", 1), (1, "#5a3a1a", 1)),
    )
    for k in (0.12, 0.2, 0.72):
        s.line(
            [(x - h * (0.44 - 0.2 * k), y - h * k), (x + h * (0.44 - 0.2 * k), y - h * k)],
            "#6a4620",
            tall * 0.025,
        )
    s.oval(x, y, h * 0.5, h * 0.07, "#2a1c10")
    s.oval(x + h * 0.04, y + h * 0.06, h * 0.09, h * 0.1, "#8a6430")
    _aura(layer, x, y - h * 0.4, h * 1.1, "#ffc46a", 0.3)


def statue(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Raise a statue leaning on its sword, on a plinth."""
    s, u = layer.sheet, tall / 100
    s.box(x - 46 * u, foot - 30 * u, 92 * u, 30 * u, tone(STONE, 0.8))
    s.box(x - 52 * u, foot - 36 * u, 104 * u, 8 * u, STONE)
    with s.moved(x, foot - 36 * u, scale=u * 1.5):
        shade = s.across((0, tone(STONE, 1.15), 1), (1, tone(STONE, 0.5), 1))
        s.path("M-13 -80C-16 -50 -18 -20 -20 0L20 0C18 -20 16 -50 13 -80Q0 -88 -13 -80Z", shade)
        s.path(
            "M-13 -78L-20 -58L-4 -48L4 -48L20 -58L13 -78L11 -66L2 -56L-2 -56L-11 -66Z",
            tone(STONE, 0.85),
        )
        s.oval(0, -91, 7, 9, shade)
        s.path("M-8 -88Q-9 -102 0 -103Q9 -102 8 -88L5 -94L-5 -94Z", tone(STONE, 0.7))
        s.path("M-2 -54L2 -54L1.6 0L-1.6 0ZM-9 -50H9V-47H-9Z", tone(STONE, 1.25))


def book(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Lay an open tome on a stand, its pages shining."""
    s, y = layer.sheet, foot - tall * 0.62
    s.poly(
        [
            (x - tall * 0.05, foot),
            (x - tall * 0.04, y),
            (x + tall * 0.04, y),
            (x + tall * 0.05, foot),
        ],
        WOOD,
    )
    s.box(x - tall * 0.2, foot - tall * 0.05, tall * 0.4, tall * 0.05, WOOD)
    s.poly(
        [
            (x - tall * 0.36, y + 4),
            (x - tall * 0.3, y - tall * 0.16),
            (x + tall * 0.3, y - tall * 0.16),
            (x + tall * 0.36, y + 4),
        ],
        "#5a2a24",
    )
    g = layer.glow
    for side in (-1, 1):
        g.path(
            f"M{x:.1f} {y - 3:.1f}Q{x + side * tall * 0.16:.1f} "
            f"{y - tall * 0.08:.1f} {x + side * tall * 0.33:.1f} {y - 3:.1f}"
            f"L{x + side * tall * 0.28:.1f} {y - tall * 0.18:.1f}Q{x + side * tall * 0.14:.1f} "
            f"{y - tall * 0.24:.1f} {x:.1f} "
            f"{y - tall * 0.16:.1f}Z",
            "#fff0c8",
        )
        for i in range(4):
            g.line(
                [
                    (x + side * tall * 0.06, y - tall * (0.05 + 0.03 * i)),
                    (x + side * tall * 0.25, y - tall * (0.05 + 0.03 * i)),
                ],
                "#8a6a4a",
                1.4,
            )
    _aura(layer, x, y - tall * 0.2, tall * 0.7, "#ffe09a")


def sword(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Leave a sword standing in a stone."""
    s = layer.sheet
    s.poly(
        [
            (x - tall * 0.46, foot),
            (x - tall * 0.34, foot - tall * 0.26),
            (x + tall * 0.02, foot - tall * 0.36),
            (x + tall * 0.36, foot - tall * 0.22),
            (x + tall * 0.48, foot),
        ],
        s.across((0, STONE, 1), (1, tone(STONE, 0.5), 1)),
    )
    top = foot - tall * 1.0
    g = layer.glow
    g.poly(
        [
            (x - tall * 0.035, top),
            (x + tall * 0.035, top),
            (x + tall * 0.03, foot - tall * 0.32),
            (x - tall * 0.03, foot - tall * 0.32),
        ],
        g.across((0, "#f4faff", 1), (1, "#8fa4b8", 1)),
    )
    s.path(
        limb([(x - tall * 0.18, top + 4), (x, top - 2), (x + tall * 0.18, top + 4)], [4, 8, 4]),
        GOLD,
    )
    s.box(x - tall * 0.02, top - tall * 0.2, tall * 0.04, tall * 0.2, "#4a2e1e")
    s.oval(x, top - tall * 0.22, tall * 0.035, tall * 0.035, GOLD)
    _aura(layer, x, foot - tall * 0.6, tall * 0.9, "#bfe0ff", 0.4)


def crystal(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Float a crystal over a pedestal."""
    s, g, hue = layer.sheet, layer.glow, "#8fe8ff"
    s.poly(
        [
            (x - tall * 0.24, foot),
            (x - tall * 0.14, foot - tall * 0.36),
            (x + tall * 0.14, foot - tall * 0.36),
            (x + tall * 0.24, foot),
        ],
        s.across((0, STONE, 1), (1, tone(STONE, 0.5), 1)),
    )
    s.box(x - tall * 0.2, foot - tall * 0.42, tall * 0.4, tall * 0.08, STONE)
    y, h, w = foot - tall * 0.85, tall * 0.34, tall * 0.17
    _aura(layer, x, y, tall * 1.1, hue, 0.6)
    g.poly([(x, y - h), (x - w, y - h * 0.2), (x, y + h), (x + w, y - h * 0.2)], "#4ab8e0")
    g.poly([(x, y - h), (x - w, y - h * 0.2), (x - w * 0.1, y - h * 0.1)], "#dffaff")
    g.poly([(x - w, y - h * 0.2), (x, y + h), (x - w * 0.1, y - h * 0.1)], "#8fe0fa")
    g.poly([(x + w, y - h * 0.2), (x, y + h), (x - w * 0.1, y - h * 0.1)], "#3a94c4")


def cauldron(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Hang a cauldron over coals, its brew shining green."""
    s, g = layer.sheet, layer.glow
    for k in (-0.5, 0.5, 0.05):
        s.line([(x + k * tall, foot), (x, foot - tall * 1.15)], "#4a3626", tall * 0.045)
    s.line([(x, foot - tall * 1.1), (x, foot - tall * 0.62)], "#3a3836", tall * 0.02)
    s.path(
        f"M{x - tall * 0.32:.1f} {foot - tall * 0.6:.1f}C{x - tall * 0.46:.1f} "
        f"{foot - tall * 0.1:.1f} {x + tall * 0.46:.1f} "
        f"{foot - tall * 0.1:.1f} {x + tall * 0.32:.1f} {foot - tall * 0.6:.1f}Z",
        s.across((0, "#5a5a60", 1), (1, "#1c1c20", 1)),
    )
    g.oval(x, foot - tall * 0.6, tall * 0.32, tall * 0.07, "#9af07a")
    _aura(layer, x, foot - tall * 0.75, tall * 0.7, "#8af06a", 0.55)
    for dx, dy, r in ((-0.1, 0.8, 0.04), (0.12, 0.9, 0.03), (0.02, 1.02, 0.05)):
        g.oval(x + dx * tall, foot - dy * tall, r * tall, r * tall, "#c8ffb0", alpha=0.6)
    campfire(s, g, x, foot, tall * 0.2)


def throne(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Raise a high-backed throne."""
    s, u = layer.sheet, tall / 100
    with s.moved(x, foot, scale=u * 1.25):
        s.path(
            "M-36 0L-34 -130L-22 -150L-12 -136L0 -162L12 -136L22 -150L34 -130L36 0Z",
            s.across((0, "#b08a44", 1), (1, "#4a341a", 1)),
        )
        s.path("M-24 -8L-23 -118Q0 -138 23 -118L24 -8Z", "#7a2430")
        s.path(
            "M-46 0L-46 -56L-30 -58L-30 -44L30 -44L30 -58L46 -56L46 0Z",
            s.across((0, "#c09a50", 1), (1, "#5a4020", 1)),
        )
        s.path("M-28 -44L28 -44L34 -28L-34 -28Z", "#8f2c38")
        for k in (-38, 38):
            s.oval(k, -60, 9, 8, "#d8b460")
        s.oval(0, -142, 6, 8, "#e8d080")
    _aura(layer, x, foot - tall * 1.3, tall * 0.9, "#ffd890", 0.22)


def fire(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Burn a camp fire."""
    campfire(layer.sheet, layer.glow, x, foot, tall * 0.5)


def runestone(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Stand a carved stone whose runes shine."""
    s, g = layer.sheet, layer.glow
    s.poly(
        [
            (x - tall * 0.3, foot),
            (x - tall * 0.24, foot - tall * 1.3),
            (x + tall * 0.02, foot - tall * 1.55),
            (x + tall * 0.22, foot - tall * 1.25),
            (x + tall * 0.32, foot),
        ],
        s.across((0, tone(STONE, 1.1), 1), (1, tone(STONE, 0.45), 1)),
    )
    for i in range(4):
        y = foot - tall * (0.3 + 0.27 * i)
        g.line(
            [
                (x - tall * 0.08, y),
                (x, y - tall * 0.16),
                (x + tall * 0.08, y - tall * (0.02 + 0.05 * (i % 2))),
            ],
            "#8fd8ff",
            tall * 0.028,
        )
        g.line(
            [(x - tall * 0.02 * i, y), (x + tall * 0.02, y - tall * 0.14)], "#8fd8ff", tall * 0.022
        )
    ring = arc_points(x, foot - tall * 0.7, tall * 0.24, tall * 0.24, 0, 330)
    g.line(ring, "#8fd8ff", tall * 0.016, alpha=0.7)
    _aura(layer, x, foot - tall * 0.7, tall * 0.9, "#6ac0ff", 0.4)
