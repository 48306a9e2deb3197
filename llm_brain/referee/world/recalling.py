"""What the party knows: the quests and their stage, the clues, the people met and what they said, the places on the map.

It tells only what has been found, met or told; a lie that was told is repeated as what somebody said. Questions are sorted
in `asking.py`; nothing here changes the state.
"""

import re
from collections.abc import Iterable, Sequence

from llm_brain.ledger.creature import Creature, Topic
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Quest
from llm_brain.referee.world.naming import overlap
from llm_brain.referee.world.wording import bare

MOST_CLUES = 4
MOST_PEOPLE = 4
MOST_SAID = 3


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def a(noun: str) -> str:
    """Return a common noun with its indefinite article."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def _task(text: str) -> str:
    words = text.strip().rstrip(".")
    return words[:1].lower() + words[1:]


def _quest(quest: Quest) -> str:
    stage = next((s for s in quest.stages if not s.is_done), None)
    behind = sum(s.is_done for s in quest.stages)
    so_far = f", with {behind} of its {len(quest.stages)} steps behind you" if behind else ""
    if stage is None:
        return f"“{quest.title}” wants nothing more but its end."
    whose = "" if quest.is_main else "On the side there is "
    return f"{whose}“{quest.title}”{so_far}: the next thing is to {_task(stage.text)}."


def quests(state: State) -> str:
    """Return every quest in hand and its next step, the main one first, then those that are over."""
    known = sorted(state.quests.values(), key=lambda q: not q.is_main)
    told = [_quest(q) for q in known if q.status == "active"]
    if not told:
        told = ["There is no quest in hand at the moment."]
    for status, words in (("completed", "Done"), ("failed", "Lost")):
        over = [q.title for q in known if q.status == status]
        if over:
            told.append(f"{words}: {listed(over)}.")
    return " ".join(told)


def clues(state: State, most: int | None = None) -> str:
    """Return the truths found out, the latest `most` of them."""
    found = [clue.text for clue in state.clues.values() if clue.is_found]
    if not found:
        return "Nothing certain is known yet."
    return " ".join(found[-most:] if most else found)


def _people(state: State) -> list[Creature]:
    return [c for c in state.creatures.values() if c.person and c.person.has_met_party]


def _said(creature: Creature) -> list[Topic]:
    return [t for t in creature.person.topics if t.is_told] if creature.person else []


def _whereabouts(state: State, creature: Creature) -> str:
    if creature.is_dead:
        return ", now dead"
    if creature.location == state.location:
        return ", here with you"
    place = state.locations.get(creature.location)
    return f", last seen in {bare(place.name)}" if place and place.is_visited else ""


def _subjects(topics: Iterable[Topic]) -> list[str]:
    words = [t.words[0] for t in topics if t.words]
    return [w if w[:1].isupper() else f"the {w}" for w in words]


def person(state: State, creature: Creature, *, is_whole: bool = False) -> str:
    """Return who somebody is, as far as the party knows, and what they said: its beginning, or the whole of it."""
    if creature.person is None:
        return ""
    pronoun = creature.person.pronoun
    is_many = pronoun == "they"
    told = [f"{creature.name} is {a(creature.person.role)}{_whereabouts(state, creature)}."]
    if creature.person.look:
        told.append(re.split(r"(?<=[.!?])\s", creature.person.look, maxsplit=1)[0])
    if not creature.is_dead and creature.attitude != "indifferent":
        terms = "a friend to you" if creature.attitude == "friendly" else "no friend of yours"
        told.append(f"{pronoun.capitalize()} {'are' if is_many else 'is'} {terms}.")
    for topic in _said(creature)[-MOST_SAID:]:
        words = topic.answer.strip()
        if not is_whole:
            words = re.split(r"(?<=[.!?])\s", words, maxsplit=1)[0]
        subject = _subjects([topic])
        told.append(f"Of {subject[0] if subject else 'it'} {pronoun} said: “{words}”")
    return " ".join(told)


def people(state: State) -> str:
    """Return who has been met and what each has spoken of, those who said most first."""
    met = sorted(_people(state), key=lambda c: len(_said(c)), reverse=True)
    if not met:
        return "You have met nobody to speak of yet."
    told = []
    for creature in met[:MOST_PEOPLE]:
        spoke = _subjects(_said(creature))
        who = f"{creature.name}, {a(creature.person.role)}" if creature.person else creature.name
        said = f"told you of {listed(spoke)}" if spoke else "has told you nothing of use"
        told.append(f"{who}{_whereabouts(state, creature)}, {said}.")
    others = [c.name for c in met[MOST_PEOPLE:]]
    return " ".join([*told, f"You have also met {listed(others)}."] if others else told)


def places(state: State) -> str:
    """Return where the party has been and what else is on its map."""
    been = [bare(p.name) for p in state.locations.values() if p.is_visited]
    rest = [bare(p.name) for p in state.locations.values() if p.is_known and not p.is_visited]
    told = [f"You have been to {listed(been)}."] if been else []
    if rest:
        told.append(f"You know of {listed(rest)}, and have not been there.")
    here = state.here
    return " ".join([f"You are in {bare(here.name)}.", *told] if here else told)


def recap(state: State) -> str:
    """Return what the party knows so far: what is in hand, the latest truths, who told them what."""
    return " ".join([quests(state), clues(state, MOST_CLUES), people(state)])


def about(state: State, said: str) -> str:
    """Return what is known of the somebody or something a question names, or nothing."""
    whom = of_somebody(state, said)
    found = [
        c.text for c in state.clues.values() if c.is_found and overlap(said, (c.about, c.text))
    ]
    return " ".join([whom, *found[: 1 if whom else 3]]).strip()


def of_somebody(state: State, said: str) -> str:
    """Return what is known of the people a question names, or nothing."""
    is_whole = bool(re.search(r"\b(?:tell|told|say|said|says)\b", said.lower()))
    named = [c for c in _people(state) if overlap(said, (c.name,))]
    whom = [person(state, c, is_whole=is_whole) for c in named]
    return " ".join(whom[:2])
