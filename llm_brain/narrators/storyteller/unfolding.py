"""The turn's events in order, as something to take from: whoever tells an event takes with it what belongs to it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import EncounterBegan, TurnBegan
from llm_brain.ledger.events.table import ActionTaken
from llm_brain.ledger.rolls import Roll

E = TypeVar("E", bound=Event)
BREAKS: tuple[type[Event], ...] = (ActionTaken, TurnBegan, EncounterBegan)


class Unfolding:
    """What is still to be told this turn, and every roll by its id."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.left = list(events)
        self.rolls: dict[int, Roll] = {
            e.roll.id: e.roll for e in self.left if isinstance(e, RollMade)
        }
        self.action: ActionTaken | None = None
        self.walked_min = 0
        self.closing = ""

    def next(self) -> Event | None:
        """Take the next event."""
        return self.left.pop(0) if self.left else None

    def ahead(self, breaks: tuple[type[Event], ...] = BREAKS) -> list[Event]:
        """Return what follows up to the next break, without taking it."""
        found: list[Event] = []
        for event in self.left:
            if isinstance(event, breaks):
                break
            found.append(event)
        return found

    def take(
        self,
        kind: type[E],
        where: Callable[[E], bool] = lambda _: True,
        breaks: tuple[type[Event], ...] = BREAKS,
    ) -> list[E]:
        """Take every event of a kind up to the next break."""
        found = [e for e in self.ahead(breaks) if isinstance(e, kind) and where(e)]
        for event in found:
            self._drop(event)
        return found

    def take_one(
        self,
        kind: type[E],
        where: Callable[[E], bool] = lambda _: True,
        breaks: tuple[type[Event], ...] = BREAKS,
    ) -> E | None:
        """Take the first event of a kind up to the next break."""
        for event in self.ahead(breaks):
            if isinstance(event, kind) and where(event):
                self._drop(event)
                return event
        return None

    def _drop(self, event: Event) -> None:
        self.left = [e for e in self.left if e is not event]
