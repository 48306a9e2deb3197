"""The rules, looked up by anybody at the table: text, facts, source and licence."""

from typing import Annotated

from fastapi import APIRouter, Query
from psycopg2.extensions import connection
from pydantic import BaseModel

from llm_brain.api.wire import storable
from llm_brain.api.wiring import TheBrain
from llm_brain.errors import BadRequest
from llm_brain.referee.spells import SPELLS
from llm_brain.rules_reference.piece import Piece
from llm_brain.rules_reference.searching import look_up
from llm_brain.store import rules_reference

router = APIRouter()
Question = Annotated[str, Query(min_length=1, max_length=200)]
Limit = Annotated[int, Query(ge=1, le=50)]


class FactOut(BaseModel):
    """A fact of an entry: ("Range", "150 feet")."""

    label: str
    value: str


class PieceOut(BaseModel):
    """One entry, with where it is from and under which licence."""

    key: str
    kind: str
    name: str
    text: str
    facts: list[FactOut]
    source: str
    license: str


class RulesOut(BaseModel):
    """What answers a question, best first. `stored` is how many entries there are besides the built-in ones."""

    query: str
    stored: int
    pieces: list[PieceOut]


def _at_this_table(piece: Piece) -> list[tuple[str, str]]:
    """Say of a spell what the rules leave to the telling, and why."""
    kind, _, key = piece.key.partition("/")
    spell = SPELLS.get(key) if kind == "spells" else None
    return [("At this table", spell.mark)] if spell is not None and spell.mark else []


@router.get("/rules/search")
def search_rules(q: Question, brain: TheBrain, limit: Limit = 10) -> RulesOut:
    """Look a rule up by name or by words."""
    try:
        question = storable(q).strip()
    except ValueError as error:
        raise BadRequest(reason=f"q {error}.") from error

    def read(held: connection) -> RulesOut:
        pieces = [
            PieceOut(
                key=p.key, kind=p.kind, name=p.name, text=p.text, source=p.source, license=p.license,
                facts=[FactOut(label=label, value=value) for label, value in (*p.facts, *_at_this_table(p))],
            )
            for p in look_up(held, question, limit)
        ]  # fmt: skip
        return RulesOut(query=question, stored=rules_reference.count(held), pieces=pieces)

    return brain.database.read(read)
