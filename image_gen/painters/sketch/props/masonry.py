"""Built stone: floors in perspective, walls of courses, pillars, arches, steps."""

from itertools import pairwise

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import arch, broken
from image_gen.painters.sketch.sheet import Sheet
from image_gen.painters.sketch.stage import Stage


def flagstones(sheet: Sheet, dice: Dice, stage: Stage, *, colour: str, rows: int = 9,
               columns: int = 11, far: float = 0.95) -> None:  # fmt: skip
    """Pave the floor to the horizon with slabs that differ a little."""
    depths = [far * (i / rows) ** 1.35 for i in range(rows + 1)]
    sheet.box(-10, stage.floor_y(far), stage.width + 20, 1010 - stage.floor_y(far),
              tone(colour, 0.5))  # fmt: skip
    middle = stage.width / 2
    for near, back in pairwise(depths):
        y0, y1 = stage.floor_y(near), stage.floor_y(back)
        k0, k1 = y0 - stage.horizon, y1 - stage.horizon
        step = stage.width * 2.2 / columns / (1050 - stage.horizon)
        shift = dice.uniform(-0.5, 0.5)
        many = round(columns * min(3.2, (1050 - stage.horizon) / max(40, k1) / 2.2)) // 2 + 1
        for c in range(-many, many):
            a, b = (c + shift) * step, (c + 1 + shift) * step
            gap = 0.02 * step
            slab = mix(
                colour, dice.choice(("#7d7468", "#8b8f93", "#5d5850")), dice.uniform(0, 0.35)
            )
            sheet.poly(
                [(middle + (a + gap) * k0, y0 - 1), (middle + (b - gap) * k0, y0 - 1),
                 (middle + (b - gap) * k1, y1 + 1), (middle + (a + gap) * k1, y1 + 1)],
                tone(slab, dice.uniform(0.78, 1.1)),
            )  # fmt: skip


def courses(sheet: Sheet, dice: Dice, x: float, y: float, width: float, height: float, *,
            colour: str, row: float = 42.0, missing: float = 0.25) -> None:  # fmt: skip
    """Face a wall with rows of blocks; some stay as plain wall."""
    sheet.box(x, y, width, height, sheet.across((0, tone(colour, 0.75), 1), (0.5, colour, 1),
                                                (1, tone(colour, 0.8), 1)))  # fmt: skip
    top = y
    while top < y + height - row * 0.4:
        left = x - dice.uniform(0, row)
        while left < x + width:
            block = row * dice.uniform(1.2, 2.4)
            a, b = max(left, x), min(left + block, x + width)
            if b - a > row * 0.4 and dice.random() > missing:
                shade = tone(colour, dice.uniform(0.8, 1.2))
                sheet.box(a + 2, top + 2, b - a - 4, row - 4, shade, alpha=0.75)
                sheet.box(a + 2, top + 2, b - a - 4, 3, tone(shade, 1.3), alpha=0.5)
            left += block
        top += row


