"""Table `live_sentences`: the released sentences of a telling still under way, for whoever follows the table."""

from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json, execute_values

from llm_brain.store.rows import execute


def add(
    held: connection,
    campaign_id: int,
    conversation_id: int,
    sentences: Sequence[dict[str, Any]],
) -> None:
    """Show released sentences to everybody who follows the table."""
    with held.cursor() as cursor:
        execute_values(
            cursor,
            "INSERT INTO live_sentences (turn_id, campaign_id, index, sentence) VALUES %s",
            [(conversation_id, campaign_id, said["index"], Json(said)) for said in sentences],
        )


def clear(held: connection, conversation_id: int) -> None:
    """Take the sentences of a telling under way off the table."""
    execute(held, "DELETE FROM live_sentences WHERE turn_id = %s", (conversation_id,))
