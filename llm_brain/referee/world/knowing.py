"""How things become known: clues are found, places come onto the map, quests are offered.

Whoever tells or shows a key hands it in here; what follows from a truth (`Clue.opens`) follows here as well.
"""

from collections.abc import Iterable

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.world import (
    ClueFound,
    ExitChanged,
    LocationDiscovered,
    QuestOffered,
)
from llm_brain.ledger.state import State
from llm_brain.referee.outcome import Outcome


def place_found(state: State, key: str, because: str) -> list[Event]:
    """Return the events of a place becoming known, with the hidden ways that lead to it."""
    place = state.locations[key]
    events: list[Event] = []
    for location in state.locations.values():
        for way in location.exits:
            if way.to == key and way.is_hidden:
                events.append(
                    ExitChanged(
                        location=location.key,
                        to=key,
                        name=way.name,
                        is_hidden=False,
                        because=because,
                    )
                )
    if not place.is_known:
        events.append(LocationDiscovered(location=key, name=place.name, because=because))
    return events


def quest_offered(state: State, key: str) -> list[Event]:
    """Return the offer of a quest that is not the party's yet."""
    quest = state.quests[key]
    if quest.status != "unknown":
        return []
    text = quest.stages[0].text if quest.stages else ""
    return [QuestOffered(key=key, title=quest.title, text=text, giver=quest.giver)]


def reveal(out: Outcome, keys: Iterable[str], source: str) -> None:
    """Make clues, quests and places known, with what they open."""
    for key in keys:
        state = out.state
        if key in state.clues:
            clue = state.clues[key]
            if not clue.is_found:
                out.add(ClueFound(key=key, text=clue.text, source=source))
                for place in clue.opens:
                    out.extend(place_found(out.state, place, clue.about or clue.text))
        elif key in state.quests:
            out.extend(quest_offered(state, key))
        elif key in state.locations:
            out.extend(place_found(state, key, source))
