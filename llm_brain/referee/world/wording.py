"""How suggestions are put: short, imperative, with the articles where they belong."""

from llm_brain.ledger.creature import Item
from llm_brain.referee.equipment import is_known

THROUGH = {
    "door",
    "doors",
    "gate",
    "arch",
    "gap",
    "hatch",
    "lych-gate",
    "chain",
    "crack",
    "slot",
    "trap",
}
ALONG = {
    "path", "stair", "stairs", "steps", "lane", "walk", "road", "way", "track", "gangplank", "passage",
    "alley", "avenue", "footbridge", "chute", "causeway", "drive", "bridge", "ladder", "tunnel", "tow",
}  # fmt: skip


def the(name: str) -> str:
    """Return a thing's name with an article, unless it is a proper name or has one."""
    first = name[:1]
    lowered = name.lower()
    if any(lowered.startswith(a) for a in ("a ", "an ", "some ")):
        return f"the {name.split(' ', 1)[1]}"
    if lowered.startswith("the ") or first.isupper():
        return name[:1].lower() + name[1:] if lowered.startswith("the ") else name
    return f"the {name}"


def the_thing(thing: Item) -> str:
    """Return a thing's name with an article; what is on the price list is a common noun whatever its capital."""
    return the(thing.name.lower() if is_known(thing.key) else thing.name)


def bare(place: str) -> str:
    """Return a place's name as it stands in a sentence."""
    return place[:1].lower() + place[1:] if place.lower().startswith("the ") else place


def about(word: str) -> str:
    return f"the {word}"


def ask(name: str, word: str) -> str:
    return f"Ask {name} about {about(word)}"


def go(way: str) -> str:
    """Return how to say that somebody goes through a way."""
    words = set(way.lower().replace("'s", "").split())
    if words & THROUGH:
        return f"Go through {the(way)}"
    if words & ALONG:
        return f"Take {the(way)}"
    return f"Follow {the(way)}"
