"""The places the party knows, laid out to be drawn: positions scaled into a small box, ways as lines.

A name stands beside its place, on one to three lines, where nothing else stands; a place without such a spot
gets a number, explained below the map. Pure: the table view's map in, shapes out.
"""

from dataclasses import dataclass
from typing import Any

from web_service.play.map_labels import Box, Label, Line, Spot, place_label

WIDTH_PX, MARGIN_X_PX, MARGIN_Y_PX = 274, 46, 40
MAX_STEP_X_PX, MAX_STEP_Y_PX, MAX_SPREAD_Y_PX = 92, 72, 200
"""How far apart neighbours may stand, so that few places lie close together, and all of them at most."""
DOT_PX = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A dot with a name beside it, or a number in it."""

    x: int
    y: int
    name: str
    tone: str
    label: Label | None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A line between two places."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_walked: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    width: int
    height: int
    places: list[Place]
    ways: list[Way]
    in_words: str

    @property
    def legend(self) -> list[Place]:
        """The places that are named below the map."""
        return [place for place in self.places if place.number]


def _step(low: float, high: float, room_px: int, most_px: int) -> float:
    """Return how many pixels one unit of the world's own map takes."""
    return min(float(most_px), room_px / (high - low)) if high > low else 0.0


def _drawn_together(values: list[float]) -> list[float]:
    """Return positions along one axis in the same order, with no gap between neighbours above one unit."""
    moved, last, at = {}, min(values), 0.0
    for value in sorted(set(values)):
        at += min(1.0, value - last)
        moved[value] = at
        last = value
    return [moved[value] for value in values]


def _spots(rows: list[dict[str, Any]]) -> tuple[dict[str, Spot], int]:
    """Return where every place stands, and how high the map is."""
    xs = _drawn_together([row["x"] for row in rows])
    ys = _drawn_together([row["y"] for row in rows])
    step_x = _step(min(xs), max(xs), WIDTH_PX - 2 * MARGIN_X_PX, MAX_STEP_X_PX)
    step_y = _step(min(ys), max(ys), MAX_SPREAD_Y_PX, MAX_STEP_Y_PX)
    height = round(2 * MARGIN_Y_PX + (max(ys) - min(ys)) * step_y)
    left = (WIDTH_PX - (max(xs) - min(xs)) * step_x) / 2
    spots = {
        row["key"]: (
            round(left + x * step_x),
            round(MARGIN_Y_PX + y * step_y),
        )
        for row, x, y in zip(rows, xs, ys, strict=True)
    }
    return spots, height


def _tone(row: dict[str, Any]) -> str:
    return "here" if row["is_here"] else "seen" if row["is_visited"] else "heard"


def _places(
    rows: list[dict[str, Any]], spots: dict[str, Spot], lines: list[Line], height: int
) -> list[Place]:
    """Return the places with their labels, the one where the party is first."""
    taken: list[Box] = [(x - DOT_PX, y - DOT_PX, x + DOT_PX, y + DOT_PX) for x, y in spots.values()]
    places: list[Place] = []
    for row in sorted(rows, key=lambda row: (not row["is_here"], spots[row["key"]])):
        spot = spots[row["key"]]
        label = place_label(
            row["name"], spot, taken, lines, (WIDTH_PX, height), is_bold=row["is_here"]
        )
        number = 0 if label else 1 + sum(place.number > 0 for place in places)
        places.append(Place(*spot, row["name"], _tone(row), label, number))
    return places


def draw(view_map: dict[str, Any] | None) -> Drawing | None:
    """Return the map, None while no place is known."""
    rows = (view_map or {}).get("places", [])
    if not rows:
        return None
    spots, height = _spots(rows)
    heard = {row["key"] for row in rows if _tone(row) == "heard"}
    known_ways = (view_map or {}).get("ways", [])
    ways = [
        Way(*spots[a], *spots[b], is_walked=not {a, b} & heard)
        for a, b in known_ways
        if {a, b} <= set(spots)
    ]
    lines: list[Line] = [(way.x1, way.y1, way.x2, way.y2) for way in ways]
    here = next((row["name"] for row in rows if row["is_here"]), "somewhere")
    others = ", ".join(
        row["name"] + (" (not visited)" if row["key"] in heard else "")
        for row in rows
        if not row["is_here"]
    )
    words = f"You are at {here}. Also known: {others or 'nothing yet'}."
    return Drawing(WIDTH_PX, height, _places(rows, spots, lines, height), ways, words)
