"""Who came into the world from outside the adventure, and what people think of the party by what it did."""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


class PersonArrived(Event):
    """Somebody whom the table's owner brought, from a character card, is there now."""

    creature: Creature
    because: str = ""

    def apply(self, state: State) -> State:
        creatures = {**state.creatures, self.creature.ref: self.creature}
        return state.model_copy(update={"creatures": creatures})


class RegardChanged(Event):
    """Somebody holds the party dearer or in less esteem: `regard` is what they hold now, -100 to 100, at that minute."""

    ref: str
    by: int
    regard: int
    at_clock_min: int
    because: str = ""

    def apply(self, state: State) -> State:
        person = state.creatures[self.ref].person
        if person is None:
            return state
        changed = person.model_copy(
            update={
                "regard": self.regard,
                "regard_at_min": self.at_clock_min,
                "regard_because": self.because,
            }
        )
        return state.with_creature(self.ref, person=changed)
