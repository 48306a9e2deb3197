"""Table `media_jobs`: pictures and voices still to be made, leased so that several workers do not do one job twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_all, fetch_one

LOOPS = (("audio",), ("image", "portrait"))
"""Which kinds wait for one another: voices never wait for pictures, nor pictures for voices."""


@dataclass(frozen=True)
class Job:
    """A leased row of `media_jobs`. `attempts` counts this one."""

    id: int
    campaign_id: int
    turn_id: int
    kind: str
    subject: str
    telling: int
    payload: dict[str, Any]
    attempts: int


def add(
    held: connection,
    campaign_id: int,
    turn_id: int,
    kind: str,
    telling: int,
    payload: dict[str, Any],
    subject: str = "",
) -> None:
    """Queue a job; one turn's telling has one of a kind, and one portrait of each subject."""
    execute(
        held,
        """INSERT INTO media_jobs (campaign_id, turn_id, kind, telling, payload, subject) VALUES (%s, %s, %s, %s, %s, %s)
           ON CONFLICT (turn_id, kind, telling, subject) DO UPDATE
               SET payload = excluded.payload, status = 'queued', attempts = 0, run_after = now(), error = NULL""",
        (campaign_id, turn_id, kind, telling, Json(payload), subject),
    )


def lease(
    held: connection, holder: str, seconds: float, kinds: Sequence[str] | None = None
) -> Job | None:
    """Take the oldest job that is due, of some kinds or any: queued, or leased by somebody who did not finish in time.

    Voices come first, and what shows a turn comes before portraits.
    """
    row = fetch_one(
        held,
        """UPDATE media_jobs SET status = 'leased', lease_holder = %(holder)s, attempts = attempts + 1,
                  leased_until = now() + %(seconds)s * interval '1 second'
           WHERE id = (
               SELECT id FROM media_jobs
               WHERE run_after <= now() AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
                 AND (status = 'queued' OR (status = 'leased' AND leased_until < now()))
               ORDER BY array_position(ARRAY['audio', 'image', 'portrait'], kind), id FOR UPDATE SKIP LOCKED LIMIT 1)
           RETURNING id, campaign_id, turn_id, kind, subject, telling, payload, attempts""",
        {"holder": holder, "seconds": seconds, "kinds": None if kinds is None else list(kinds)},
    )
    return Job(**row) if row else None


def finish(held: connection, job_id: int, holder: str) -> bool:
    """Mark a job done; False when the lease was lost to another worker meanwhile."""
    return (
        execute(
            held,
            """UPDATE media_jobs SET status = 'done', lease_holder = NULL, leased_until = NULL, error = NULL
               WHERE id = %s AND lease_holder = %s AND status = 'leased'""",
            (job_id, holder),
        )
        > 0
    )


def retry_later(
    held: connection, job_id: int, holder: str, *, seconds: float, error: str, counts: bool
) -> None:
    """Put a job back; an attempt that does not count (nobody was there) is taken off."""
    execute(
        held,
        """UPDATE media_jobs SET status = 'queued', lease_holder = NULL, leased_until = NULL, error = %s,
                  attempts = attempts - %s, run_after = now() + %s * interval '1 second'
           WHERE id = %s AND lease_holder = %s""",
        (error[:500], 0 if counts else 1, seconds, job_id, holder),
    )


def holders(held: connection) -> list[str]:
    """Return who holds jobs at the moment."""
    rows = fetch_all(held, "SELECT DISTINCT lease_holder FROM media_jobs WHERE status = 'leased'")
    return [row["lease_holder"] for row in rows]


def put_back(held: connection, gone: list[str]) -> int:
    """Queue again what these holders had in hand; return how many jobs that were."""
    return execute(
        held,
        """UPDATE media_jobs SET status = 'queued', lease_holder = NULL, leased_until = NULL, run_after = now()
           WHERE status = 'leased' AND lease_holder = ANY(%s)""",
        (gone,),
    )


def bury(held: connection, job_id: int, holder: str, error: str) -> bool:
    """Give a job up."""
    return (
        execute(
            held,
            """UPDATE media_jobs SET status = 'dead', lease_holder = NULL, leased_until = NULL, error = %s
               WHERE id = %s AND lease_holder = %s""",
            (error[:500], job_id, holder),
        )
        > 0
    )


def drop_for_turns(
    held: connection, campaign_id: int, turn_ids: list[int], kind: str | None = None
) -> None:
    """Drop what nobody needs any more: the turn was undone, stopped or told in other words."""
    execute(
        held,
        """UPDATE media_jobs SET status = 'dropped', lease_holder = NULL
           WHERE campaign_id = %s AND turn_id = ANY(%s) AND status IN ('queued', 'leased')
             AND (%s::text IS NULL OR kind = %s)""",
        (campaign_id, turn_ids, kind, kind),
    )


def counts(held: connection) -> dict[str, int]:
    """Return how many jobs wait, run and died."""
    row = fetch_one(
        held,
        """SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                  count(*) FILTER (WHERE status = 'leased') AS leased,
                  count(*) FILTER (WHERE status = 'dead') AS dead FROM media_jobs""",
    )
    assert row is not None
    return row