def pillar(sheet: Sheet, dice: Dice, x: float, foot: float, width: float, top: float, *,
           colour: str, fluted: bool = False, broken_at: float | None = None) -> None:  # fmt: skip
    """Raise a pillar from its foot to `top`; broken_at (0-1 of the height) snaps it off."""
    height = foot - top
    half = width / 2
    body = sheet.across((0, tone(colour, 1.1), 1), (0.35, tone(colour, 1.0), 1),
                        (1, tone(colour, 0.42), 1))  # fmt: skip
    end = top if broken_at is None else foot - height * broken_at
    outline = [(x - half, foot), (x - half * 0.92, end), (x + half * 0.92, end), (x + half, foot)]
    if broken_at is not None:
        crown = broken(dice, [outline[1], (x, end - half * dice.uniform(0.2, 0.9)), outline[2]],
                       rough=half * 0.16)  # fmt: skip
        outline = [outline[0], *crown[: len(crown) * 2 // 3 + 1], outline[2], outline[3]]
    sheet.poly(outline, body)
    if fluted:
        for k in (-0.5, -0.15, 0.2, 0.55):
            sheet.line([(x + half * k, foot - width * 0.4), (x + half * k * 0.92, end + 6)],
                       tone(colour, 0.55), width * 0.035, alpha=0.7)  # fmt: skip
    else:
        for i in range(1, int(height / (width * 1.1)) + 1):
            y = foot - i * width * 1.1 + dice.uniform(-3, 3)
            if y > end + 8:
                sheet.line([(x - half * 0.95, y), (x, y + width * 0.05), (x + half * 0.95, y)],
                           tone(colour, 0.5), width * 0.03, alpha=0.7)  # fmt: skip
    for spread, low, high in ((1.35, 0.0, 0.16), (1.18, 0.16, 0.28)):
        sheet.box(
            x - half * spread, foot - width * high, width * spread, width * (high - low), body
        )
    if broken_at is None:
        for spread, low, high in ((1.5, 0.0, 0.14), (1.25, 0.14, 0.3)):
            sheet.box(x - half * spread, top + width * low, width * spread, width * (high - low),
                      body)  # fmt: skip


def arch_between(sheet: Sheet, left: float, right: float, spring: float, *, thick: float,
                 colour: str, rise: float = 1.0) -> None:  # fmt: skip
    """Span an arch from pillar to pillar with its voussoirs, filled solid above it."""
    half = (right - left) / 2
    middle, top = (left + right) / 2, spring - half * rise
    sheet.path(
        f"M{left:.1f} {spring:.1f}A{half:.1f} {half * rise:.1f} 0 0 1 {right:.1f} {spring:.1f}"
        f"L{right:.1f} -20L{left:.1f} -20Z",
        sheet.across((0, tone(colour, 0.45), 1), (1, tone(colour, 0.8), 1), vertical=True),
    )
    sheet.path(
        f"M{left:.1f} {spring:.1f}A{half:.1f} {half * rise:.1f} 0 0 1 {right:.1f} {spring:.1f}"
        f"L{right + thick * 0.2:.1f} {spring:.1f}A{half + thick * 0.2:.1f} "
        f"{half * rise + thick:.1f} 0 0 0 {left - thick * 0.2:.1f} {spring:.1f}Z",
        tone(colour, 1.08),
    )
    for i in range(1, 10):
        t = i / 10
        x = left + (right - left) * t
        lift = half * rise * (1 - ((x - middle) / half) ** 2) ** 0.5
        out = (x - middle) / half * thick * 0.5
        sheet.line([(x, spring - lift), (x + out, spring - lift - thick * 0.9)],
                   tone(colour, 0.5), thick * 0.06, alpha=0.8)  # fmt: skip
    sheet.poly([(middle - thick * 0.4, top - thick * 1.15), (middle + thick * 0.4, top - thick * 1.15),
                (middle + thick * 0.26, top + 4), (middle - thick * 0.26, top + 4)],
               tone(colour, 1.2))  # fmt: skip


def opening(sheet: Sheet, x: float, foot: float, width: float, height: float, *, colour: str,
            inside: str, pointed: bool = False) -> None:  # fmt: skip
    """Cut a dark doorway or window with a stone surround."""
    frame = width * 0.14
    sheet.path(
        arch(x, foot, width + frame * 2, height + frame, pointed=pointed), tone(colour, 1.12)
    )
    sheet.path(arch(x, foot, width, height, pointed=pointed), inside)


def steps(sheet: Sheet, x: float, foot: float, width: float, *, count: int, rise: float,
          colour: str) -> None:  # fmt: skip
    """Stack a flight of broad steps, narrowing as they rise."""
    for i in range(count):
        w = width * (1 - 0.09 * i)
        top = foot - rise * (i + 1)
        sheet.box(x - w / 2, top, w, rise, tone(colour, 0.62 + 0.05 * i))
        sheet.box(x - w / 2, top, w, rise * 0.34, tone(colour, 1.05 + 0.03 * i))
