"""Who comes to know what in a turn: who was there, who is told of older things, and what gets about by itself.

Pure. People speak only from what they saw, were told or have heard; `turn/background.py` looks up what that is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import Died
from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.people import PersonAsked
from llm_brain.ledger.events.world import AdventureEnded, QuestEnded
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Memory
from llm_brain.referee.actions import Action

RUMOUR_MIN = 12 * 60
"""What people saw is all over the place so many minutes later."""
TALKING = frozenset(("talk", "persuade", "deceive", "intimidate"))
TELLS = re.compile(
    r"\b(?:tell|tells|told|say|explain|explains|report|reports|warn|warns|describe|recount|confess|admit|mention|inform)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\?|\b(?:tell (?:me|us)|ask|asks|say (?:what|who|where|why|how)|what|who|where|why)\b",
    re.IGNORECASE,
)
SPOKEN_OF = 1.2
"""How much of a memory's score has to come from its words for it to be what was told: two fifths of what was said."""


@dataclass(frozen=True)
class Learned:
    """What a turn leaves in people's heads: who saw it, when everybody has heard, who was told of which memories."""

    saw: tuple[str, ...] = ()
    rumour_from_min: int | None = None
    told: tuple[int, ...] = ()
    hearers: tuple[str, ...] = ()


def present(before: State, after: State) -> tuple[str, ...]:
    """Return who was there: the heroes who live, and everybody awake where the party was and where it is now."""
    found = [hero.ref for hero in after.heroes if not hero.is_dead]
    for location in dict.fromkeys((before.location, after.location)):
        found += [c.ref for c in after.at(location) if not c.is_down]
    return tuple(dict.fromkeys(found))


def spoken_to(actions: Sequence[Action], state: State) -> str | None:
    """Return whom the party talks with: somebody with a name and a mind of their own."""
    for action in actions:
        creature = state.creatures.get(action.target_ref or "")
        if action.kind in TALKING and creature is not None and creature.person is not None:
            return creature.ref
    return None


def learned(
    before: State,
    events: Sequence[Event],
    after: State,
    message: str,
    spoken_from: Sequence[Memory],
    recalled: Sequence[Memory],
) -> Learned:
    """Return what people come to know in a turn.

    `spoken_from` is what somebody's answer was drawn from: who stands by hears it. `recalled` is what the players' words
    call to mind: told outright, those who hear it know it from then on.
    """
    saw = present(before, after)
    people = [ref for ref in saw if ref.startswith("n")]
    gets_about = bool(people) and _is_news(events, after)
    told: list[int] = []
    if any(isinstance(e, PersonAsked) and e.manner not in ("silent", "refuses") for e in events):
        told += [memory.segment_id for memory in spoken_from]
        if TELLS.search(message) and not ASKS.search(message):
            told += [m.segment_id for m in recalled if m.wording >= SPOKEN_OF]
    return Learned(
        saw=saw,
        rumour_from_min=after.clock_min + RUMOUR_MIN if gets_about else None,
        told=tuple(dict.fromkeys(told)),
        hearers=tuple(people),
    )


def _is_news(events: Sequence[Event], after: State) -> bool:
    """Say whether something happened that people talk about."""
    return any(
        isinstance(e, QuestEnded | AdventureEnded)
        or (isinstance(e, EncounterEnded) and e.outcome != "talked")
        or (isinstance(e, Died) and _is_somebody(after, e.ref))
        for e in events
    )


def _is_somebody(state: State, ref: str) -> bool:
    creature = state.creatures.get(ref)
    return creature is not None and (creature.is_hero or creature.person is not None)
