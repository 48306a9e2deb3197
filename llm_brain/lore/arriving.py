"""People from character cards come into the world: with a commoner's numbers, a name, a look and words of their own.

Pure. When they come, and that they come once, is `turn/newcomers.py`'s business.
"""

import re
from typing import Any

from llm_brain.ledger.creature import Creature, Person, Topic
from llm_brain.ledger.state import State
from llm_brain.referee.bestiary import creature_from

STAT_BLOCK = "commoner"
SETTLED = ("tavern", "village", "hall")
LOOK_CHARS = 300
MANNER_WORDS = 7


def where_to_meet(state: State) -> str:
    """Return where somebody new can be met: a settled place the party knows, here if here is one."""
    here = state.here
    if here is not None and here.kind in SETTLED:
        return here.key
    visited = [
        place.key
        for place in state.locations.values()
        if place.is_visited and place.kind in SETTLED
    ]
    return visited[-1] if visited else state.location


def is_taken(state: State, name: str) -> bool:
    """Say whether somebody in the world has that name already."""
    return any(c.name.casefold() == name.casefold() for c in state.creatures.values())


def newcomer(state: State, name: str, description: str, words: dict[str, Any]) -> Creature:
    """Return somebody from a card as a creature of this world. `words` has role, personality, sayings, pronoun."""
    number = max((int(ref[1:]) for ref in state.creatures if ref.startswith("n")), default=0) + 1
    sayings = tuple(str(saying) for saying in words.get("sayings") or ())
    pronoun = words.get("pronoun")
    person = Person(
        role=str(words.get("role") or "stranger"),
        pronoun=pronoun if pronoun in ("he", "she") else "they",
        manner=_manner(str(words.get("personality") or "")),
        topics=_topics(number, name, sayings),
        look=description[:LOOK_CHARS],
        sayings=sayings,
    )
    return creature_from(
        STAT_BLOCK,
        ref=f"n{number}",
        name=name,
        location=where_to_meet(state),
        attitude="indifferent",
        person=person,
    )


def _topics(number: int, name: str, sayings: tuple[str, ...]) -> tuple[Topic, ...]:
    """Return what they can be asked about: themselves."""
    words = ("past", "life", "home", "story", "trade")
    answer = sayings[-1] if sayings else f"I am {name}. There is not much more to tell yet."
    return (Topic(key=f"card-n{number}", words=words, answer=answer),)


def _manner(personality: str) -> str:
    """Return how they carry themselves, to stand after a comma: "cheerful and curious by nature"."""
    first = re.split(r"[.;:(\n]", personality)[0]
    words = re.findall(r"[\w'’-]+|,", first.lower())[:MANNER_WORDS]
    plain = " ".join(words).replace(" ,", ",").strip(" ,")
    return f"{plain} by nature" if re.search(r"[a-z]{3}", plain) else ""
