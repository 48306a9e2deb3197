"""The state at some point of a campaign's past: the ledger folded, from the last snapshot on."""

from psycopg2.extensions import connection

from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.store import events, snapshots


def state_before(held: connection, campaign_id: int, seq: int | None = None) -> State:
    """Return the state before an event, or after all of them."""
    known = snapshots.newest(held, campaign_id, before_seq=seq)
    rest = events.valid(held, campaign_id, after=known.seq, before=seq)
    return fold(known.state, (row.event for row in rest))
