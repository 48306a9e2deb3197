"""Focal built things: door, gate, well, boat, cart, coffin."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.props.furniture import sarcophagus
from image_gen.painters.sketch.seeds import dice_from
from image_gen.painters.sketch.shapes import arch, limb
from image_gen.painters.sketch.stage import Layer

STONE, WOOD = "#9a948a", "#6f4c30"


def coffin(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Lay an opened coffin across, something pale stirring in it."""
    sarcophagus(layer.sheet, dice_from("coffin"), x, foot, tall * 1.7, colour=STONE, is_open=True)
    layer.glow.oval(
        x,
        foot - tall * 0.6,
        tall * 0.9,
        tall * 0.45,
        layer.glow.around((0, "#a8ffd0", 0.4), (1, "#a8ffd0", 0)),
    )


def door(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Close the way with an iron-bound door; light shows round its edge."""
    s, w, h = layer.sheet, tall * 0.95, tall * 1.6
    s.path(arch(x, foot, w * 1.4, h * 1.14), s.across((0, STONE, 1), (1, tone(STONE, 0.6), 1)))
    layer.sheet.path(arch(x, foot, w * 1.06, h * 1.02), "#f0b860")
    s.path(arch(x, foot, w, h), s.across((0, WOOD, 1), (1, tone(WOOD, 0.5), 1)))
    for k in (-0.3, -0.1, 0.1, 0.3):
        s.line([(x + k * w, foot), (x + k * w, foot - h * 0.85)], tone(WOOD, 0.5), 2.4)
    for k in (0.2, 0.62):
        s.box(x - w * 0.48, foot - h * k, w * 0.9, tall * 0.06, "#3c3a3c")
    s.oval(x + w * 0.3, foot - h * 0.42, tall * 0.06, tall * 0.06, "#c8a24a")


def gate(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Raise a gatehouse with a half-lowered portcullis."""
    s, w, h = layer.sheet, tall * 1.1, tall * 1.5
    s.box(
        x - w * 1.25,
        foot - h * 1.4,
        w * 2.5,
        h * 1.4,
        s.across((0, STONE, 1), (1, tone(STONE, 0.5), 1)),
    )
    for i in range(6):
        s.box(x - w * 1.25 + i * w * 0.44, foot - h * 1.52, w * 0.28, h * 0.14, tone(STONE, 0.85))
    for row in range(8):
        for k in (-1.1, 0.75):
            s.box(
                x + w * (k + 0.08 * (row % 2)),
                foot - h * (0.16 + 0.15 * row),
                w * 0.26,
                h * 0.09,
                tone(STONE, 1.15 - 0.06 * row),
                alpha=0.7,
            )
    s.path(arch(x, foot, w * 1.2, h), "#0e0d0f")
    for k in range(-4, 5):
        s.box(x + k * w * 0.13 - 2.5, foot - h * 0.92 + abs(k) * h * 0.03, 5, h * 0.56, "#55504c")
        s.poly(
            [
                (x + k * w * 0.13 - 4, foot - h * 0.36),
                (x + k * w * 0.13, foot - h * 0.28),
                (x + k * w * 0.13 + 4, foot - h * 0.36),
            ],
            "#55504c",
        )
    for k in (0.42, 0.58, 0.74):
        s.box(x - w * 0.58, foot - h * k, w * 1.16, 5, "#55504c")


def well(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Build a roofed well with its bucket."""
    s, w = layer.sheet, tall * 0.5
    for k in (-0.85, 0.78):
        s.box(x + k * w, foot - tall * 1.3, w * 0.12, tall * 1.1, WOOD)
    s.poly(
        [
            (x - w * 1.35, foot - tall * 1.18),
            (x, foot - tall * 1.72),
            (x + w * 1.35, foot - tall * 1.18),
        ],
        s.across((0, "#8a5a40", 1), (1, "#4a3024", 1)),
    )
    s.line(
        [(x - w * 0.8, foot - tall * 1.02), (x + w * 0.8, foot - tall * 1.02)], WOOD, tall * 0.06
    )
    s.line([(x, foot - tall * 1.02), (x, foot - tall * 0.68)], "#b8a884", tall * 0.02)
    s.poly(
        [
            (x - w * 0.16, foot - tall * 0.7),
            (x + w * 0.16, foot - tall * 0.7),
            (x + w * 0.12, foot - tall * 0.52),
            (x - w * 0.12, foot - tall * 0.52),
        ],
        WOOD,
    )
    s.oval(x, foot - tall * 0.42, w, w * 0.22, "#17181a")
    s.path(
        f"M{x - w:.1f} {foot - tall * 0.42:.1f}A{w:.1f} {w * 0.22:.1f} "
        f"0 0 0 {x + w:.1f} {foot - tall * 0.42:.1f}L{x + w:.1f} "
        f"{foot - tall * 0.04:.1f}A{w:.1f} {w * 0.22:.1f} 0 0 1 {x - w:.1f} {foot - tall * 0.04:.1f}Z",
        s.across((0, STONE, 1), (1, tone(STONE, 0.5), 1)),
    )
    for row in range(3):
        for k in range(-3, 4):
            s.box(
                x + (k + 0.5 * (row % 2)) * w * 0.28,
                foot - tall * (0.12 + 0.11 * row),
                w * 0.24,
                tall * 0.08,
                tone(STONE, 0.75 + 0.12 * (k % 3)),
                alpha=0.6,
            )


def boat(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Draw up a boat with mast and furled sail."""
    s, w = layer.sheet, tall * 1.2
    s.line([(x, foot - tall * 0.2), (x + 6, foot - tall * 2.2)], "#4a3626", tall * 0.05)
    s.path(
        limb(
            [
                (x - w * 0.5, foot - tall * 1.9),
                (x, foot - tall * 2.0),
                (x + w * 0.55, foot - tall * 1.85),
            ],
            [8, tall * 0.16, 8],
        ),
        "#cfc2a4",
    )
    for k in (-0.9, 0.95):
        s.line([(x + 6, foot - tall * 2.18), (x + k * w, foot - tall * 0.35)], "#8a7a60", 1.6)
    s.path(
        f"M{x - w * 1.05:.1f} {foot - tall * 0.5:.1f}C{x - w * 0.6:.1f} "
        f"{foot - tall * 0.26:.1f} {x + w * 0.5:.1f} {foot - tall * 0.26:.1f} "
        f"{x + w * 1.1:.1f} {foot - tall * 0.62:.1f}C{x + w * 0.9:.1f} {foot - tall * 0.1:.1f} "
        f"{x + w * 0.6:.1f} {foot:.1f} {x:.1f} {foot:.1f}"
        f"C{x - w * 0.6:.1f} {foot:.1f} {x - w * 0.95:.1f} {foot - tall * 0.12:.1f} "
        f"{x - w * 1.05:.1f} {foot - tall * 0.5:.1f}Z",
        s.across((0, tone(WOOD, 1.2), 1), (1, tone(WOOD, 0.45), 1), vertical=True),
    )
    for k in (0.12, 0.24):
        s.line(
            [
                (x - w * 0.9, foot - tall * k),
                (x, foot - tall * (k - 0.08)),
                (x + w * 0.92, foot - tall * (k + 0.03)),
            ],
            tone(WOOD, 0.5),
            2.2,
        )


def cart(layer: Layer, x: float, foot: float, tall: float) -> None:
    """Leave a loaded wagon."""
    s, w = layer.sheet, tall * 0.9
    s.path(
        f"M{x - w * 0.8:.1f} {foot - tall * 0.7:.1f}C{x - w * 0.9:.1f} "
        f"{foot - tall * 1.5:.1f} {x + w * 0.8:.1f} {foot - tall * 1.5:.1f} "
        f"{x + w * 0.8:.1f} {foot - tall * 0.7:.1f}Z",
        s.across((0, "#d8ccb0", 1), (1, "#7a6e58", 1)),
    )
    for k in (-0.4, 0.0, 0.4):
        s.line([(x + k * w, foot - tall * 1.3), (x + k * w * 1.1, foot - tall * 0.7)], "#8a7e68", 2)
    s.box(
        x - w * 0.95,
        foot - tall * 0.72,
        w * 1.9,
        tall * 0.26,
        s.across((0, WOOD, 1), (1, tone(WOOD, 0.5), 1)),
    )
    s.path(limb([(x + w * 0.9, foot - tall * 0.5), (x + w * 1.7, foot - tall * 0.2)], [7, 5]), WOOD)
    for k in (-0.6, 0.6):
        r = tall * 0.32
        s.oval(x + k * w, foot - r, r, r, "#4a3422")
        s.oval(x + k * w, foot - r, r * 0.78, r * 0.78, "#857860")
        for i in range(4):
            with s.moved(x + k * w, foot - r, turn=45 * i + 10):
                s.box(-2, -r * 0.8, 4, r * 1.6, "#4a3422")
