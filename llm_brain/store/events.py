"""Table `events`: the ledger. Rows are only ever added; an undo notes itself on those it took back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json, execute_values

from llm_brain.ledger.event import Event, event_from_row
from llm_brain.ledger.projections import dump
from llm_brain.ledger.rolls import Roll
from llm_brain.store.rows import execute, fetch_all, fetch_one


@dataclass(frozen=True)
class EventRow:
    """A row of `events`, its payload as it lies there."""

    seq: int
    turn_id: int | None
    type: str
    payload: dict[str, Any]
    created_at: datetime

    @property
    def event(self) -> Event:
        return event_from_row(self.type, self.payload)


def append(
    held: connection, campaign_id: int, turn_id: int | None, first_seq: int, events: Sequence[Event]
) -> int:
    """Append events from `first_seq` on; return the last seq."""
    with held.cursor() as cursor:
        execute_values(
            cursor,
            "INSERT INTO events (campaign_id, seq, turn_id, type, payload) VALUES %s",
            [
                (campaign_id, first_seq + i, turn_id, event.type, Json(dump(event)))
                for i, event in enumerate(events)
            ],
            page_size=500,
        )
    return first_seq + len(events) - 1


def valid(
    held: connection,
    campaign_id: int,
    after: int = 0,
    limit: int | None = None,
    *,
    before: int | None = None,
) -> list[EventRow]:
    """Return the events that were not undone, oldest first: those after one seq and before another."""
    rows = fetch_all(
        held,
        """SELECT seq, turn_id, type, payload, created_at FROM events
           WHERE campaign_id = %s AND seq > %s AND (%s::bigint IS NULL OR seq < %s) AND undone_by IS NULL
           ORDER BY seq LIMIT %s""",
        (campaign_id, after, before, before, limit),
    )
    return [EventRow(**row) for row in rows]


def every(held: connection, campaign_id: int) -> list[EventRow]:
    """Return every event, the undone ones too, oldest first."""
    rows = fetch_all(
        held,
        "SELECT seq, turn_id, type, payload, created_at FROM events WHERE campaign_id = %s ORDER BY seq",
        (campaign_id,),
    )
    return [EventRow(**row) for row in rows]


@dataclass(frozen=True)
class RollRow:
    """A roll of the ledger with the turn it fell in, the taken-back ones too."""

    seq: int
    turn_number: int | None
    is_undone: bool
    roll: Roll


def rolls(held: connection, campaign_id: int) -> list[RollRow]:
    """Return every roll, the undone ones too, oldest first."""
    rows = fetch_all(
        held,
        """SELECT e.seq, c.turn_number, e.undone_by IS NOT NULL AS is_undone, e.payload -> 'roll' AS roll
           FROM events e LEFT JOIN conversations c ON c.id = e.turn_id AND c.campaign_id = e.campaign_id
           WHERE e.campaign_id = %s AND e.type = 'roll_made' ORDER BY e.seq""",
        (campaign_id,),
    )
    return [RollRow(**row | {"roll": Roll.model_validate(row["roll"])}) for row in rows]


def promised_hash(held: connection, campaign_id: int) -> str | None:
    """Return the hash of the dice seed that the ledger begins with."""
    row = fetch_one(
        held,
        """SELECT payload ->> 'dice_seed_sha256' AS sha256 FROM events
           WHERE campaign_id = %s AND type = 'campaign_began' ORDER BY seq LIMIT 1""",
        (campaign_id,),
    )
    return None if row is None else str(row["sha256"])


def of_turn(held: connection, campaign_id: int, turn_id: int) -> list[EventRow]:
    """Return the events of one turn, oldest first."""
    rows = fetch_all(
        held,
        """SELECT seq, turn_id, type, payload, created_at FROM events
           WHERE campaign_id = %s AND turn_id = %s AND undone_by IS NULL ORDER BY seq""",
        (campaign_id, turn_id),
    )
    return [EventRow(**row) for row in rows]


def of_turns(
    held: connection, campaign_id: int, turn_ids: Sequence[int]
) -> dict[int, list[EventRow]]:
    """Return the events of several turns, by turn."""
    rows = fetch_all(
        held,
        """SELECT seq, turn_id, type, payload, created_at FROM events
           WHERE campaign_id = %s AND turn_id = ANY(%s) AND undone_by IS NULL ORDER BY seq""",
        (campaign_id, list(turn_ids)),
    )
    by_turn: dict[int, list[EventRow]] = {turn_id: [] for turn_id in turn_ids}
    for row in rows:
        by_turn[row["turn_id"]].append(EventRow(**row))
    return by_turn


def first_of(held: connection, campaign_id: int, turn_ids: Sequence[int]) -> int | None:
    """Return the seq of the first event of some turns."""
    row = fetch_one(
        held,
        "SELECT min(seq) AS seq FROM events WHERE campaign_id = %s AND turn_id = ANY(%s)",
        (campaign_id, list(turn_ids)),
    )
    return row["seq"] if row else None


def mark_undone(held: connection, campaign_id: int, turn_ids: Sequence[int], undone_by: int) -> int:
    """Note on the events of some turns which undo took them back."""
    return execute(
        held,
        "UPDATE events SET undone_by = %s WHERE campaign_id = %s AND turn_id = ANY(%s)",
        (undone_by, campaign_id, list(turn_ids)),
    )


def copy(
    held: connection, *, source: int, target: int, up_to_seq: int, turn_ids: dict[int, int]
) -> None:
    """Copy a campaign's valid events to another one, same seqs; `turn_ids` maps old turns to new."""
    execute(
        held,
        """INSERT INTO events (campaign_id, seq, turn_id, type, payload, created_at)
           SELECT %(target)s, e.seq, m.new_id, e.type, e.payload, e.created_at
           FROM events e
           LEFT JOIN unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m (old_id, new_id) ON m.old_id = e.turn_id
           WHERE e.campaign_id = %(source)s AND e.undone_by IS NULL AND e.seq <= %(up_to)s
             AND (e.turn_id IS NULL OR m.new_id IS NOT NULL)""",
        {
            "source": source,
            "target": target,
            "up_to": up_to_seq,
            "old": list(turn_ids.keys()),
            "new": list(turn_ids.values()),
        },
    )
