"""The frame of a turn in the ledger: who said what. Everything after it, up to the next one, came of it."""

from llm_brain.ledger.event import Event


class TurnTaken(Event):
    """A turn began. `by` is the acting hero's ref, empty for the opening, which nobody asked for."""

    turn_number: int
    by: str = ""
    message: str = ""
