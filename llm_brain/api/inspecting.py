"""What went into a turn's telling: the prompt in parts, what was recalled and why, and how long each step took."""

from fastapi import APIRouter
from psycopg2.extensions import connection
from pydantic import BaseModel

from llm_brain.api.wiring import TheBrain
from llm_brain.errors import TurnNotFound
from llm_brain.store import campaigns, conversations, turn_sources
from llm_brain.turn.prompt_parts import parts_of

router = APIRouter()


class PartOut(BaseModel):
    """A part of the prompt; its tokens are estimated from its characters."""

    role: str
    name: str
    text: str
    tokens: int


class RecalledOut(BaseModel):
    """Something recalled: its score, and how much of it comes from meaning, words and what stands beside it."""

    segment_id: int
    text: str
    score: float
    turn_number: int | None = None
    meaning: float | None = None
    wording: float | None = None
    neighbours: float | None = None


class SourceOut(BaseModel):
    """Lore, a pin, a correction, a chapter or what somebody knows: why it came up, and whether it found room."""

    kind: str
    title: str
    text: str
    why: str
    tokens: int
    is_in: bool
    entry_id: int | None = None


class InspectionOut(BaseModel):
    """What a turn was told from."""

    turn_number: int
    narrator: str
    tokens: int
    parts: list[PartOut]
    recalled: list[RecalledOut]
    sources: list[SourceOut]
    notes: list[str]
    timings_ms: dict[str, float]


@router.get("/campaigns/{campaign_id}/turns/{turn_number}/inspect")
def inspect_turn(campaign_id: int, turn_number: int, brain: TheBrain) -> InspectionOut:
    """Show what a turn was told from: for owners and developers, it may hold what players are yet to find out."""

    def read(held: connection) -> InspectionOut:
        campaigns.get(held, campaign_id)
        turn = conversations.get(held, campaign_id, turn_number)
        if turn is None:
            raise TurnNotFound(campaign_id=campaign_id, turn_number=turn_number)
        parts = parts_of(conversations.prompt_of(held, campaign_id, turn.id))
        return InspectionOut(
            turn_number=turn.turn_number,
            narrator=turn.narrator,
            tokens=sum(part.tokens for part in parts),
            parts=[PartOut(**vars(part)) for part in parts],
            recalled=[RecalledOut(**memory) for memory in turn.memories],
            sources=[SourceOut(**source) for source in turn_sources.of(held, campaign_id, turn.id)],
            notes=list(turn.notes),
            timings_ms=turn.timings_ms,
        )

    return brain.database.run(read)
