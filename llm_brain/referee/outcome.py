"""What has come of things so far: the events made, and the state with them folded in.

Rules add events to it one by one and always read the newest state; it decides nothing itself.
"""

from collections.abc import Iterable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State


class Outcome:
    """Events in order and the state after them."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.events: list[Event] = []

    def add(self, *events: Event) -> None:
        """Fold events in."""
        for event in events:
            self.state = event.apply(self.state)
            self.events.append(event)

    def extend(self, events: Iterable[Event]) -> None:
        """Fold a list of events in."""
        self.add(*events)

    def rolled(self, roll: Roll) -> Roll:
        """Note a roll and hand it on."""
        self.add(RollMade(roll=roll))
        return roll

    def creature(self, ref: str) -> Creature:
        """Return somebody as they are now."""
        return self.state.creatures[ref]
