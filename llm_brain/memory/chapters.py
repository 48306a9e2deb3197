"""The story in chapters, made from events alone: what happened in a stretch of turns, in plain sentences with a weight each.

Pure and exact: no sentence says what no event says. A model may put them into better words beside the turns
(`turn/chronicling.py`); what cannot be told in numbers or names is left to the tellings themselves.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.world import LocationEntered
from llm_brain.ledger.state import State
from llm_brain.store.story_segments import Segment

CHAPTER_TURNS = 12
"""A chapter ends with the first scene that ends so many turns after its beginning."""
CHAPTER_CHARS = 900
CAMPAIGN_CHARS = 1400
MINOR, MIDDLING, MAJOR = 1, 2, 3
Fact = tuple[int, str]
Namer = Callable[[str], str]
OUTCOMES = {
    "won": "They won the fight: {name}.",
    "lost": "They lost the fight: {name}.",
    "fled": "They fled from a fight: {name}.",
    "talked": "They ended a fight with words: {name}.",
}


def chapters_due(scenes: Sequence[Segment], last_turn: int) -> list[tuple[Segment, ...]]:
    """Return the scenes of each chapter that can be closed after `last_turn`, oldest first."""
    found: list[tuple[Segment, ...]] = []
    gathered: list[Segment] = []
    for scene in sorted(scenes, key=lambda s: (s.last_turn, s.id)):
        if scene.last_turn <= last_turn:
            continue
        gathered.append(scene)
        if scene.last_turn - last_turn >= CHAPTER_TURNS:
            found.append(tuple(gathered))
            last_turn, gathered = scene.last_turn, []
    return found


def facts_of(events: Iterable[Event], state: State) -> list[Fact]:
    """Return what happened as sentences, in order, each said once."""

    def name(ref: str) -> str:
        creature = state.creatures.get(ref)
        return creature.name if creature else ref

    found: dict[str, int] = {}
    for event in events:
        told = TOLD.get(event.type)
        fact = told(event, name, state) if told else None
        if fact is not None and fact[1]:
            found.setdefault(sentence(fact[1]), fact[0])
    return [(weight, text) for text, weight in found.items()]


def sentence(text: str) -> str:
    """Return a text as one sentence with one full stop."""
    plain = " ".join(text.split())
    return plain if plain[-1:] in ".!?…”" else f"{plain}."


def without(facts: Iterable[Fact], unwanted: Iterable[str]) -> list[Fact]:
    """Return the facts that speak of none of the things a table does not want."""
    words = [re.compile(rf"\b{re.escape(u.strip())}", re.IGNORECASE) for u in unwanted if u.strip()]
    return [(w, text) for w, text in facts if not any(word.search(text) for word in words)]


def in_brief(facts: Sequence[Fact], most_chars: int) -> list[Fact]:
    """Return as many facts as fit: the weightiest, of equals the latest; in their own order."""
    order = sorted(range(len(facts)), key=lambda i: (-facts[i][0], -i))
    kept: set[int] = set()
    room = most_chars
    for i in order:
        if len(facts[i][1]) + 1 <= room:
            kept.add(i)
            room -= len(facts[i][1]) + 1
    return [facts[i] for i in sorted(kept)]


def text_of(facts: Sequence[Fact], most_chars: int) -> str:
    """Return facts as one paragraph."""
    return " ".join(text for _, text in in_brief(facts, most_chars))


def title_of(events: Sequence[Event], number: int, place: str) -> str:
    """Return what a chapter is called: where it led."""
    places = [event.name for event in events if isinstance(event, LocationEntered)]
    where = places[-1] if places else place
    return where[:1].upper() + where[1:] if where else f"Chapter {number}"


def _began(event: Any, name: Namer, state: State) -> Fact:
    return MAJOR, event.adventure.hook


def _joined(event: Any, name: Namer, state: State) -> Fact:
    sheet = event.creature.sheet
    who = f", {sheet.race} {sheet.class_name.lower()}," if sheet else ""
    return MIDDLING, f"{event.creature.name}{who} joined the party"


def _entered(event: Any, name: Namer, state: State) -> Fact:
    return (MIDDLING if event.is_first else MINOR), f"They went to {event.name}"


def _met(event: Any, name: Namer, state: State) -> Fact:
    creature = state.creatures.get(event.ref)
    role = f", {creature.person.role}" if creature and creature.person else ""
    return MIDDLING, f"They met {name(event.ref)}{role}"


def _asked(event: Any, name: Namer, state: State) -> Fact | None:
    creature = state.creatures.get(event.ref)
    topics = creature.person.topics if creature and creature.person else ()
    words = next((t.words[0] for t in topics if t.key == event.topic and t.words), "")
    if not words or event.manner not in ("answers", "lies"):
        return None
    about = words if words[:1].isupper() else f"the {words}"
    return MINOR, f"{name(event.ref)} spoke of {about}"


def _attitude(event: Any, name: Namer, state: State) -> Fact:
    because = f" because they {event.because}" if event.because else ""
    return MINOR, f"{name(event.ref)} was {event.attitude} from then on{because}"


def _quest_ended(event: Any, name: Namer, state: State) -> Fact:
    return MAJOR, f"“{event.title}” was {event.status}. {event.outcome}".strip()


def _fight(event: Any, name: Namer, state: State) -> Fact:
    encounter = state.encounters.get(event.key)
    called = (encounter.name if encounter else "") or "a fight"
    weight = MAJOR if encounter and encounter.is_climax else MIDDLING
    return weight, OUTCOMES[event.outcome].format(name=called)


def _died(event: Any, name: Namer, state: State) -> Fact | None:
    creature = state.creatures.get(event.ref)
    if creature is None or (creature.person is None and not creature.is_hero):
        return None
    return MAJOR, f"{creature.name} died"


TOLD: dict[str, Callable[[Any, Namer, State], Fact | None]] = {
    "adventure_written": _began,
    "character_joined": _joined,
    "location_entered": _entered,
    "person_met": _met,
    "person_asked": _asked,
    "attitude_changed": _attitude,
    "quest_offered": lambda e, n, s: (MAJOR, f"They took on “{e.title}”: {e.text}"),
    "quest_advanced": lambda e, n, s: (MIDDLING, f"For “{e.title}” it was done: {e.text}"),
    "quest_ended": _quest_ended,
    "clue_found": lambda e, n, s: (MIDDLING, f"They learned: {e.text}"),
    "encounter_ended": _fight,
    "died": _died,
    "level_gained": lambda e, n, s: (MIDDLING, f"{n(e.ref)} reached level {e.level}"),
    "item_traded": lambda e, n, s: (
        MINOR,
        f"{n(e.by)} {'bought' if e.is_bought else 'sold'} {e.item}",
    ),
    "person_arrived": lambda e, n, s: (MINOR, f"{e.creature.name} came to those parts"),
    "adventure_ended": lambda e, n, s: (MAJOR, f"The adventure ended in {e.outcome}"),
}
