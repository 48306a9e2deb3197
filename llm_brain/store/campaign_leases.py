"""Table `campaign_leases`: whoever holds the row takes the turn. No connection is held while a narrator works."""

from psycopg2.extensions import connection

from llm_brain.store.rows import execute, fetch_all, fetch_one


def take(held: connection, campaign_id: int, holder: str, seconds: float) -> bool:
    """Take the lease if nobody living has it; say whether it is ours."""
    row = fetch_one(
        held,
        """INSERT INTO campaign_leases (campaign_id, holder, expires_at)
           SELECT id, %(holder)s, now() + %(s)s * interval '1 second' FROM campaigns WHERE id = %(id)s
           ON CONFLICT (campaign_id) DO UPDATE
               SET holder = excluded.holder, expires_at = excluded.expires_at, stop_requested = false
               WHERE campaign_leases.expires_at < now()
           RETURNING campaign_id""",
        {"id": campaign_id, "holder": holder, "s": seconds},
    )
    return row is not None


def still_held(held: connection, campaign_id: int, holder: str) -> bool:
    """Lock our lease row for this transaction; say whether it is still ours."""
    row = fetch_one(
        held,
        "SELECT 1 FROM campaign_leases WHERE campaign_id = %s AND holder = %s FOR UPDATE",
        (campaign_id, holder),
    )
    return row is not None


def renew(held: connection, holders: list[str], seconds: float) -> list[str]:
    """Give our leases more time; return those whose telling was asked to stop."""
    rows = fetch_all(
        held,
        """UPDATE campaign_leases SET expires_at = now() + %s * interval '1 second' WHERE holder = ANY(%s)
           RETURNING holder, stop_requested""",
        (seconds, holders),
    )
    return [row["holder"] for row in rows if row["stop_requested"]]


def give_back(held: connection, campaign_id: int, holder: str) -> None:
    """Let the next turn begin."""
    execute(
        held,
        "DELETE FROM campaign_leases WHERE campaign_id = %s AND holder = %s",
        (campaign_id, holder),
    )


def request_stop(held: connection, campaign_id: int) -> bool:
    """Ask whoever tells a turn of this campaign to stop; say whether anybody does."""
    return (
        execute(
            held,
            """UPDATE campaign_leases SET stop_requested = true
               WHERE campaign_id = %s AND expires_at >= now()""",
            (campaign_id,),
        )
        > 0
    )


def stop_requested(held: connection, campaign_id: int, holder: str) -> bool:
    """Say whether our telling was asked to stop."""
    row = fetch_one(
        held,
        "SELECT stop_requested FROM campaign_leases WHERE campaign_id = %s AND holder = %s",
        (campaign_id, holder),
    )
    return bool(row and row["stop_requested"])


def holders(held: connection) -> list[tuple[int, str]]:
    """Return every lease with its holder."""
    rows = fetch_all(held, "SELECT campaign_id, holder FROM campaign_leases")
    return [(row["campaign_id"], row["holder"]) for row in rows]
