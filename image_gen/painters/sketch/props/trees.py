"""Growing things: bare and leafy trees, firs, grass, reeds, ferns, ivy."""

import math

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import blob, limb
from image_gen.painters.sketch.sheet import Point, Sheet


def trunk(sheet: Sheet, dice: Dice, x: float, foot: float, width: float, top: float, *,
          colour: str, lean: float = 0.0) -> None:  # fmt: skip
    """Raise a great trunk that leaves the picture, with roots and furrowed bark."""
    height = foot - top
    points: list[Point] = []
    widths: list[float] = []
    for i in range(7):
        t = i / 6
        sway = math.sin(t * 3.1 + dice.uniform(-0.4, 0.4)) * width * 0.12
        points.append((x + lean * height * t + sway, foot - height * t))
        widths.append(width * (1.55 - 1.5 * t if t < 0.18 else 1.28 - 0.45 * t))
    shade = sheet.across((0, tone(colour, 0.9), 1), (0.4, tone(colour, 1.1), 1),
                         (1, tone(colour, 0.45), 1))  # fmt: skip
    for side in (-1, 1):
        for reach in (1.0, 0.6):
            far = width * dice.uniform(0.7, 1.3) * reach
            sheet.path(limb([(x + side * width * 0.25, foot - width * 0.7 * reach),
                             (x + side * width * 0.5, foot - width * 0.14),
                             (x + side * far, foot + width * 0.1)],
                            [width * 0.5, width * 0.3, width * 0.05]), shade)  # fmt: skip
    sheet.path(limb(points, widths), shade)
    for _ in range(8):
        k = dice.uniform(-0.42, 0.42)
        start = dice.randrange(0, 4)
        furrow = [(px + k * pw, py) for (px, py), pw in zip(points, widths, strict=True)]
        sheet.line(furrow[start : start + 3], tone(colour, dice.choice((0.5, 0.6, 1.3))),
                   width * 0.035, alpha=0.55)  # fmt: skip


def bare(sheet: Sheet, dice: Dice, x: float, foot: float, height: float, *, colour: str,
         gnarl: float = 0.4, rounds: int = 5) -> list[Point]:  # fmt: skip
    """Grow a leafless tree; return its twigs' ends."""
    ends: list[Point] = []

    def grow(px: float, py: float, angle: float, long: float, thick: float, left: int) -> None:
        bend = angle + dice.uniform(-gnarl, gnarl) * 0.6
        mid = (px + math.cos(angle) * long * 0.5, py + math.sin(angle) * long * 0.5)
        end = (mid[0] + math.cos(bend) * long * 0.5, mid[1] + math.sin(bend) * long * 0.5)
        sheet.path(limb([(px, py), mid, end], [thick, thick * 0.8, thick * 0.62]), colour)
        if left == 0:
            ends.append(end)
            return
        for turn in (dice.uniform(0.2, 0.75), -dice.uniform(0.2, 0.75)):
            shorter = long * dice.uniform(0.62, 0.82)
            grow(*end, bend + turn * (1 + gnarl * 0.5), shorter, thick * 0.6, left - 1)

    thick = height * 0.075
    sheet.path(limb([(x - thick, foot + 3), (x, foot - thick), (x, foot - thick * 3)],
                    [thick * 0.4, thick * 1.3, thick]), colour)  # fmt: skip
    sheet.path(limb([(x + thick, foot + 3), (x, foot - thick), (x, foot - thick * 3)],
                    [thick * 0.4, thick * 1.3, thick]), colour)  # fmt: skip
    grow(x, foot, -math.pi / 2 + dice.uniform(-0.12, 0.12), height * 0.32, thick, rounds)
    return ends


def leafy(sheet: Sheet, dice: Dice, x: float, foot: float, height: float, *, bark: str,
          leaf: str) -> None:  # fmt: skip
    """Grow a broad tree: crown of lit and shadowed clumps over a short trunk."""
    sheet.path(limb([(x, foot), (x + height * 0.02, foot - height * 0.3),
                     (x, foot - height * 0.55)],
                    [height * 0.11, height * 0.07, height * 0.05]), bark)  # fmt: skip
    clumps = [(dice.gauss(0, 0.17), dice.uniform(0.42, 0.9), dice.uniform(0.12, 0.2))
              for _ in range(13)]  # fmt: skip
    for shade, lift in ((0.55, 0.0), (0.85, 0.03), (1.18, 0.065)):
        for dx, up, size in clumps:
            sheet.path(blob(dice, x + dx * height, foot - (up + lift) * height,
                            size * height * (1.05 - lift * 5), size * height * (0.8 - lift * 5),
                            wobble=0.22, points=11), tone(leaf, shade))  # fmt: skip
            _leaves(
                sheet,
                dice,
                x + dx * height,
                foot - (up + lift) * height,
                size * height,
                tone(leaf, shade),
                count=7,
            )


