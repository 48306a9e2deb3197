"""Hand-drawn lines: curves through points, broken edges, blobs, limbs that taper.

Points in, points or SVG path text out; no colour, no place.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from image_gen.painters.sketch.seeds import Dice
from image_gen.painters.sketch.sheet import Point


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """Return a path that swings softly through the points (Catmull-Rom as Béziers)."""
    count = len(points)
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(count if closed else count - 1):
        before = points[i - 1] if closed or i else points[0]
        here, there = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else there
        c1 = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        c2 = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        path += f"C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {there[0]:.1f} {there[1]:.1f}"
    return path + ("Z" if closed else "")


def ridge(
    dice: Dice, start: Point, end: Point, *, rough: float, rounds: int = 6, decay: float = 0.55
) -> list[Point]:
    """Return a broken line by midpoint displacement; `rough` is the first shift in units."""
    points = [start, end]
    for _ in range(rounds):
        finer: list[Point] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            shift = dice.uniform(-rough, rough)
            finer += [(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + shift)]
        points = [*finer, points[-1]]
        rough *= decay
    return points


def broken(dice: Dice, points: Sequence[Point], *, rough: float, rounds: int = 2) -> list[Point]:
    """Return a closed outline with its edges chipped by up to `rough` units."""
    outline = list(points)
    for _ in range(rounds):
        chipped: list[Point] = []
        for i, (x0, y0) in enumerate(outline):
            x1, y1 = outline[(i + 1) % len(outline)]
            chipped += [
                (x0, y0),
                (
                    (x0 + x1) / 2 + dice.uniform(-rough, rough),
                    (y0 + y1) / 2 + dice.uniform(-rough, rough),
                ),
            ]
        outline = chipped
        rough *= 0.55
    return outline


def blob(
    dice: Dice, x: float, y: float, rx: float, ry: float, *, wobble: float = 0.15, points: int = 10
) -> str:
    """Return a soft irregular round."""
    ring = []
    turn = dice.uniform(0, math.tau)
    for i in range(points):
        angle = turn + math.tau * i / points
        far = 1 + dice.uniform(-wobble, wobble)
        ring.append((x + math.cos(angle) * rx * far, y + math.sin(angle) * ry * far))
    return smooth(ring)


def limb(points: Sequence[Point], widths: Sequence[float]) -> str:
    """Return the outline of a limb along points, as thick as `widths` there."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        ahead, behind = points[min(i + 1, last)], points[max(i - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = math.hypot(dx, dy) or 1.0
        half = widths[i] / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return smooth(left + right[::-1])


def arc_points(
    x: float, y: float, rx: float, ry: float, start: float, end: float, count: int = 12
) -> list[Point]:
    """Return points on an ellipse from angle to angle, in degrees, 0 = right, 90 = down."""
    return [
        (
            x + rx * math.cos(math.radians(start + (end - start) * i / (count - 1))),
            y + ry * math.sin(math.radians(start + (end - start) * i / (count - 1))),
        )
        for i in range(count)
    ]


def arch(x: float, foot: float, width: float, height: float, *, pointed: bool = False) -> str:
    """Return a door's or window's outline standing on `foot`, middle at x."""
    half, spring = width / 2, foot - height + width * (0.75 if pointed else 0.5)
    left, right, top = x - half, x + half, foot - height
    if pointed:
        crown = (
            f"C{left:.1f} {spring - width * 0.4:.1f} {x - half * 0.3:.1f} {top + width * 0.1:.1f}"
            f" {x:.1f} {top:.1f}C{x + half * 0.3:.1f} {top + width * 0.1:.1f} {right:.1f}"
            f" {spring - width * 0.4:.1f} {right:.1f} {spring:.1f}"
        )
    else:
        crown = f"A{half:.1f} {half:.1f} 0 0 1 {right:.1f} {spring:.1f}"
    return f"M{left:.1f} {foot:.1f}L{left:.1f} {spring:.1f}{crown}L{right:.1f} {foot:.1f}Z"
