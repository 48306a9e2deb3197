"""Another name for a hero whose own is taken at a table: nobody should have to ask which of two is meant."""

from collections.abc import Collection

FIRST_NAMES = ("Tamsin", "Orrel", "Bryn", "Halda", "Corin", "Edda", "Jory", "Wenna")


def name_beside(taken: Collection[str], name: str) -> str:
    """Return a name nobody at the table has: their own, or another of the same family."""
    if name not in taken:
        return name
    family = name.split(" ")[1:]
    others = (" ".join([first, *family]) for first in FIRST_NAMES)
    return next((other for other in others if other not in taken), f"{name} the Younger")