def bough(
    sheet: Sheet, dice: Dice, corner: float, reach: float, drop: float, *, colour: str
) -> None:
    """Hang a leafy bough into an upper corner, thinning towards `reach`."""
    sheet.path(
        limb([(corner, 30), ((corner + reach) / 2, 60), (reach, drop * 0.45)], [34, 20, 4]),
        "#2f261e",
    )
    for shade in (0.6, 0.85, 1.15):
        for _ in range(9):
            t = dice.random() ** 1.4
            x, y = corner + (reach - corner) * t, dice.uniform(-0.1, 0.8 - 0.4 * t) * drop
            size = drop * dice.uniform(0.1, 0.22) * (1.1 - 0.5 * t)
            sheet.path(
                blob(dice, x, y, size * 1.3, size, wobble=0.3, points=12), tone(colour, shade)
            )
            _leaves(sheet, dice, x, y, size * 1.5, tone(colour, shade))


def _leaves(
    sheet: Sheet, dice: Dice, x: float, y: float, size: float, colour: str, *, count: int = 9
) -> None:
    """Fringe a clump with single leaves."""
    for _ in range(count):
        angle, far = dice.uniform(0, math.tau), size * dice.uniform(0.7, 1.1)
        px, py, long = (
            x + math.cos(angle) * far,
            y + math.sin(angle) * far * 0.75,
            size * dice.uniform(0.12, 0.22),
        )
        tip = (px + math.cos(angle + 0.6) * long, py + math.sin(angle + 0.6) * long)
        sheet.poly([(px, py - long * 0.35), tip, (px, py + long * 0.35), (px - (tip[0] - px) * 0.6, py)],
                   tone(colour, dice.uniform(0.8, 1.25)))  # fmt: skip


def fir(sheet: Sheet, dice: Dice, x: float, foot: float, height: float, *, colour: str,
        snow: bool = False) -> None:  # fmt: skip
    """Grow a fir of ragged tiers; snow whitens their upper sides."""
    sheet.box(x - height * 0.02, foot - height * 0.14, height * 0.04, height * 0.14, "#3a2d22")
    tiers = 7
    for i in range(tiers):
        t = i / tiers
        y = foot - height * (0.08 + 0.8 * t)
        half = height * 0.23 * (1 - t) ** 0.85 * dice.uniform(0.85, 1.12)
        up = height * (0.28 - 0.08 * t)
        left, right = (x - half, y + half * 0.12), (x + half, y + half * 0.12)
        hem = [(x + half * k, y + half * dice.uniform(-0.16, 0.2)) for k in (0.6, 0.25, -0.1, -0.5)]
        sheet.poly([left, (x - half * 0.3, y - up * 0.45), (x, y - up), (x + half * 0.3, y - up * 0.45),
                    right, *hem], tone(colour, 0.7 + 0.5 * t))  # fmt: skip
        if snow:
            sheet.poly([left, (x - half * 0.3, y - up * 0.45), (x, y - up),
                        (x + half * 0.1, y - up * 0.5), (x - half * 0.35, y - half * 0.1)],
                       "#dfe8ee", alpha=0.8)  # fmt: skip


