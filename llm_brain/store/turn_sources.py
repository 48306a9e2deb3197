"""Column `conversations.sources`: what lore, pins, corrections and summaries a telling had, and why, and what found no room."""

from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_one


def put(
    held: connection, campaign_id: int, conversation_id: int, sources: Sequence[dict[str, Any]]
) -> None:
    """Keep the account of what lore, pins, corrections and summaries a telling had, and why."""
    execute(
        held,
        "UPDATE conversations SET sources = %s WHERE campaign_id = %s AND id = %s",
        (Json(list(sources)), campaign_id, conversation_id),
    )


def of(held: connection, campaign_id: int, conversation_id: int) -> list[dict[str, Any]]:
    """Return that account."""
    row = fetch_one(
        held,
        "SELECT sources FROM conversations WHERE campaign_id = %s AND id = %s",
        (campaign_id, conversation_id),
    )
    return list(row["sources"]) if row else []
