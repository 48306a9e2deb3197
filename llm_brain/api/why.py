"""Why is a number what it is: those of a telling, or one on a hero's sheet and in the tracker, traced to their events."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from psycopg2.extensions import connection
from pydantic import BaseModel

from llm_brain.api.wire import Id, RollOut
from llm_brain.api.wiring import TheBrain
from llm_brain.errors import BadRequest, CharacterNotFound, TurnNotFound
from llm_brain.store import campaigns, conversations, events, projections
from llm_brain.turn.rolls import roll_on_wire
from llm_brain.turn.why import HERO_NUMBERS, Source, changes_of, numbers_of

router = APIRouter()
MOST_CHANGES = 20


class SourceOut(BaseModel):
    """An event in words, with its roll and sum."""

    seq: int
    type: str
    words: str
    roll: RollOut | None
    sum: str


class NumberOut(BaseModel):
    """A number in a telling: `start` and `end` in its sentence, `sources` likeliest first."""

    sentence: int
    start: int
    end: int
    text: str
    value: int
    sources: list[SourceOut]


class ChangeOut(BaseModel):
    """What changed a hero's number."""

    before: int | None
    after: int | None
    turn_number: int | None
    source: SourceOut


class WhyOut(BaseModel):
    """`numbers` of the turn asked for, or `now` and the last `changes` of the hero's number asked for."""

    turn_number: int | None = None
    numbers: list[NumberOut] = []
    character_id: int | None = None
    number: str | None = None
    now: int | None = None
    changes: list[ChangeOut] = []
    earlier_changes: int = 0


Turn = Annotated[Id | None, Query(description="a turn: the numbers of its telling")]
Hero = Annotated[Id | None, Query(description="a hero: with `number`, what changed it")]
Name = Annotated[str | None, Query(max_length=40, description=", ".join(HERO_NUMBERS))]


@router.get("/campaigns/{campaign_id}/why")
def why(
    campaign_id: int,
    brain: TheBrain,
    turn: Turn = None,
    character_id: Hero = None,
    number: Name = None,
) -> WhyOut:
    """Say where the numbers of a turn's telling come from, or what changed one of a hero's numbers."""
    if (turn is None) == (character_id is None):
        raise BadRequest(reason="Ask for a turn, or for a character_id and a number.")
    if turn is not None:
        return brain.database.read(lambda held: _of_turn(held, campaign_id, turn))
    if number not in HERO_NUMBERS:
        raise BadRequest(reason=f"number is one of: {', '.join(HERO_NUMBERS)}.")
    return brain.database.read(
        lambda held: _of_hero(held, campaign_id, int(character_id or 0), number)
    )


def _of_turn(held: connection, campaign_id: int, turn_number: int) -> WhyOut:
    campaigns.get(held, campaign_id)
    row = conversations.get(held, campaign_id, turn_number)
    if row is None:
        raise TurnNotFound(campaign_id=campaign_id, turn_number=turn_number)
    ledger = events.of_turn(held, campaign_id, row.id)
    sentences = [str(sentence.get("text", "")) for sentence in row.sentences] or [row.dm_response]
    found = numbers_of(sentences, ledger, projections.load(held, campaign_id))
    numbers = [
        NumberOut(**{**vars(each), "sources": [_source(source) for source in each.sources]})
        for each in found
    ]
    return WhyOut(turn_number=turn_number, numbers=numbers)


def _of_hero(held: connection, campaign_id: int, character_id: int, number: str) -> WhyOut:
    campaigns.get(held, campaign_id)
    rows = events.valid(held, campaign_id)
    now, changes, earlier = changes_of(rows, f"c{character_id}", number, MOST_CHANGES)
    if now is None and not changes and number != "initiative":
        raise CharacterNotFound(campaign_id=campaign_id, character_id=character_id)
    turns = conversations.numbers_by_id(held, campaign_id)
    shown = [
        ChangeOut(
            before=change.before,
            after=change.after,
            turn_number=turns.get(change.turn_id or 0),
            source=_source(change.source),
        )
        for change in changes
    ]
    return WhyOut(
        character_id=character_id,
        number=number,
        now=now,
        changes=shown,
        earlier_changes=earlier,
    )


def _source(source: Source) -> dict[str, Any]:
    roll = RollOut(**roll_on_wire(source.seq, source.roll)) if source.roll else None
    return {**vars(source), "roll": roll}
