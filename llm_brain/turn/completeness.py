"""Whether a telling left out what happened to somebody: hit points, conditions, belongings. If so, the storyteller says it.

It reads only released sentences, and answers with sentences to be let through by the same guard.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import (
    ConditionGained,
    ConditionLost,
    DamageTaken,
    Died,
    FellUnconscious,
    Healed,
    Stabilised,
    TempHpGained,
)
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.sheets import LevelGained, XpGained
from llm_brain.ledger.events.things import CoinsChanged, ItemGained, ItemLost
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.storyteller import Storyteller
from llm_brain.turn import numbers
from llm_brain.turn.happened import in_words
from llm_brain.turn.telling import Sentence

COUNTED = (DamageTaken, Healed, TempHpGained, CoinsChanged, XpGained)
"""Told when their number is."""
DEATH = re.compile(
    r"\b(?:dies?|dead|death|slain|slays?|kill\w*|lifeless|corpse|falls?|drops?|collapses?|crumples?|destroyed|no more)\b"
)
FAINT = re.compile(
    r"\b(?:unconscious|senseless|faints?|falls?|drops?|collapses?|crumples?|dying|black)\b"
)
STEADY = re.compile(r"\b(?:stable|stabili[sz]e\w*|steady|steadies|stops? bleeding|breath\w*)\b")


def untold(events: Sequence[tuple[int, Event]], told: Sequence[Sentence]) -> list[Event]:
    """Return the events whose outcome no sentence tells."""
    text = " ".join(sentence.text for sentence in told).casefold()
    linked = {number.seq for sentence in told for number in sentence.numbers}
    said = frozenset(numbers.strict_numbers(text))
    return [event for seq, event in events if not _is_told(event, seq in linked, said, text)]


def _is_told(event: Event, is_linked: bool, said: frozenset[int], text: str) -> bool:
    if isinstance(event, COUNTED):
        return (
            is_linked
            or not _is_worth_telling(event)
            or not said.isdisjoint(numbers.values_of(event))
        )
    if isinstance(event, ConditionGained):
        return _stem(event.condition.name) in text
    if isinstance(event, ConditionLost):
        return _stem(event.name) in text
    if isinstance(event, Died):
        return bool(DEATH.search(text))
    if isinstance(event, FellUnconscious):
        return bool(FAINT.search(text))
    if isinstance(event, Stabilised):
        return bool(STEADY.search(text))
    if isinstance(event, ItemGained):
        return _names(event.item.name, text)
    if isinstance(event, ItemLost):
        return _names(event.name, text)
    return not isinstance(event, LevelGained) or "level" in text


def _is_worth_telling(event: Event) -> bool:
    return any(value > 0 for value in numbers.values_of(event)[:1])


def _stem(condition: str) -> str:
    """Return what all the forms of a condition's name begin with."""
    return condition.casefold().removesuffix("ed").removesuffix("n")[:8]


def _names(item: str, text: str) -> bool:
    """Say whether a thing is named by any of the longer words of its name."""
    words = [word for word in re.findall(r"[a-z']+", item.casefold()) if len(word) > 2]
    return not words or any(
        re.search(rf"\b{re.escape(word.removesuffix('s'))}", text) for word in words
    )


def made_whole(
    brief: Brief, events: Sequence[tuple[int, Event]], told: Sequence[Sentence]
) -> list[Piece]:
    """Return the storyteller's sentences for what a telling left out; a telling of nothing is left to the next narrator."""
    missing = untold(events, told)
    if not told or not missing:
        return []
    wanted = replace(brief, events=_with_their_blows(brief.events, missing), actions=())
    pieces = list(Storyteller().narrate(wanted))
    if not pieces:
        lines = in_words(missing, brief.before, brief.after)
        pieces = [Piece(f"{line[0].upper()}{line[1:]}.", is_whole_sentence=True) for line in lines]
    return pieces


def _with_their_blows(events: Sequence[Event], missing: Sequence[Event]) -> tuple[Event, ...]:
    """Return the missing events, each wound after the blow that made it."""
    kept: list[Event] = []
    blow: AttackMade | None = None
    for event in events:
        if isinstance(event, AttackMade):
            blow = event
        elif any(event is one for one in missing):
            if isinstance(event, DamageTaken) and blow is not None and blow.target == event.ref:
                kept.append(blow)
                blow = None
            kept.append(event)
    return tuple(kept)
