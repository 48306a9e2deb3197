"""What strong creatures spend and win back in a fight: breaths that recharge, legendary actions and resistance.

What is left is noted in the state's flags; the referee reads them.
"""

from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


def _noted(state: State, key: str, value: str) -> State:
    return state.model_copy(update={"flags": {**state.flags, key: value}})


class AbilitySpent(Event):
    """An action that is not always there was used; `uses` is how often so far, `key` what it is counted under."""

    ref: str
    key: str
    name: str
    uses: int = 1

    def apply(self, state: State) -> State:
        return _noted(state, f"spent:{self.key}:{self.ref}", str(self.uses))


class AbilityRecharged(Event):
    """A spent action is there again, by a roll at the start of the turn."""

    ref: str
    key: str
    name: str
    roll: int | None = None

    def apply(self, state: State) -> State:
        return _noted(state, f"spent:{self.key}:{self.ref}", "")


class LegendaryActionTaken(Event):
    """Somebody acted at the end of another's turn; `left` are the legendary actions left until its own."""

    ref: str
    name: str
    cost: int = 1
    left: int = 0

    def apply(self, state: State) -> State:
        return _noted(state, f"legendary:{self.ref}", str(self.left))


class LegendaryActionsRegained(Event):
    """At the start of its turn a legendary creature has all its legendary actions again."""

    ref: str
    left: int = 3

    def apply(self, state: State) -> State:
        return _noted(state, f"legendary:{self.ref}", str(self.left))


class LegendaryResistanceUsed(Event):
    """A failed save was made a success by choice; `left` of them are left today."""

    ref: str
    left: int
    purpose: str = ""

    def apply(self, state: State) -> State:
        return _noted(state, f"legendary_resistance:{self.ref}", str(self.left))