def palm(sheet: Sheet, dice: Dice, x: float, foot: float, height: float, *, colour: str) -> None:
    """Grow a palm: a leaning ringed stem and a crown of hanging fronds."""
    lean, thick = dice.uniform(-0.22, 0.22) * height, height * 0.05
    stem = [(x + lean * t * t, foot - height * 0.78 * t) for t in (0.0, 0.35, 0.7, 1.0)]
    sheet.path(limb(stem, [thick * 1.5, thick, thick * 0.85, thick * 0.7]), "#6b5238")
    for i in range(1, 9):
        t = i / 9
        px, py = x + lean * t * t, foot - height * 0.78 * t
        sheet.line([(px - thick * 0.5, py), (px + thick * 0.5, py - 2)], "#4a3826", 1.6, alpha=0.6)
    top_x, top_y = stem[-1]
    for i in range(11):
        way = -1 + 2 * i / 10 + dice.uniform(-0.08, 0.08)
        long, rise = height * dice.uniform(0.30, 0.42), (1 - abs(way)) * height * 0.24
        tip = (top_x + way * long, top_y - rise + abs(way) * height * 0.20)
        middle = (top_x + way * long * 0.55, top_y - rise - height * 0.05)
        sheet.path(limb([(top_x, top_y), middle, tip], [thick * 0.3, thick * 0.9, thick * 0.08]),
                   tone(colour, dice.uniform(0.75, 1.15)))  # fmt: skip


def grass(sheet: Sheet, dice: Dice, x0: float, x1: float, foot: float, *, height: float,
          colour: str, count: int = 60) -> None:  # fmt: skip
    """Tuft a strip of ground with blades."""
    for _ in range(count):
        x = dice.uniform(x0, x1)
        tall = height * dice.uniform(0.4, 1.0)
        lean = dice.uniform(-0.5, 0.5) * tall
        w = height * 0.05
        y = foot + dice.uniform(0, height * 0.3)
        sheet.path(f"M{x - w:.1f} {y:.1f}Q{x + lean * 0.2:.1f} {y - tall * 0.6:.1f} {x + lean:.1f} "
                   f"{y - tall:.1f}Q{x + lean * 0.4 + w:.1f} {y - tall * 0.5:.1f} {x + w:.1f} "
                   f"{y:.1f}Z", tone(colour, dice.uniform(0.6, 1.25)))  # fmt: skip


def reeds(sheet: Sheet, dice: Dice, x: float, foot: float, height: float, *, colour: str,
          count: int = 14) -> None:  # fmt: skip
    """Stand a clump of reeds with a few bulrush heads."""
    for _ in range(count):
        px = x + dice.gauss(0, height * 0.18)
        tall = height * dice.uniform(0.5, 1.0)
        lean = dice.uniform(-0.22, 0.22) * tall
        sheet.path(limb([(px, foot), (px + lean * 0.3, foot - tall * 0.5), (px + lean, foot - tall)],
                        [height * 0.022, height * 0.016, height * 0.004]),
                   tone(colour, dice.uniform(0.7, 1.2)))  # fmt: skip
        if dice.random() < 0.3:
            sheet.oval(px + lean * 0.92, foot - tall * 0.95, height * 0.016, height * 0.06,
                       mix(colour, "#4a2f1c", 0.8))  # fmt: skip


def fern(sheet: Sheet, dice: Dice, x: float, foot: float, size: float, *, colour: str) -> None:
    """Spread a fern of arching fronds."""
    for i in range(7):
        angle = math.radians(-165 + 25 * i + dice.uniform(-6, 6))
        tip = (x + math.cos(angle) * size, foot + math.sin(angle) * size * 0.75)
        bow = (x + math.cos(angle) * size * 0.5, foot + math.sin(angle) * size * 0.75)
        shade = tone(colour, dice.uniform(0.65, 1.2))
        sheet.path(limb([(x, foot), bow, tip], [size * 0.03, size * 0.16, size * 0.01]), shade)
        sheet.line([(x, foot), bow, tip], tone(shade, 0.6), size * 0.014)


def canopy(sheet: Sheet, dice: Dice, width: float, *, drop: float, colour: str,
           count: int = 46) -> None:  # fmt: skip
    """Fringe the upper edge with hanging foliage, lower at the sides."""
    for shade in (0.55, 0.8, 1.05):
        for _ in range(count // 3):
            x = dice.uniform(-20, width + 20)
            side = abs(x / width - 0.5) * 2
            y = dice.uniform(-0.3, 0.75) * drop * (0.35 + side**1.5)
            size = dice.uniform(0.22, 0.5) * drop
            sheet.path(
                blob(dice, x, y, size, size * 0.62, wobble=0.3, points=13), tone(colour, shade)
            )
            _leaves(sheet, dice, x, y, size, tone(colour, shade), count=6)
