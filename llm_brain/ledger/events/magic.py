"""What happens with magic items: attuned, let go, charges used and won back, found out for what they are."""

from llm_brain.ledger.creature import Ability, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


def _with_first(state: State, ref: str, key: str, **changes: object) -> State:
    """Return the state with the first thing of a key that somebody carries changed."""
    items: list[Item] = list(state.creatures[ref].items)
    for i, had in enumerate(items):
        if had.key == key:
            items[i] = had.model_copy(update=changes)
            break
    return state.with_creature(ref, items=tuple(items))


class Attuned(Event):
    """Somebody has made a magic item their own. `count` is how many they are attuned to now."""

    ref: str
    key: str
    name: str
    count: int = 1

    def apply(self, state: State) -> State:
        kept = tuple(k for k in state.creatures[self.ref].attuned if k != self.key)
        return state.with_creature(self.ref, attuned=(*kept, self.key))


class AttunementEnded(Event):
    """An item is no longer somebody's own: let go, another's now, too long away, or they died."""

    ref: str
    key: str
    name: str
    because: str = ""

    def apply(self, state: State) -> State:
        kept = tuple(k for k in state.creatures[self.ref].attuned if k != self.key)
        return state.with_creature(self.ref, attuned=kept)


class ChargesChanged(Event):
    """Charges of a carried item were used or came back; `spent` is how many are gone, `left` how many are there."""

    ref: str
    key: str
    name: str
    spent: int
    left: int
    because: str = ""

    def apply(self, state: State) -> State:
        return _with_first(state, self.ref, self.key, charges_spent=self.spent)


class ItemIdentified(Event):
    """It is known now what a magic item is. `was` is what it was called before."""

    ref: str
    key: str
    name: str
    was: str = ""
    how: str = ""

    def apply(self, state: State) -> State:
        return _with_first(state, self.ref, self.key, name=self.name, is_unknown=False)


class AbilityRaised(Event):
    """An ability score is higher for good; `score` is what it is now."""

    ref: str
    ability: Ability
    score: int
    because: str = ""

    def apply(self, state: State) -> State:
        abilities = {**state.creatures[self.ref].abilities, self.ability: self.score}
        return state.with_creature(self.ref, abilities=abilities)
