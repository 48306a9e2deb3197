"""Another way the story could go: a campaign copied up to a turn, with dice of its own from there on."""

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import TurnNotFound
from llm_brain.ledger.state import State
from llm_brain.referee.seeds import new_seed, sha256_of
from llm_brain.store import (
    campaigns,
    conversations,
    events,
    lore_entries,
    memory_witnesses,
    portraits,
    projections,
    snapshots,
    story_segments,
)
from llm_brain.store.campaigns import PastSeed
from llm_brain.turn.history import state_before


def branch(brain: Brain, campaign_id: int, after_turn: int, name: str | None) -> int:
    """Copy a campaign up to and with a turn; return the new campaign's id. Raises TurnNotFound."""
    return brain.database.run(lambda held: _copy(held, campaign_id, after_turn, name))


def _copy(held: connection, campaign_id: int, after_turn: int, name: str | None) -> int:
    source = campaigns.get(held, campaign_id, lock=True)
    row = conversations.get(held, campaign_id, after_turn)
    if row is None or row.status == "resolved":
        raise TurnNotFound(campaign_id=campaign_id, turn_number=after_turn)
    later = conversations.get(held, campaign_id, after_turn + 1)
    cut = source.last_seq
    if later is not None:
        cut = events.of_turn(held, campaign_id, later.id)[0].seq - 1
    seed = new_seed()
    target = campaigns.create(
        held,
        name=(name or f"{source.name} (another way)")[:120],
        theme=source.theme,
        tone=source.tone,
        dm_style=source.dm_style,
        adventure_seed=source.adventure_seed,
        dice_seed=seed,
        dice_seed_sha256=sha256_of(seed),
        lines=source.lines,
        veils=source.veils,
        dice_counter=source.dice_counter,
        branched_from=source.id,
    )
    own = {
        "temperature": source.temperature,
        "top_p": source.top_p,
        "max_new_tokens": source.max_new_tokens,
    }
    campaigns.set_sampling(held, target, own)
    turn_ids = conversations.copy(held, source=campaign_id, target=target, up_to_turn=after_turn)
    events.copy(held, source=campaign_id, target=target, up_to_seq=cut, turn_ids=turn_ids)
    story_segments.copy(held, source=campaign_id, target=target, turn_ids=turn_ids)
    portraits.copy(held, source=campaign_id, target=target, turn_ids=turn_ids)
    memory_witnesses.copy(held, source=campaign_id, target=target, turn_ids=turn_ids)
    lore_entries.copy(held, source=campaign_id, target=target, up_to_turn=after_turn, up_to_seq=cut)
    for past in campaigns.past_seeds(held, campaign_id):
        campaigns.add_past_seed(held, target, past)
    campaigns.add_past_seed(
        held,
        target,
        PastSeed(source.dice_counter, source.dice_seed, source.dice_seed_sha256, False),
    )
    snapshots.copy(held, source=campaign_id, target=target, up_to_seq=cut)
    state = state_before(held, target)
    projections.write(held, target, State(), state)
    campaigns.advance(
        held, target, last_seq=cut, last_turn=after_turn, dice_counter=source.dice_counter
    )
    return target
