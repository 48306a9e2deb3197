"""A name to begin with, so that nobody has to think of one before the first word is told."""

import random

THINGS = ("Bell", "Lantern", "Ferry", "Orchard", "Key", "Winter", "Crown", "Hollow", "Tide", "Door")
QUALITIES = (
    "Drowned", "Borrowed", "Silent", "Crooked", "Last", "Salt", "Ashen", "Unpaid", "Hidden", "Gilded",
)  # fmt: skip


def suggested_name(chance: random.Random | None = None) -> str:
    """Return a campaign's name nobody asked for."""
    chance = chance or random.Random()  # noqa: S311
    return f"The {chance.choice(QUALITIES)} {chance.choice(THINGS)}"
