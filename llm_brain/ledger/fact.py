"""The base of everything the ledger holds: an immutable, strictly validated value.

It knows nothing of the game. State and events are built from it, so that a fold can only make new values and
a field that nobody declared is an error at the door.
"""

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """An immutable value that goes to and from JSON unchanged."""

    model_config = ConfigDict(frozen=True, extra="forbid")
