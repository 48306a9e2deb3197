"""What people put into rooms: tables, barrels, shelves, banners, benches, beams, coffins."""

from image_gen.painters.sketch.colour import tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.sheet import Sheet

WOOD = "#7d5a3c"


def barrel(sheet: Sheet, x: float, foot: float, height: float, *, colour: str = WOOD) -> None:
    """Stand a barrel on its end."""
    half, top = height * 0.36, foot - height
    body = sheet.across((0, tone(colour, 0.9), 1), (0.35, tone(colour, 1.25), 1),
                        (1, tone(colour, 0.4), 1))  # fmt: skip
    sheet.path(f"M{x - half * 0.82:.1f} {foot:.1f}Q{x - half * 1.2:.1f} {foot - height / 2:.1f} "
               f"{x - half * 0.82:.1f} {top:.1f}H{x + half * 0.82:.1f}Q{x + half * 1.2:.1f} "
               f"{foot - height / 2:.1f} {x + half * 0.82:.1f} {foot:.1f}Z", body)  # fmt: skip
    for t in (0.14, 0.32, 0.7, 0.88):
        bulge = half * (0.86 + 0.16 * (1 - abs(t - 0.5) * 2))
        sheet.line([(x - bulge, top + height * t), (x, top + height * (t + 0.02)),
                    (x + bulge, top + height * t)], "#3c3a3a", height * 0.045)  # fmt: skip
    sheet.oval(x, top, half * 0.82, height * 0.07, tone(colour, 1.15))


def table(sheet: Sheet, dice: Dice, x: float, foot: float, width: float, height: float, *,
          colour: str = WOOD, laid: bool = True) -> None:  # fmt: skip
    """Stand a heavy table, with mugs and a candle when laid."""
    half, top = width / 2, foot - height
    for k in (-0.85, 0.85):
        sheet.box(x + k * half - width * 0.025, top, width * 0.05, height, tone(colour, 0.5))
    sheet.poly([(x - half, top + height * 0.12), (x - half * 0.9, top - height * 0.14),
                (x + half * 0.9, top - height * 0.14), (x + half, top + height * 0.12)],
               tone(colour, 1.15))  # fmt: skip
    sheet.box(x - half, top + height * 0.1, width, height * 0.14, tone(colour, 0.7))
    if laid:
        for _ in range(4):
            mx = x + dice.uniform(-0.75, 0.75) * half
            size = height * dice.uniform(0.16, 0.24)
            sheet.box(mx - size * 0.4, top - size, size * 0.8, size, "#a08f78")
            sheet.line([(mx + size * 0.4, top - size * 0.8), (mx + size * 0.75, top - size * 0.55),
                        (mx + size * 0.4, top - size * 0.25)], "#a08f78", size * 0.14)  # fmt: skip


def stool(sheet: Sheet, x: float, foot: float, height: float, *, colour: str = WOOD) -> None:
    """Stand a three-legged stool."""
    for k in (-0.5, 0.05, 0.55):
        sheet.line([(x + height * k * 0.6, foot - height), (x + height * k, foot)],
                   tone(colour, 0.55), height * 0.1)  # fmt: skip
    sheet.oval(x, foot - height, height * 0.52, height * 0.15, tone(colour, 1.05))


def shelf(sheet: Sheet, dice: Dice, x: float, y: float, width: float, height: float, *,
          rows: int = 3, what: str = "bottles") -> None:  # fmt: skip
    """Hang shelves full of bottles or books."""
    sheet.box(x, y, width, height, "#2b1e15")
    gap = height / rows
    for row in range(rows):
        base = y + gap * (row + 1) - gap * 0.1
        px = x + width * 0.03
        while px < x + width * 0.95:
            w = gap * (dice.uniform(0.1, 0.2) if what == "books" else dice.uniform(0.16, 0.26))
            tall = gap * dice.uniform(0.45, 0.78)
            paint = dice.choice(("#6d3b2e", "#3f5a4c", "#7d6a35", "#45506e", "#8a7a60"))
            if what == "books":
                sheet.box(px, base - tall, w, tall, paint)
                sheet.box(px, base - tall * 0.8, w, tall * 0.08, tone(paint, 1.5))
            elif dice.random() < 0.8:
                sheet.box(px, base - tall * 0.6, w, tall * 0.6, paint)
                sheet.box(px + w * 0.33, base - tall, w * 0.34, tall * 0.45, paint)
            px += w * (1.08 if what == "books" else 1.35)
        sheet.box(x - width * 0.02, base, width * 1.04, gap * 0.09, "#6a4c33")


