"""The one pure fold: events in order make the state. Tables, replay, undo and branch all go through here."""

from collections.abc import Iterable

import llm_brain.ledger.events  # noqa: F401  (registers every event type)
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


def fold(state: State, events: Iterable[Event]) -> State:
    """Return the state after the events, oldest first."""
    for event in events:
        state = event.apply(state)
    return state
