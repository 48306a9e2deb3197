"""Table `live_sentences`: the released sentences of a telling still under way, for whoever follows the table."""

from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute


def add(
    held: connection, campaign_id: int, conversation_id: int, index: int, sentence: dict[str, Any]
) -> None:
    """Show a released sentence to everybody who follows the table."""
    execute(
        held,
        "INSERT INTO live_sentences (turn_id, campaign_id, index, sentence) VALUES (%s, %s, %s, %s)",
        (conversation_id, campaign_id, index, Json(sentence)),
    )


def clear(held: connection, conversation_id: int) -> None:
    """Take the sentences of a telling under way off the table."""
    execute(held, "DELETE FROM live_sentences WHERE turn_id = %s", (conversation_id,))