def banner(sheet: Sheet, dice: Dice, x: float, top: float, width: float, height: float, *,
           colour: str) -> None:  # fmt: skip
    """Hang a long banner with a device on it."""
    half = width / 2
    sheet.box(x - half * 1.2, top - width * 0.06, width * 1.2, width * 0.07, "#4b3a2a")
    sheet.poly([(x - half, top), (x + half, top), (x + half, top + height), (x, top + height * 0.86),
                (x - half, top + height)],
               sheet.across((0, tone(colour, 1.1), 1), (0.5, tone(colour, 0.75), 1),
                            (1, tone(colour, 1.0), 1)))  # fmt: skip
    gold, y = "#c2a14d", top + height * 0.38
    device = dice.randrange(3)
    if device == 0:
        sheet.poly([(x, y - half * 0.7), (x + half * 0.5, y), (x, y + half * 0.7), (x - half * 0.5, y)],
                   gold)  # fmt: skip
    elif device == 1:
        sheet.oval(x, y, half * 0.5, half * 0.5, gold)
        sheet.oval(x + half * 0.2, y - half * 0.08, half * 0.42, half * 0.42, tone(colour, 0.8))
    else:
        sheet.box(x - half * 0.1, y - half * 0.7, half * 0.2, half * 1.5, gold)
        sheet.box(x - half * 0.45, y - half * 0.3, half * 0.9, half * 0.2, gold)
    sheet.box(x - half, top + height * 0.06, width, height * 0.02, gold, alpha=0.8)


def sarcophagus(sheet: Sheet, dice: Dice, x: float, foot: float, width: float, *,
                colour: str, is_open: bool = False) -> None:  # fmt: skip
    """Lay a stone coffin along the floor, its lid shoved aside when open."""
    tall, half = width * 0.34, width / 2
    sheet.poly([(x - half, foot), (x - half * 0.94, foot - tall), (x + half * 0.94, foot - tall),
                (x + half, foot)], sheet.across((0, tone(colour, 1.0), 1), (1, tone(colour, 0.5), 1)))  # fmt: skip
    for k in (-0.6, -0.2, 0.2, 0.6):
        sheet.box(x + k * half - width * 0.06, foot - tall * 0.78, width * 0.12, tall * 0.5,
                  tone(colour, 0.62))  # fmt: skip
    top = foot - tall
    if is_open:
        sheet.poly([(x - half * 0.9, top), (x - half * 0.8, top - tall * 0.2),
                    (x + half * 0.8, top - tall * 0.2), (x + half * 0.9, top)], "#0d0d10")  # fmt: skip
    slip = width * (0.22 if is_open else 0.0)
    sheet.poly([(x - half * 1.02 + slip, top + tall * 0.02), (x - half * 0.85 + slip, top - tall * 0.3),
                (x + half * 0.85 + slip, top - tall * 0.3 + slip * 0.3),
                (x + half * 1.02 + slip, top + tall * 0.02 + slip * 0.3)], tone(colour, 1.2))  # fmt: skip
    if not is_open:
        sheet.oval(x - half * 0.55, top - tall * 0.3, tall * 0.16, tall * 0.12, tone(colour, 1.3))
        sheet.oval(x + half * 0.05, top - tall * 0.28, half * 0.5, tall * 0.13, tone(colour, 1.05))


def chain(sheet: Sheet, x: float, top: float, bottom: float, size: float) -> None:
    """Hang a chain of links."""
    y = top
    turned = False
    while y < bottom:
        sheet.oval(x, y, size * (0.2 if turned else 0.42), size * 0.62, "#5d5a58")
        sheet.oval(x, y, size * (0.05 if turned else 0.2), size * 0.36, "#1d1c1e")
        turned = not turned
        y += size


def web(sheet: Sheet, x: float, y: float, size: float, *, left: bool) -> None:
    """String a cobweb into an upper corner."""
    way = 1 if left else -1
    tips = [(x + way * size, y), (x + way * size * 0.85, y + size * 0.45),
            (x + way * size * 0.5, y + size * 0.8), (x, y + size)]  # fmt: skip
    for tip in tips:
        sheet.line([(x, y), tip], "#b9bcc0", 1.4, alpha=0.5)
    for t in (0.3, 0.5, 0.7, 0.9):
        ring = [(x + (tx - x) * t, y + (ty - y) * t) for tx, ty in tips]
        sheet.line(ring, "#b9bcc0", 1.1, alpha=0.4)
