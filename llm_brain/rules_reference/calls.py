"""What a turn calls for: the names of spells, conditions, things and monsters in what was done, said and seen.

Pure: a resolved turn in, names out, each with the kinds of entry it may mean and how much it matters. A word that is also
everyday English ("light", "command") counts as a spell only where a spell was cast or a question asked.
"""

from collections.abc import Iterator
from typing import NamedTuple

from llm_brain.ledger.state import State
from llm_brain.rules_reference.piece import plain
from llm_brain.turn.resolved import ResolvedTurn

MAX_WORDS = 120
MAX_NAME_WORDS = 4
ITEMS = frozenset({"equipment", "magic-items"})
LONG_NAMES = ITEMS | {"spells", "monsters", "features", "conditions", "traits"}
"""What two and more words in a row may name in a player's free text."""
EVERYTHING: frozenset[str] = frozenset()


class Call(NamedTuple):
    """A name that was called; `kinds` empty means any kind, a higher `weight` matters more."""

    name: str
    kinds: frozenset[str]
    weight: int


def calls_of(turn: ResolvedTurn) -> list[Call]:
    """Return the names a turn calls for, each once, weightiest first."""
    calls = [*_of_actions(turn), *_of_conditions(turn), *_of_words(turn), *_of_foes(turn.after)]
    best: dict[tuple[str, frozenset[str]], Call] = {}
    for call in calls:
        key = (call.name, call.kinds)
        if call.name and (key not in best or best[key].weight < call.weight):
            best[key] = call
    return sorted(best.values(), key=lambda call: -call.weight)


def is_question(turn: ResolvedTurn) -> bool:
    """Whether the turn asks about the rules."""
    return any(action.kind == "ask_rules" for action in turn.actions)


def _of_actions(turn: ResolvedTurn) -> Iterator[Call]:
    for action in turn.actions:
        if action.spell:
            yield Call(plain(action.spell), frozenset({"spells"}), 8)
        if action.item:
            yield Call(plain(action.item), ITEMS, 5)
        if action.skill:
            yield Call(plain(action.skill), frozenset({"skills"}), 3)
        aimed_at = turn.before.creatures.get(action.target_ref or "")
        if aimed_at is not None and aimed_at.stat_block:
            yield Call(plain(aimed_at.stat_block), frozenset({"monsters"}), 4)


def _of_conditions(turn: ResolvedTurn) -> Iterator[Call]:
    for _, event in turn.events:
        gained = getattr(event, "condition", None)
        if gained is not None:
            yield Call(plain(str(gained.name)), frozenset({"conditions"}), 6)
    actor = turn.after.creatures.get(turn.actor)
    for condition in actor.conditions if actor else ():
        yield Call(plain(condition.name), frozenset({"conditions"}), 4)


def _of_words(turn: ResolvedTurn) -> Iterator[Call]:
    asks = is_question(turn)
    words = plain(turn.message).split()[:MAX_WORDS]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_NAME_WORDS, len(words)) + 1):
            is_long = end - start > 1
            kinds = EVERYTHING if asks else LONG_NAMES if is_long else frozenset({"conditions"})
            for name in _spellings(" ".join(words[start:end])):
                yield Call(name, kinds, (7 if asks else 4) + is_long)


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name, and without a plural's s."""
    return (name, name[:-1]) if name.endswith("s") and not name.endswith("ss") else (name,)


def _of_foes(state: State) -> Iterator[Call]:
    if state.encounter is None:
        return
    for creature in state.at(state.location):
        if creature.stat_block and creature.attitude == "hostile" and not creature.is_dead:
            yield Call(plain(creature.stat_block), frozenset({"monsters"}), 2)
