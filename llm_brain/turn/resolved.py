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

    def ids(self, campaign_id: int) -> dict[str, Any]:
        """Return what a follower needs to know first."""
        return {
            "campaign_id": campaign_id,
            "turn_id": self.conversation_id,
            "turn_number": self.turn_number,
        }
