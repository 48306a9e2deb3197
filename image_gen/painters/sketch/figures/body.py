"""What a body is drawn with: two sheets, a tint, its own chance, and a few strokes all share."""

from collections.abc import Sequence
from dataclasses import dataclass

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import limb, smooth
from image_gen.painters.sketch.sheet import Point, Sheet

STEEL, LEATHER, SKIN, BONE = "#aab0b8", "#6b4c35", "#b98b68", "#d8cfb4"


@dataclass(slots=True)
class Body:
    """The sheets to draw on, the creature's main colour, the figure's own chance."""

    sheet: Sheet
    glow: Sheet
    tint: str
    dice: Dice

    def shape(self, points: Sequence[Point], colour: str, *, alpha: float = 1.0) -> None:
        """Fill a soft closed shape."""
        self.sheet.path(smooth(points), colour, alpha=alpha)

    def flat(self, points: Sequence[Point], colour: str, *, alpha: float = 1.0) -> None:
        """Fill a straight-edged shape."""
        self.sheet.poly(points, colour, alpha=alpha)

    def limb(self, points: Sequence[Point], widths: Sequence[float], colour: str) -> None:
        """Draw a limb that tapers along its points."""
        self.sheet.path(limb(points, widths), colour)

    def round(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        """Fill an oval."""
        self.sheet.oval(x, y, rx, ry, colour)

    def eye(self, x: float, y: float, r: float, colour: str = "#ffd24a") -> None:
        """Let an eye shine."""
        self.glow.oval(x, y, r * 3.2, r * 3.2, self.glow.around((0, colour, 0.5), (1, colour, 0)))
        self.glow.oval(x, y, r, r, colour)

    def legs(self, hip: float, colour: str, *, wide: float = 9, stride: float = 9) -> None:
        """Stand two legs apart under a hip height, boots on the ground."""
        self.limb([(-3, -hip), (-stride * 0.7, -hip * 0.5), (-stride, -2)], [wide * 1.25, wide, wide * 0.72],
                  tone(colour, 0.75))  # fmt: skip
        self.limb([(3, -hip), (stride * 0.8, -hip * 0.52), (stride * 0.8, -2)],
                  [wide * 1.25, wide, wide * 0.72], colour)  # fmt: skip
        for x in (-stride, stride * 0.8):
            self.shape(
                [(x - 4, 0), (x - 4, -6), (x + 2, -6), (x + 9, -1.5), (x + 9, 0.5)],
                tone(LEATHER, 0.6),
            )

    def sword(self, x: float, y: float, tip: Point) -> None:
        """Hold a sword at (x, y) pointing at its tip."""
        dx, dy = tip[0] - x, tip[1] - y
        far = (dx * dx + dy * dy) ** 0.5
        nx, ny = -dy / far, dx / far
        ux, uy = dx / far, dy / far
        self.flat([(x + nx * 1.5, y + ny * 1.5), (tip[0] - ux * 5 + nx, tip[1] - uy * 5 + ny), tip,
                   (tip[0] - ux * 5 - nx, tip[1] - uy * 5 - ny), (x - nx * 1.5, y - ny * 1.5)], STEEL)  # fmt: skip
        gx, gy = x + ux * 2, y + uy * 2
        self.sheet.line([(gx + nx * 6, gy + ny * 6), (gx - nx * 6, gy - ny * 6)], "#b08d45", 2.2)
        self.sheet.line([(x - ux * 7, y - uy * 7), (gx, gy)], LEATHER, 2.6)

    def pole(self, foot: Point, top: Point, width: float = 2.4, colour: str = "#6b4c35") -> None:
        """Hold a staff or a spear's shaft."""
        self.sheet.line([foot, top], colour, width)

    def paler(self, t: float = 0.3) -> str:
        """Return the tint, lighter."""
        return mix(self.tint, "#f0e6d0", t)

    def darker(self, t: float = 0.6) -> str:
        """Return the tint, darker."""
        return tone(self.tint, t)
