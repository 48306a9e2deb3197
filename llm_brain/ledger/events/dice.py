"""Dice on the table: a roll changes nothing by itself, what comes of it is an event of its own."""

from llm_brain.ledger.event import Event
from llm_brain.ledger.rolls import Roll


class RollMade(Event):
    """Somebody rolled."""

    roll: Roll
