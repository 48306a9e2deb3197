"""A turn that has happened and is still to be told, or told again: what both commits and every narrator work from."""

from dataclasses import dataclass
from typing import Any

from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action


@dataclass(frozen=True)
class ResolvedTurn:
    """The outcome of a turn: its events with their seqs, and the states around them."""

    conversation_id: int
    turn_number: int
    actor: str
    message: str
    actions: tuple[Action, ...]
    events: tuple[tuple[int, Event], ...]
    before: State
    after: State
    suggestions: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()

    @property
    def character_id(self) -> int | None:
        return int(self.actor[1:]) if self.actor else None
