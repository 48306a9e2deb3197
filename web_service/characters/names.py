"""Another name for a hero whose own is taken at a table: nobody should have to ask which of two is meant."""

from collections.abc import Collection

FIRST_NAMES = (
    "Tamsin", "Orrel", "Bryn", "Halda", "Corin", "Edda", "Jory", "Wenna", "Piran", "Sunniva", "Lowen",
)  # fmt: skip


def name_beside(taken: Collection[str], name: str) -> str:
    """Return a name nobody at the table has: their own, or another of the same family."""
    if name not in taken:
        return name
    family = name.split(" ")[1:]
    start = sum(map(ord, name)) % len(FIRST_NAMES)
    heard = {other.split(" ")[0] for other in taken}
    free = (first for first in FIRST_NAMES[start:] + FIRST_NAMES[:start] if first not in heard)
    return " ".join([first, *family]) if (first := next(free, "")) else f"{name} the Younger"
