"""The two commits of a turn. `resolved`: message, actions, rolls, events, projections; from here the turn has happened.
`told`: narration, segments, memory, media jobs. Each is one transaction: all of it or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from llm_brain.errors import TurnInFlight
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import TurnRetold, TurnTold
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.memory.witnesses import Learned
from llm_brain.store import (
    campaign_leases,
    campaigns,
    conversations,
    events,
    idempotency_keys,
    live_sentences,
    media_jobs,
    memory_witnesses,
    portraits,
    projections,
    snapshots,
    story_segments,
    summaries,
    turn_sources,
)
from llm_brain.turn.media import mood_of
from llm_brain.turn.portraits import MOST as MOST_PORTRAITS
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.telling import Telling

NOTHING_LEARNED = Learned()


@dataclass(frozen=True)
class NewSegment:
    """A segment to remember."""

    kind: str
    first_turn: int
    last_turn: int
    content: str


@dataclass(frozen=True)
class IdempotencyKey:
    """A request's key and what it asked for."""

    key: str
    request_sha256: str


def hold_lease(held: connection, campaign_id: int, holder: str) -> None:
    """Make sure, inside this transaction, that the turn is still ours. Raises TurnInFlight."""
    if not campaign_leases.still_held(held, campaign_id, holder):
        raise TurnInFlight(campaign_id=campaign_id)


def append(
    held: connection,
    campaign_id: int,
    turn_id: int | None,
    before: State,
    new_events: Sequence[Event],
    *,
    last_turn: int | None = None,
    dice_counter: int = 0,
) -> tuple[int, State]:
    """Append events and write what they make of the tables, in this transaction; return the first seq and the state."""
    campaign = campaigns.lock(held, campaign_id)
    first_seq = campaign.last_seq + 1
    last_seq = events.append(held, campaign_id, turn_id, first_seq, new_events)
    campaigns.advance(
        held,
        campaign_id,
        last_seq=last_seq,
        last_turn=campaign.last_turn if last_turn is None else last_turn,
        dice_counter=dice_counter,
    )
    after = fold(before, new_events)
    if after is not before:
        projections.write(held, campaign_id, before, after)
    return first_seq, after


def resolved(
    held: connection,
    *,
    campaign_id: int,
    holder: str,
    turn: ResolvedTurn,
    new_events: Sequence[Event],
    token: str,
    dice_counter: int,
    idempotency: IdempotencyKey | None,
) -> ResolvedTurn:
    """COMMIT 1. Repeatable: done again with the same token it finds its own work."""
    if (made := conversations.id_by_token(held, token)) is not None:
        rows = events.of_turn(held, campaign_id, made)
        return _with_rows(turn, made, [(row.seq, row.event) for row in rows])
    hold_lease(held, campaign_id, holder)
    conversation_id = conversations.add(
        held,
        campaign_id=campaign_id,
        turn_number=turn.turn_number,
        token=token,
        character_id=turn.character_id,
        message=turn.message,
        actions=[action.as_json() for action in turn.actions],
        suggestions=list(turn.suggestions),
        notes=turn.notes,
        mood=mood_of(new_events, turn.after),
    )
    first_seq, _ = append(
        held,
        campaign_id,
        conversation_id,
        turn.before,
        new_events,
        last_turn=turn.turn_number,
        dice_counter=dice_counter,
    )
    if idempotency is not None:
        idempotency_keys.bind(
            held, campaign_id, idempotency.key, idempotency.request_sha256, conversation_id
        )
    return _with_rows(
        turn, conversation_id, [(first_seq + i, event) for i, event in enumerate(new_events)]
    )


def _with_rows(
    turn: ResolvedTurn, conversation_id: int, rows: Sequence[tuple[int, Event]]
) -> ResolvedTurn:
    return ResolvedTurn(
        conversation_id=conversation_id,
        turn_number=turn.turn_number,
        actor=turn.actor,
        message=turn.message,
        actions=turn.actions,
        events=tuple(rows),
        before=turn.before,
        after=turn.after,
        suggestions=turn.suggestions,
        notes=turn.notes,
    )


