"""Taking turns back. Their events are marked and the rest folded anew, so state, prompt, recall and page know nothing of
them; the dice go on from where they are.
"""

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import NothingToUndo
from llm_brain.ledger.events.table import TurnsUndone
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.store import (
    campaigns,
    conversations,
    events,
    media_jobs,
    projections,
    story_segments,
)
from llm_brain.turn import record


def undo(brain: Brain, campaign_id: int, turns: int) -> int:
    """Take the last turns back, the opening excepted; return the number of the last turn left."""
    with brain.leases.held(campaign_id) as lease:
        return brain.database.run(lambda held: take_back(held, campaign_id, lease.holder, turns))


def take_back(held: connection, campaign_id: int, holder: str, turns: int) -> int:
    """Take the last turns back in this transaction. Raises NothingToUndo."""
    record.hold_lease(held, campaign_id, holder)
    campaign = campaigns.lock(held, campaign_id)
    available = max(campaign.last_turn - 1, 0)
    if turns > available:
        raise NothingToUndo(available=available)
    last_left = campaign.last_turn - turns
    taken = conversations.after(held, campaign_id, last_left, turns)
    ids = [row.id for row in taken]
    before = projections.load(held, campaign_id)
    mark = campaign.last_seq + 1
    events.mark_undone(held, campaign_id, ids, mark)
    conversations.mark_undone(held, campaign_id, ids, mark)
    story_segments.mark_undone(held, campaign_id, ids, mark)
    media_jobs.drop_for_turns(held, campaign_id, ids)
    after = fold(State(), (row.event for row in events.valid(held, campaign_id)))
    projections.write(held, campaign_id, before, after)
    note = TurnsUndone(turn_numbers=tuple(row.turn_number for row in taken))
    record.append(held, campaign_id, None, after, [note], last_turn=last_left)
    return last_left
