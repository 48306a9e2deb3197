"""The places the party knows, laid out to be drawn: positions scaled into a small box, ways as lines.

Pure: the table view's map in, shapes out.
"""

from dataclasses import dataclass
from typing import Any

WIDTH_PX, HEIGHT_PX, MARGIN_PX = 300, 190, 34
LETTER_PX = 6.4
"""About how wide a letter of a label is."""


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


def _label_x(x: int, name: str) -> int:
    """Return where a label's middle goes so that it stays within the box."""
    half = round(len(name) * LETTER_PX / 2)
    return max(half + 2, min(WIDTH_PX - half - 2, x))


def _short(name: str) -> str:
    return name if len(name) <= 18 else name[:17].rstrip() + "…"


def draw(view_map: dict[str, Any] | None) -> Drawing | None:
    """Return the map, None while fewer than one place is known."""
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
    places = []
    for i, row in enumerate(sorted(rows, key=lambda row: spots[row["key"]])):
        x, y = spots[row["key"]]
        tone = "here" if row["is_here"] else "seen" if row["is_visited"] else "heard"
        name = _short(row["name"])
        places.append(Place(x, y, _label_x(x, name), y - 10 if i % 2 else y + 19, name, tone))
    ways = [
        Way(*spots[a], *spots[b]) for a, b in (view_map or {}).get("ways", []) if {a, b} <= set(spots)
    ]
    here = next((row["name"] for row in rows if row["is_here"]), "somewhere")
    others = ", ".join(row["name"] for row in rows if not row["is_here"])
    return Drawing(
        WIDTH_PX, HEIGHT_PX, places, ways, f"You are at {here}. Also known: {others or 'nothing yet'}."
    )
