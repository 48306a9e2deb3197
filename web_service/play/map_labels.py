"""Where a place's name stands on the small map: beside its dot, on one to three lines, over nothing else.

Pure geometry in pixels; letters are taken as equally wide, a little wider than they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

LETTER_PX, BOLD_LETTER_PX, LINE_PX = 6.9, 7.8, 14
ASCENT_PX, GAP_PX, WIDEST_PX = 11, 9, 128
CROSSING_COST, LINE_COST, SIDE_COST = 10, 3, 1
"""What a spot costs: crossing a way most, then every further line, then not standing below."""

Box = tuple[float, float, float, float]
Line = tuple[int, int, int, int]
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is drawn: its lines, each (words, baseline), with the box they fill."""

    x: int
    anchor: str
    lines: tuple[tuple[str, int], ...]
    box: Box


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share some space."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _wrapped(name: str) -> Iterator[tuple[str, ...]]:
    """Yield a name on one, two and three lines, each time cut where the longest line is shortest."""
    words = name.split()
    for count in range(1, min(3, len(words)) + 1):
        cuts = combinations(range(1, len(words)), count - 1)
        ways = [
            tuple(" ".join(words[a:b]) for a, b in zip((0, *cut), (*cut, len(words)), strict=True))
            for cut in cuts
        ]
        yield min(ways, key=lambda lines: max(map(len, lines)))


def _candidates(lines: Sequence[str], spot: Spot) -> Iterator[tuple[int, str, float]]:
    """Yield (x, anchor, top) below, above, right and left of a place."""
    (x, y), high = spot, len(lines) * LINE_PX
    yield x, "middle", y + GAP_PX
    yield x, "middle", y - GAP_PX - high
    yield x + GAP_PX + 2, "start", y - high / 2
    yield x - GAP_PX - 2, "end", y - high / 2


def _label(
    lines: Sequence[str], x: int, anchor: str, top: float, width: float, frame: int
) -> Label:
    """Return a label; one that is centred is pushed inside the frame."""
    if anchor == "middle":
        x = round(max(width / 2, min(frame - width / 2, x)))
    left = {"middle": x - width / 2, "start": float(x), "end": x - width}[anchor]
    rows = tuple((words, round(top + ASCENT_PX + i * LINE_PX)) for i, words in enumerate(lines))
    return Label(x, anchor, rows, (left, top, left + width, top + len(lines) * LINE_PX))


def _crosses(line: Line, box: Box) -> bool:
    """Whether a way runs through a box (looked at in forty points)."""
    x1, y1, x2, y2 = line
    points = ((x1 + (x2 - x1) * i / 40, y1 + (y2 - y1) * i / 40) for i in range(41))
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)


def place_label(
    name: str,
    spot: Spot,
    taken: list[Box],
    ways: Sequence[Line],
    frame: tuple[int, int],
    *,
    is_bold: bool,
) -> Label | None:
    """Return the best free label and remember its space; None where there is none."""
    letter = BOLD_LETTER_PX if is_bold else LETTER_PX
    best: tuple[float, Label] | None = None
    for lines in _wrapped(name):
        width = 2 * ceil(max(map(len, lines)) * letter / 2)
        if width > WIDEST_PX:
            continue
        for side, (x, anchor, top) in enumerate(_candidates(lines, spot)):
            label = _label(lines, x, anchor, top, width, frame[0])
            box = label.box
            is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]
            if not is_inside or any(overlap(box, other) for other in taken):
                continue
            crossings = sum(_crosses(way, box) for way in ways)
            cost = CROSSING_COST * crossings + LINE_COST * len(lines) + SIDE_COST * side
            if best is None or cost < best[0]:
                best = (cost, label)
    if best is None:
        return None
    taken.append(best[1].box)
    return best[1]
