"""A party at the beginning of a real adventure, where everything may be proposed."""

import pytest

from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.proposing.wishes import (
    CheckWish,
    PersonWish,
    PlaceWish,
    RumourWish,
    TrinketWish,
    Wish,
)
from llm_brain.referee.world import consequences

GOOD: dict[str, Wish] = {
    "person": PersonWish(
        kind="person", name="Maudlin Coleby", role="net mender", pronoun="she", age="old", about="tide",
        says="The tide comes in faster than it did.",
    ),
    "place": PlaceWish(
        kind="place", name="Hernshaw Fordings", place_kind="shore", seen="reeds in slow brown water",
        heard="a heron that will not be hurried",
    ),
    "rumour": RumourWish(kind="rumour", about="ferry", says="They say the ferryman never sleeps at night."),
    "trinket": TrinketWish(
        kind="trinket", name="carved bone button", looks="It is worn smooth by many hands."
    ),
    "check": CheckWish(kind="check", skill="perception", text="Listen at the shutters"),
}  # fmt: skip


def begun(seed: int = 3, theme: str = "high_fantasy", hero: str = "rogue") -> State:
    """Return the state after an opening."""
    made = hero_from(hero, ref="c1")
    events: list[Event] = [CharacterJoined(creature=made), write_adventure(seed, theme, [made])]
    state = fold(State(), events)
    while events := consequences(state, events, ForcedDice(), 1):
        state = fold(state, events)
    return state


@pytest.fixture
def state() -> State:
    return begun()
