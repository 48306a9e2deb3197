"""Table `idempotency_keys`: which turn a request made, so that sending it again makes no second one."""

from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.rows import execute, fetch_one


@dataclass(frozen=True)
class KeyRow:
    """A row of `idempotency_keys` with the number of the turn it made (None while that is not committed)."""

    request_sha256: str
    turn_id: int | None


def get(held: connection, campaign_id: int, key: str) -> KeyRow | None:
    """Return what is known of a key."""
    row = fetch_one(
        held,
        "SELECT request_sha256, turn_id FROM idempotency_keys WHERE campaign_id = %s AND key = %s",
        (campaign_id, key),
    )
    return KeyRow(**row) if row else None


def bind(held: connection, campaign_id: int, key: str, request_sha256: str, turn_id: int) -> None:
    """Say which turn a key made, in the transaction that makes the turn."""
    execute(
        held,
        """INSERT INTO idempotency_keys (campaign_id, key, request_sha256, turn_id) VALUES (%s, %s, %s, %s)
           ON CONFLICT (campaign_id, key) DO UPDATE SET turn_id = excluded.turn_id""",
        (campaign_id, key, request_sha256, turn_id),
    )
