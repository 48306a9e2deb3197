"""Lore, pins, corrections and people from cards: listed, written down, changed, deleted, brought in a file."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from psycopg2.extensions import connection
from pydantic import BaseModel, Field, StringConstraints, model_validator

from llm_brain.api.wire import IsStorable
from llm_brain.api.wiring import TheBrain
from llm_brain.brain import Brain
from llm_brain.errors import BadRequest
from llm_brain.lore import drafts, files, keeping
from llm_brain.store import campaigns, conversations, lore_entries
from llm_brain.store.lore_entries import Entry
from llm_brain.turn.chronicling import chronicle
from llm_brain.turn.newcomers import bring_newcomers

router = APIRouter()
BigId = Annotated[int, Path(ge=0, lt=2**63)]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=drafts.TITLE_CHARS), IsStorable
]
Content = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=drafts.CONTENT_CHARS),
    IsStorable,
]
Key = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=drafts.KEY_CHARS),
    IsStorable,
]
Keys = Annotated[list[Key], Field(max_length=drafts.MOST_KEYS)]
Author = Annotated[str, StringConstraints(max_length=drafts.NAME_CHARS), IsStorable]
A_FILE = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
Rule = Literal["any", "all", "none", "not_all"]


class NewEntryIn(BaseModel):
    """Something to write down. `turn_number` is the turn a pin is taken from, or a correction is about."""

    kind: Literal["lore", "pin", "correction"] = "lore"
    title: Title = ""
    content: Content
    keys: Keys = []
    secondary_keys: Keys = []
    secondary_rule: Rule = "any"
    is_constant: bool = False
    by_meaning: bool = False
    is_enabled: bool = True
    is_hidden: bool = False
    priority: int = Field(default=100, ge=-1_000_000, le=1_000_000)
    turn_number: int | None = Field(default=None, ge=1, lt=2**31)
    author: Author = ""

    @model_validator(mode="after")
    def _comes_in(self) -> "NewEntryIn":
        """Say no to lore that nothing would ever bring in."""
        if self.kind == "lore" and not (self.keys or self.is_constant or self.by_meaning):
            raise ValueError("give it a key, or let it come in by meaning, or always")
        if self.kind != "lore" and len(self.content) > drafts.PIN_CHARS:
            raise ValueError(f"a pin or a correction has {drafts.PIN_CHARS} characters at most")
        return self


class EntryChangesIn(BaseModel):
    """The fields given are changed."""

    title: Title | None = None
    content: Content | None = None
    keys: Keys | None = None
    secondary_keys: Keys | None = None
    secondary_rule: Rule | None = None
    is_constant: bool | None = None
    by_meaning: bool | None = None
    is_enabled: bool | None = None
    is_hidden: bool | None = None
    priority: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)


class EntryOut(BaseModel):
    """An entry. `ref` is who a person from a card is in the world, once they are in it."""

    id: int
    kind: str
    title: str
    content: str
    keys: list[str]
    secondary_keys: list[str]
    secondary_rule: str
    is_constant: bool
    by_meaning: bool
    is_enabled: bool
    is_hidden: bool
    priority: int
    turn_number: int | None
    author: str
    source: str
    person: dict[str, Any]
    ref: str | None
    created_at: datetime
    updated_at: datetime


class ImportedOut(BaseModel):
    """What came of a file: how much of it was kept, and what of it could not be."""

    name: str
    source: str
    entries: int
    people: int
    problems: list[str]


def _out(entry: Entry) -> EntryOut:
    return EntryOut(**{name: getattr(entry, name) for name in EntryOut.model_fields})


@router.get("/campaigns/{campaign_id}/lore")
def list_lore(campaign_id: BigId, brain: TheBrain) -> list[EntryOut]:
    """List everything that is written down for this campaign, hidden entries too: for its owner."""

    def read(held: connection) -> list[EntryOut]:
        campaigns.get(held, campaign_id)
        return [_out(entry) for entry in lore_entries.all_of(held, campaign_id)]

    return brain.database.run(read)


@router.post("/campaigns/{campaign_id}/lore", status_code=201)
def add_lore(campaign_id: BigId, body: NewEntryIn, brain: TheBrain) -> EntryOut:
    """Write down lore, pin a memory, or set something right."""

    def write(held: connection) -> EntryOut:
        campaigns.get(held, campaign_id)
        if body.turn_number and conversations.get(held, campaign_id, body.turn_number) is None:
            raise BadRequest(reason=f"There is no turn {body.turn_number} to take this from.")
        fields = body.model_dump(exclude={"kind"})
        made = keeping.add(held, campaign_id, body.kind, fields)
        return _read(held, campaign_id, made)

    made = brain.database.run(write)
    _write_anew(brain, campaign_id, made)
    return made


@router.patch("/campaigns/{campaign_id}/lore/{entry_id}")
def change_lore(
    campaign_id: BigId, entry_id: BigId, body: EntryChangesIn, brain: TheBrain
) -> EntryOut:
    """Change an entry, or switch it on or off."""

    def write(held: connection) -> EntryOut:
        keeping.change(held, campaign_id, entry_id, body.model_dump(exclude_none=True))
        return _read(held, campaign_id, entry_id)

    changed = brain.database.run(write)
    _write_anew(brain, campaign_id, changed)
    return changed


@router.delete("/campaigns/{campaign_id}/lore/{entry_id}", status_code=204)
def delete_lore(campaign_id: BigId, entry_id: BigId, brain: TheBrain) -> Response:
    """Delete an entry. Somebody who is in the world stays there."""
    brain.database.run(lambda held: keeping.delete(held, campaign_id, entry_id))
    return Response(status_code=204)


@router.post(
    "/campaigns/{campaign_id}/lore/import",
    status_code=201,
    openapi_extra={"requestBody": A_FILE},
)
async def import_lore(
    campaign_id: BigId,
    request: Request,
    brain: TheBrain,
    author: Annotated[Author, Query()] = "",
) -> ImportedOut:
    """Take in a lorebook or a character card: the file is the body, whatever its media type."""
    data = await request.body()
    return await run_in_threadpool(_imported, brain, campaign_id, data, author)


def _imported(brain: Brain, campaign_id: int, data: bytes, author: str) -> ImportedOut:
    brain.database.run(lambda held: campaigns.get(held, campaign_id))
    read = files.read(data)
    problems = tuple(read.problems)

    def write(held: connection) -> tuple[int, int]:
        read.problems = list(problems)
        return keeping.take_in(held, campaign_id, read, author)

    entries, people = brain.database.run(write)
    if people:
        bring_newcomers(brain, campaign_id)
    return ImportedOut(
        name=read.name, source=read.source, entries=entries, people=people, problems=read.problems
    )


def _read(held: connection, campaign_id: int, entry_id: int) -> EntryOut:
    entry = lore_entries.get(held, campaign_id, entry_id)
    assert entry is not None
    return _out(entry)


def _write_anew(brain: Brain, campaign_id: int, entry: EntryOut) -> None:
    """Have the chapters say what was set right, at once."""
    if entry.kind == "correction":
        chronicle(brain, campaign_id)
