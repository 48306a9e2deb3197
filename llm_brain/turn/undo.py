"""Taking turns back. Their events are marked and the rest folded anew, so state, prompt, recall and page know nothing of
them; the dice go on from where they are.
"""

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import NothingToUndo
from llm_brain.ledger.events.table import TurnsUndone
from llm_brain.store import (
    campaigns,
    conversations,
    events,
    lore_entries,
    media_jobs,
    memory_witnesses,
    projections,
    snapshots,
    story_segments,
    summaries,
)
from llm_brain.turn import record
from llm_brain.turn.history import state_before


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
    memory_witnesses.forget_turns(held, campaign_id, ids)
    summaries.forget_after(held, campaign_id, last_left)
    lore_entries.forget_turns_after(held, campaign_id, last_left)
    media_jobs.drop_for_turns(held, campaign_id, ids)
    if (first := events.first_of(held, campaign_id, ids)) is not None:
        snapshots.forget_from(held, campaign_id, first)
    after = state_before(held, campaign_id)
    projections.write(held, campaign_id, before, after)
    note = TurnsUndone(turn_numbers=tuple(row.turn_number for row in taken))
    record.append(held, campaign_id, None, after, [note], last_turn=last_left)
    return last_left
