"""Whispers: one player's question, answered to that player alone; the game keeps nothing of it."""

from fastapi import APIRouter
from pydantic import BaseModel

from llm_brain.api.wire import InterpretIn
from llm_brain.api.wiring import TheBrain
from llm_brain.turn.play import check_message
from llm_brain.turn.whispering import whisper

router = APIRouter()


class WhisperOut(BaseModel):
    """An answer. `needs_a_turn` says that the words were no question but a deed, to be said aloud."""

    answer: str
    needs_a_turn: bool


@router.post("/campaigns/{campaign_id}/whisper")
def whisper_to_the_dungeon_master(
    campaign_id: int, body: InterpretIn, brain: TheBrain
) -> WhisperOut:
    """Answer a question about rules, one's own sheet, what one knows or sees; nothing comes of it."""
    message = check_message(body.message, brain.settings.message_max_chars)
    said = whisper(brain, campaign_id, message, body.character_id)
    return WhisperOut(answer=said.answer, needs_a_turn=said.needs_a_turn)
