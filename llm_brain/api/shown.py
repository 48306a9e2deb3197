"""Rows as wire types: how a campaign, a turn and an event look from outside."""

from collections.abc import Sequence
from dataclasses import asdict

from psycopg2.extensions import connection

from llm_brain.api.wire import (
    CampaignOut,
    EventOut,
    MediaOut,
    NarratorOut,
    NumbersOut,
    RollOut,
    SamplingOut,
    TurnOut,
)
from llm_brain.brain import Brain
from llm_brain.ledger.rolls import Roll
from llm_brain.store import events
from llm_brain.store.campaigns import Campaign
from llm_brain.store.conversations import Conversation
from llm_brain.store.events import EventRow
from llm_brain.turn.replay import turn_row
from llm_brain.turn.rolls import roll_on_wire
from llm_brain.turn.sampling import NOT_USED, is_sampled, sampling_of


def campaign_out(campaign: Campaign, brain: Brain) -> CampaignOut:
    """Return a campaign without its secrets."""
    return CampaignOut(
        id=campaign.id,
        name=campaign.name,
        theme=campaign.theme,
        tone=campaign.tone,
        dm_style=campaign.dm_style,
        adventure_seed=campaign.adventure_seed,
        dice_seed_sha256=campaign.dice_seed_sha256,
        lines=list(campaign.lines),
        veils=list(campaign.veils),
        last_turn=campaign.last_turn,
        branched_from=campaign.branched_from,
        sampling=_sampling_out(campaign, brain),
        title=campaign.table_view.get("title", ""),
        ended=campaign.table_view.get("ended"),
        created_at=campaign.created_at,
        updated_at=campaign.updated_at,
    )


def _sampling_out(campaign: Campaign, brain: Brain) -> SamplingOut:
    is_used = is_sampled(tuple(brain.narrators))
    return SamplingOut(
        temperature=campaign.temperature,
        top_p=campaign.top_p,
        max_new_tokens=campaign.max_new_tokens,
        in_use=NumbersOut(**asdict(sampling_of(campaign, brain.settings.sampling))),
        is_used=is_used,
        note="" if is_used else NOT_USED,
    )


def roll_out(row: EventRow) -> RollOut:
    """Return a roll."""
    return RollOut(**roll_on_wire(row.seq, Roll.model_validate(row.payload["roll"])))


def turn_out(row: Conversation, ledger: Sequence[EventRow]) -> TurnOut:
    """Return a whole turn."""
    return TurnOut(
        turn_id=row.id,
        turn_number=row.turn_number,
        campaign_id=row.campaign_id,
        character_id=row.character_id,
        message=row.player_message,
        narration=row.dm_response,
        status=row.status,
        narrator=NarratorOut(
            name=row.narrator, degraded=row.degraded_reason is not None, reason=row.degraded_reason
        ),
        actions=row.actions,
        rolls=[roll_out(event) for event in ledger if event.type == "roll_made"],
        events=[event.seq for event in ledger],
        sentences=row.sentences,
        suggestions=[suggestion["text"] for suggestion in row.suggestions],
        image=MediaOut(state=row.image_state, url=row.image_url),
        audio=MediaOut(state=row.audio_state, url=row.audio_url, clips=list(row.audio_clips)),
        memories=row.memories,
        notes=list(row.notes),
        timings_ms=row.timings_ms,
        created_at=row.created_at,
    )


def read_turn(held: connection, campaign_id: int, turn_number: int) -> TurnOut:
    """Read a turn and show it. Raises TurnNotFound."""
    row = turn_row(held, campaign_id, turn_number)
    return turn_out(row, events.of_turn(held, campaign_id, row.id))


def event_out(row: EventRow) -> EventOut:
    """Return an event of the ledger."""
    return EventOut(
        seq=row.seq,
        turn_id=row.turn_id,
        type=row.type,
        payload=row.payload,
        created_at=row.created_at,
    )