def told(
    held: connection,
    *,
    campaign_id: int,
    holder: str,
    turn: ResolvedTurn,
    telling: Telling,
    segments: Sequence[NewSegment],
    jobs: dict[str, dict[str, Any]],
    sitters: dict[str, dict[str, Any]],
    snapshot_every: int,
    memories: list[dict[str, Any]],
    prompt: list[dict[str, Any]],
    timings_ms: dict[str, float],
    sources: Sequence[dict[str, Any]] = (),
    learned: Learned = NOTHING_LEARNED,
) -> None:
    """COMMIT 2: the words are safe, and what they set in motion is queued with them."""
    hold_lease(held, campaign_id, holder)
    is_retold = telling.number > 0
    _remember(held, campaign_id, turn.conversation_id, segments)
    _learn(held, campaign_id, turn.conversation_id, learned)
    turn_sources.put(held, campaign_id, turn.conversation_id, sources)
    conversations.set_told(
        held,
        turn.conversation_id,
        narration=telling.text,
        status="stopped" if telling.is_stopped else "told",
        sentences=[sentence.as_json() for sentence in telling.sentences],
        phrases=telling.phrases,
        memories=memories,
        prompt=prompt,
        timings_ms=timings_ms,
        notes=[*turn.notes, *telling.notes],
        narrator=telling.narrator,
        degraded_reason=telling.degraded_reason,
        telling=telling.number,
        image_state="pending" if "image" in jobs else None,
        audio_state="pending" if "audio" in jobs else "none",
    )
    live_sentences.clear(held, turn.conversation_id)
    if is_retold:
        media_jobs.drop_for_turns(held, campaign_id, [turn.conversation_id], "audio")
    for kind, payload in jobs.items():
        media_jobs.add(held, campaign_id, turn.conversation_id, kind, telling.number, payload)
    _order_portraits(held, campaign_id, turn.conversation_id, sitters)
    seq, _ = append(held, campaign_id, turn.conversation_id, turn.after, [_as_told(turn, telling)])
    if is_retold:
        summaries.mark_stale(held, campaign_id, turn.turn_number)
    if snapshots.is_due(held, campaign_id, seq, snapshot_every):
        snapshots.keep(held, campaign_id, seq, projections.load(held, campaign_id))


def _as_told(turn: ResolvedTurn, telling: Telling) -> Event:
    if telling.number > 0:
        return TurnRetold(turn_number=turn.turn_number, narrator=telling.narrator)
    return TurnTold(
        turn_number=turn.turn_number,
        narrator=telling.narrator,
        is_degraded=telling.degraded_reason is not None,
        is_stopped=telling.is_stopped,
    )


def _order_portraits(
    held: connection, campaign_id: int, turn_id: int, sitters: dict[str, dict[str, Any]]
) -> None:
    """Queue the portraits of those who have none yet."""
    wanting = portraits.wanting(held, campaign_id, sitters) if sitters else set()
    for ref in [ref for ref in sitters if ref in wanting][:MOST_PORTRAITS]:
        media_jobs.add(held, campaign_id, turn_id, "portrait", 0, sitters[ref], subject=ref)


def _learn(held: connection, campaign_id: int, turn_id: int, learned: Learned) -> None:
    """Keep who knows what since this turn."""
    memory_witnesses.forget_turns(held, campaign_id, [turn_id])
    memory_witnesses.saw(held, campaign_id, turn_id, learned.saw)
    if learned.rumour_from_min is not None:
        memory_witnesses.gets_about(held, campaign_id, turn_id, learned.rumour_from_min)
    if learned.told:
        memory_witnesses.were_told(held, campaign_id, turn_id, learned.told, learned.hearers)


def _remember(
    held: connection, campaign_id: int, turn_id: int, segments: Sequence[NewSegment]
) -> None:
    """Keep what is remembered of a turn, in place of what was."""
    story_segments.forget_turn(held, campaign_id, turn_id)
    for segment in segments:
        story_segments.add(
            held,
            campaign_id,
            turn_id,
            segment.kind,
            segment.first_turn,
            segment.last_turn,
            segment.content,
        )
