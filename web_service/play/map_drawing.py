"""The places the party knows, laid out to be drawn: positions scaled into a small box, ways as lines, labels kept apart.

Pure: the table view's map in, shapes out.
"""

from dataclasses import dataclass
from typing import Any

WIDTH_PX, HEIGHT_PX, MARGIN_PX = 300, 200, 30
LETTER_PX, LABEL_PX = 7.2, 13
"""About how wide a letter of a label is, and how high a line of it."""
LABEL_SPOTS_DOWN_PX = (19, -9, 31, -21)
"""Where a label may stand, from its place; the first that is free is taken."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A dot with a name."""

    x: int
    y: int
    label_x: int
    label_y: int
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Way:
    """A line between two places."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    width: int
    height: int
    places: list[Place]
    ways: list[Way]
    in_words: str


def _scaled(value: float, low: float, high: float, length: int) -> int:
    if high == low:
        return length // 2
    return round(MARGIN_PX + (value - low) / (high - low) * (length - 2 * MARGIN_PX))


def _short(name: str) -> str:
    return name if len(name) <= 17 else name[:16].rstrip() + "…"


def _label_box(x: int, y: int, name: str) -> tuple[int, Box]:
    """Return where a label's middle goes so that it stays within the frame, and the space it takes."""
    half = round(len(name) * LETTER_PX / 2) + 2
    middle = max(half, min(WIDTH_PX - half, x))
    return middle, (middle - half, y - LABEL_PX + 3, middle + half, y + 3)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _label_spot(x: int, y: int, name: str, taken: list[Box]) -> tuple[int, int]:
    """Return where a label stands, and remember the space it takes."""
    for down in LABEL_SPOTS_DOWN_PX:
        middle, box = _label_box(x, y + down, name)
        is_inside = box[1] >= 0 and box[3] <= HEIGHT_PX
        if is_inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return middle, y + down
    return _label_box(x, y, name)[0], y + LABEL_SPOTS_DOWN_PX[0]


def _tone(row: dict[str, Any]) -> str:
    return "here" if row["is_here"] else "seen" if row["is_visited"] else "heard"


def draw(view_map: dict[str, Any] | None) -> Drawing | None:
    """Return the map, None while no place is known."""
    rows = (view_map or {}).get("places", [])
    if not rows:
        return None
    xs, ys = [row["x"] for row in rows], [row["y"] for row in rows]
    spots = {
        row["key"]: (
            _scaled(row["x"], min(xs), max(xs), WIDTH_PX),
            _scaled(row["y"], min(ys), max(ys), HEIGHT_PX),
        )
        for row in rows
    }
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots.values()]
    places = []
    for row in sorted(rows, key=lambda row: (not row["is_here"], spots[row["key"]])):
        (x, y), name = spots[row["key"]], _short(row["name"])
        places.append(Place(x, y, *_label_spot(x, y, name, taken), name, _tone(row)))
    known_ways = (view_map or {}).get("ways", [])
    ways = [Way(*spots[a], *spots[b]) for a, b in known_ways if {a, b} <= set(spots)]
    here = next((row["name"] for row in rows if row["is_here"]), "somewhere")
    others = ", ".join(row["name"] for row in rows if not row["is_here"])
    words = f"You are at {here}. Also known: {others or 'nothing yet'}."
    return Drawing(WIDTH_PX, HEIGHT_PX, places, ways, words)
