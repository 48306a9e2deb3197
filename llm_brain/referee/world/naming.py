"""From an action to what it means in the state: which way, person, thing or belonging.

Intent has usually resolved `target_ref` already; where it has not, words are matched against what is in sight. Nothing
hidden is ever found here.
"""

import re
from collections.abc import Iterable

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature
from llm_brain.referee.actions import Action

EMPTY_WORDS = frozenset(
    "a an the to of at in on into onto for from with by and or my your his her its their our is are "
    "was be do does did i you he she it they we me him them this that these those what who where when "
    "how why about tell ask asks say says said speak talk please go have has had can could would will "
    "know any some there here up down out over again old".split()
)


def words_of(text: str) -> set[str]:
    """Return the telling words of a text, lower case, without possessive endings."""
    found = re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", text.lower()))
    return {word for word in found if word not in EMPTY_WORDS}


def overlap(text: str, names: Iterable[str]) -> int:
    """Return how many telling words a text shares with some names; plurals count as their singulars."""
    said = {w.rstrip("s") for w in words_of(text)}
    return len(said & {w.rstrip("s") for name in names for w in words_of(name)})


def _wanted(action: Action, prefix: str) -> str | None:
    """Return the key behind `prefix:` if the target is of that sort."""
    ref = action.target_ref or ""
    return ref.removeprefix(prefix) if ref.startswith(prefix) else None


def way_of(state: State, action: Action) -> Exit | None:
    """Return the way out that is meant, by ref, direction or name."""
    here = state.here
    if here is None:
        return None
    ways = [way for way in here.exits if not way.is_hidden]
    key = _wanted(action, "exit:")
    if key is not None:
        return next((way for way in ways if way.to == key), None)
    if action.target_ref is not None:
        return None
    if action.direction:
        by_direction = [w for w in ways if w.direction == action.direction.lower()]
        if by_direction:
            return by_direction[0]
    named = [(overlap(action.target or "", (w.name, state.locations[w.to].name)), w) for w in ways]
    best = max(named, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None


def place_of(state: State, action: Action) -> str | None:
    """Return the key of a known place that is meant, wherever it lies."""
    key = _wanted(action, "exit:") or _wanted(action, "place:")
    if key is not None:
        return key if key in state.locations else None
    if action.target_ref is not None or not action.target:
        return None
    known = [
        (overlap(action.target, (p.name,)), k) for k, p in state.locations.items() if p.is_known
    ]
    best = max(known, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else None


def in_sight(state: State) -> list[Creature]:
    """Return everybody here who is not a hero and not hidden, the dead included."""
    return [c for c in state.at(state.location) if not c.is_hidden]


def person_of(state: State, action: Action) -> Creature | None:
    """Return whom an action is about; with nobody named, the only one who could be meant."""
    if action.target_ref is not None:
        found = state.creatures.get(action.target_ref)
        return found if found and found.location == state.location and not found.is_hidden else None
    present = in_sight(state)
    if action.target:
        named = [
            (overlap(action.target, (c.name, c.person.role if c.person else c.type)), c)
            for c in present
        ]
        best = max(named, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] else None
    living = [c for c in present if not c.is_down]
    return living[0] if len(living) == 1 else None


def feature_of(state: State, action: Action) -> Feature | None:
    """Return the thing of the place that is meant."""
    here = state.here
    if here is None:
        return None
    seen = [f for f in here.features if not f.is_hidden]
    key = _wanted(action, "feature:")
    if key is not None:
        return next((f for f in seen if f.key == key), None)
    if action.target_ref is not None or not action.target:
        return None
    named = [(overlap(action.target, (f.name, *f.words)), f) for f in seen]
    best = max(named, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None


def item_among(items: Iterable[Item], action: Action) -> Item | None:
    """Return the thing meant among some things: by ref, by key, or by name."""
    items = list(items)
    key = _wanted(action, "item:")
    for wanted in (key, action.item):
        exact = next((i for i in items if wanted and i.key == wanted), None)
        if exact is not None:
            return exact
    said = action.item or (action.target if key is None else "") or ""
    named = [(overlap(said, (i.name, i.key)), i) for i in items]
    best = max(named, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None
