"""The story in chapters, and "previously": what happened until now, in a few sentences for whoever comes back."""

from typing import Annotated

from fastapi import APIRouter, Path
from psycopg2.extensions import connection
from pydantic import BaseModel

from llm_brain.api.wiring import TheBrain
from llm_brain.store import campaigns, summaries
from llm_brain.store.summaries import Summary

router = APIRouter()


class ChapterOut(BaseModel):
    """A chapter, or the campaign so far; `covers` are the ids of what it was made of, `is_open` of one still being played."""

    id: int
    number: int
    title: str
    content: str
    first_turn: int
    last_turn: int
    covers: list[int]
    narrator: str
    is_open: bool


class StorySoFarOut(BaseModel):
    """The campaign so far (none before its first chapter is over) and its chapters."""

    campaign: ChapterOut | None
    chapters: list[ChapterOut]


def _out(summary: Summary) -> ChapterOut:
    return ChapterOut(
        id=summary.id,
        number=summary.number,
        title=summary.title,
        content=summary.content,
        first_turn=summary.first_turn,
        last_turn=summary.last_turn,
        covers=list(summary.covers),
        narrator=summary.narrator,
        is_open=summary.is_open,
    )


@router.get("/campaigns/{campaign_id}/story-so-far")
def story_so_far(
    campaign_id: Annotated[int, Path(ge=0, lt=2**63)], brain: TheBrain
) -> StorySoFarOut:
    """Show the story in chapters; what is being written anew is left out."""

    def read(held: connection) -> StorySoFarOut:
        campaigns.get(held, campaign_id)
        found = [s for s in summaries.all_of(held, campaign_id) if not s.is_stale]
        so_far = next((s for s in found if s.kind == "campaign"), None)
        chapters = [_out(s) for s in found if s.kind == "chapter"]
        return StorySoFarOut(campaign=_out(so_far) if so_far else None, chapters=chapters)

    return brain.database.run(read)
