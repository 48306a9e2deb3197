"""What an operator asks of the whole database, not of a campaign: what waits, what died, how large it is.

Counts come from partial indexes or small tables' states; nothing here is on the path of a turn.
"""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from llm_brain.store.rows import fetch_all, fetch_one


@dataclass(frozen=True)
class VitalSigns:
    """Jobs by status; ages in seconds, 0 when there is nothing; the database's size in bytes."""

    queued: int
    leased: int
    dead: int
    oldest_due_s: float
    untold_turns: int
    oldest_untold_s: float
    database_bytes: int
    connections: int


def read(held: connection) -> VitalSigns:
    """Return how the database's work stands now."""
    row = fetch_one(
        held,
        """SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                  count(*) FILTER (WHERE status = 'leased') AS leased,
                  (SELECT count(*) FROM media_jobs WHERE status = 'dead') AS dead,
                  coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE run_after <= now())), 0)::float8
                      AS oldest_due_s,
                  (SELECT count(*) FROM conversations WHERE status = 'resolved' AND undone_by IS NULL) AS untold_turns,
                  (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
                     FROM conversations WHERE status = 'resolved' AND undone_by IS NULL) AS oldest_untold_s,
                  pg_database_size(current_database()) AS database_bytes,
                  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections
           FROM media_jobs WHERE status IN ('queued', 'leased')""",
    )
    assert row is not None
    return VitalSigns(**row)


def dead_jobs(held: connection, most: int) -> list[dict[str, Any]]:
    """Return the pictures and voices given up last, newest first, each with its reason."""
    return fetch_all(
        held,
        """SELECT j.kind, j.campaign_id, j.turn_id, c.turn_number, j.attempts, j.error
           FROM media_jobs j JOIN conversations c ON c.id = j.turn_id
           WHERE j.status = 'dead' ORDER BY j.id DESC LIMIT %s""",
        (most,),
    )
