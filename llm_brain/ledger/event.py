"""What an event is: a named outcome with a version, and what it makes of the state.

An event says what came of something (who lost how many hit points and why), never an input to be worked out again,
so a rule mended later changes no old save. The name in the database is the class's own in snake case.
"""

import re
from typing import Any, ClassVar

from llm_brain.ledger.fact import Fact
from llm_brain.ledger.state import State

EVENT_TYPES: dict[str, type["Event"]] = {}


class UnknownEventTypeError(LookupError):
    """The ledger holds an event that this release does not know: it was written by a newer one."""


class Event(Fact):
    """One outcome. Subclasses declare the payload and override `apply` where state changes."""

    v: int = 1
    type: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.type = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        EVENT_TYPES[cls.type] = cls

    def apply(self, state: State) -> State:
        """Return the state after this event."""
        return state


def event_from_row(event_type: str, payload: dict[str, Any]) -> Event:
    """Rebuild an event from its row."""
    found = EVENT_TYPES.get(event_type)
    if found is None:
        raise UnknownEventTypeError(event_type)
    return found.model_validate(payload)
