"""The map: a square for every place, and ways whose directions agree with the squares from either side.

North is up (y falls), east is right (x rises). A seed may mirror the whole map. What the places are is not known here.
"""

from collections.abc import Iterable, Mapping

from llm_brain.adventure.chance import Chance
from llm_brain.adventure.sources import WaySource
from llm_brain.ledger.world import Exit

Square = tuple[int, int]
OPPOSITE = {
    "north": "south", "south": "north", "east": "west", "west": "east", "northeast": "southwest",
    "southwest": "northeast", "northwest": "southeast", "southeast": "northwest",
    "up": "down", "down": "up", "in": "out", "out": "in",
}  # fmt: skip
_AROUND = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1))


def direction(a: Square, b: Square) -> str:
    """Return the compass direction from one square to another."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    north_south = "" if abs(dx) > 2 * abs(dy) else "north" if dy < 0 else "south" if dy > 0 else ""
    east_west = "" if abs(dy) > 2 * abs(dx) else "east" if dx > 0 else "west" if dx < 0 else ""
    return f"{north_south}{east_west}"


def mirrored(squares: Mapping[str, Square], chance: Chance) -> dict[str, Square]:
    """Return the map as it is, or flipped either way or both."""
    flip_x, flip_y = chance.pick((1, -1)), chance.pick((1, -1))
    return {key: (x * flip_x, y * flip_y) for key, (x, y) in squares.items()}


def laid_out(
    fixed: Mapping[str, Square | None], ways: Iterable[WaySource], chance: Chance
) -> dict[str, Square]:
    """Return a square for every place: the written ones, and free ones beside a neighbour for the rest."""
    squares = {key: at for key, at in fixed.items() if at is not None}
    waiting = [key for key in fixed if key not in squares]
    ways = list(ways)
    while waiting:
        for key in waiting:
            beside = next((n for n in _neighbours(key, ways) if n in squares), None)
            if beside is not None:
                squares[key] = _free_beside(squares[beside], squares.values(), chance)
                waiting.remove(key)
                break
        else:
            raise LookupError(f"no way leads to {waiting}")
    return squares


def _neighbours(key: str, ways: list[WaySource]) -> list[str]:
    return [w.b if w.a == key else w.a for w in ways if key in (w.a, w.b)]


def _free_beside(at: Square, taken: Iterable[Square], chance: Chance) -> Square:
    taken = set(taken)
    start = chance.below(4)
    for ring in range(1, 12):
        for i in range(len(_AROUND)):
            dx, dy = _AROUND[(i + start) % 4 if i < 4 else i]
            square = (at[0] + dx * ring, at[1] + dy * ring)
            if square not in taken:
                return square
    raise LookupError("the map is full")


def exits(ways: Iterable[WaySource], squares: Mapping[str, Square]) -> dict[str, list[Exit]]:
    """Return every place's ways out, each with its way back; from within nothing is locked or hidden."""
    out: dict[str, list[Exit]] = {key: [] for key in squares}
    for way in ways:
        there = way.dir or direction(squares[way.a], squares[way.b])
        out[way.a].append(
            Exit(
                to=way.b,
                direction=there,
                name=way.out,
                is_hidden=way.hidden > 0,
                find_dc=way.hidden,
                is_locked=way.locked > 0,
                lock_dc=way.locked or None,
                key_item=way.key or None,
            )
        )
        out[way.b].append(Exit(to=way.a, direction=OPPOSITE[there], name=way.back))
    return out
