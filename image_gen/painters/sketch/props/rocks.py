"""Rock: boulders with a lit top, hanging and standing stone, rubble, a cave's mouth."""

from image_gen.painters.sketch.colour import mix, tone
from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.shapes import broken, ridge
from image_gen.painters.sketch.sheet import Point, Sheet


def boulder(
    sheet: Sheet, dice: Dice, x: float, foot: float, width: float, height: float, colour: str
) -> None:
    """Set a boulder down with its middle at x: a dark body, paler facets on top."""
    half = width / 2
    lean = dice.uniform(-0.2, 0.2)
    corners: list[Point] = [
        (x - half, foot),
        (x - half * 0.92, foot - height * dice.uniform(0.35, 0.6)),
        (x - half * (0.45 + lean), foot - height * dice.uniform(0.82, 1.0)),
        (x + half * (0.35 - lean), foot - height * dice.uniform(0.85, 1.0)),
        (x + half * 0.88, foot - height * dice.uniform(0.4, 0.62)),
        (x + half, foot),
    ]
    sheet.poly(
        broken(dice, corners, rough=height * 0.05),
        sheet.across((0, colour, 1), (1, tone(colour, 0.55), 1), vertical=True),
    )
    middle = (x + half * dice.uniform(-0.25, 0.15), foot - height * dice.uniform(0.4, 0.55))
    sheet.poly([corners[1], corners[2], corners[3], middle], tone(colour, 1.22), alpha=0.6)
    sheet.poly([corners[3], corners[4], corners[5], middle], tone(colour, 0.66), alpha=0.55)


def rubble(
    sheet: Sheet, dice: Dice, x: float, foot: float, width: float, colour: str, *, count: int = 12
) -> None:
    """Strew broken stone along a line."""
    for _ in range(count):
        size = dice.uniform(0.03, 0.11) * width
        boulder(
            sheet,
            dice,
            x + dice.gauss(0, 0.3) * width,
            foot + dice.uniform(-0.02, 0.05) * width,
            size,
            size * dice.uniform(0.45, 0.8),
            mix(colour, "#6b6258", dice.uniform(0, 0.5)),
        )


def fang(sheet: Sheet, dice: Dice, x: float, root: float, width: float, length: float,
         colour: str) -> None:  # fmt: skip
    """Draw a stalactite (length > 0, hanging from root) or a stalagmite (length < 0)."""
    half = width / 2
    left: list[Point] = []
    right: list[Point] = []
    bend = dice.uniform(-0.12, 0.12) * width
    for i in range(7):
        t = i / 6
        thick = half * (1 - t) ** 1.25 * (1 + dice.uniform(-0.16, 0.16)) + half * 0.02
        y = root + length * t
        left.append((x - thick + bend * t, y))
        right.append((x + thick + bend * t, y))
    shade = sheet.across((0, tone(colour, 1.15), 1), (0.45, colour, 1), (1, tone(colour, 0.45), 1))
    sheet.poly(left + right[::-1], shade)
    for i in (1, 3):
        y = left[i][1]
        sheet.line([left[i], (x, y + length * 0.03), right[i]], tone(colour, 0.6), width * 0.03,
                   alpha=0.6)  # fmt: skip


def ceiling(sheet: Sheet, dice: Dice, width: float, *, sag: float, colour: str,
            teeth: int = 9, longest: float = 240.0) -> None:  # fmt: skip
    """Hang a rough rock ceiling across the top, toothed with stalactites."""
    edge = ridge(dice, (-20, sag * dice.uniform(0.8, 1.4)),
                 (width + 20, sag * dice.uniform(0.8, 1.4)), rough=sag * 0.5)  # fmt: skip
    for _ in range(teeth):
        x, y = edge[dice.randrange(3, len(edge) - 3)]
        long = longest * dice.uniform(0.2, 1.0) ** 1.6
        fang(sheet, dice, x, y - 40, long * dice.uniform(0.25, 0.4) + 14, long + 40, colour)
    sheet.poly([(-20, -20), *edge, (width + 20, -20)], colour)


def cave_side(
    sheet: Sheet, dice: Dice, width: float, *, reach: float, left: bool, colour: str
) -> None:
    """Close one side of the picture with a leaning wall of rock; reach in units."""
    shape = ridge(dice, (-30, 0), (1030, 0), rough=reach * 0.34, rounds=6, decay=0.5)
    edge: list[Point] = []
    for y, shift in shape:
        t = abs(y - 540) / 520
        bulge = max(20.0, reach * (0.40 + 0.9 * t**3) + shift)
        edge.append((bulge if left else width - bulge, y))
    outer = -30.0 if left else width + 30.0
    a, b = (tone(colour, 0.6), colour) if left else (colour, tone(colour, 0.6))
    sheet.poly([(outer, -30), *edge, (outer, 1030)], sheet.across((0, a, 1), (1, b, 1)))
    for _ in range(9):
        i = dice.randrange(2, len(edge) - 4)
        x, y = edge[i]
        inward = dice.uniform(0.15, 0.7) * reach * (-1 if left else 1)
        sheet.poly(
            [(x, y), (x + inward * 0.5, y + dice.uniform(20, 60)), (x + inward, y + 130),
             (x + inward * 0.3, y + 160), edge[i + 2]],
            tone(colour, dice.choice((0.75, 1.18))), alpha=0.45,
        )  # fmt: skip
