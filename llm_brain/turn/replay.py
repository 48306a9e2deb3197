"""A turn as it happened, folded again from the ledger: for telling it after a crash, or in other words."""

from psycopg2.extensions import connection

from llm_brain.errors import TurnNotFound
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.store import conversations, events
from llm_brain.store.conversations import Conversation
from llm_brain.turn.history import state_before
from llm_brain.turn.resolved import ResolvedTurn


def turn_row(held: connection, campaign_id: int, turn_number: int) -> Conversation:
    """Return a turn's row. Raises TurnNotFound."""
    row = conversations.get(held, campaign_id, turn_number)
    if row is None:
        raise TurnNotFound(campaign_id=campaign_id, turn_number=turn_number)
    return row


def resolved_again(held: connection, campaign_id: int, turn_number: int) -> ResolvedTurn:
    """Return a turn with its events and the states around them. Raises TurnNotFound."""
    row = turn_row(held, campaign_id, turn_number)
    own = [(r.seq, r.event) for r in events.of_turn(held, campaign_id, row.id)]
    before = state_before(held, campaign_id, own[0][0]) if own else State()
    return ResolvedTurn(
        conversation_id=row.id,
        turn_number=row.turn_number,
        actor=f"c{row.character_id}" if row.character_id is not None else "",
        message=row.player_message,
        actions=tuple(Action.model_validate(action) for action in row.actions),
        events=tuple(own),
        before=before,
        after=fold(before, (event for _, event in own)),
        suggestions=tuple(row.suggestions),
        notes=(),
    )
