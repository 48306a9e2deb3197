"""COMMIT 1 for every kind of turn: the opening, a player's, and what follows a death. Repeatable until it is done."""

import uuid
from collections.abc import Sequence

from llm_brain.brain import Brain
from llm_brain.ledger.event import Event
from llm_brain.turn import record
from llm_brain.turn.leases import Lease
from llm_brain.turn.resolved import ResolvedTurn


def commit_resolved(
    brain: Brain,
    lease: Lease,
    turn: ResolvedTurn,
    events: Sequence[Event],
    dice_counter: int,
    key: record.IdempotencyKey | None = None,
) -> ResolvedTurn:
    """Record a resolved turn and return it with its id and its events' seqs. `dice_counter` is the last die rolled."""
    token = uuid.uuid4().hex
    return brain.database.run(
        lambda held: record.resolved(
            held,
            campaign_id=lease.campaign_id,
            holder=lease.holder,
            turn=turn,
            new_events=events,
            token=token,
            dice_counter=dice_counter,
            idempotency=key,
        )
    )
