"""Table `conversations`, the columns that say what became of a turn's picture and voice."""

from collections.abc import Sequence

from psycopg2.extensions import connection

from llm_brain.store.rows import execute


def set_audio_pending(held: connection, conversation_id: int) -> None:
    """Say that a voice is on its way."""
    execute(
        held, "UPDATE conversations SET audio_state = 'pending' WHERE id = %s", (conversation_id,)
    )


def set_image(held: connection, conversation_id: int, state: str, url: str | None) -> None:
    """Say that the picture is there, or that it was given up."""
    execute(
        held,
        "UPDATE conversations SET image_state = %s, image_url = %s, image_generated = %s WHERE id = %s",
        (state, url, state == "ready", conversation_id),
    )


def set_audio(
    held: connection, conversation_id: int, state: str, url: str | None, clips: Sequence[str]
) -> None:
    """Say that the voice is there, or that it was given up."""
    execute(
        held,
        """UPDATE conversations SET audio_state = %s, audio_url = %s, audio_clips = %s, audio_generated = %s
           WHERE id = %s""",
        (state, url, list(clips), state == "ready", conversation_id),
    )
