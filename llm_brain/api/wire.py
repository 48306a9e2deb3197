"""What goes over the wire, in and out. Fields may be added, never renamed or dropped."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from llm_brain.referee.characters.choices import Choices


def whole(text: str) -> str:
    """Return a text as it is. Raises ValueError for half of a surrogate pair, which nothing can write down."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds half of a surrogate pair; leave it out")
    return text


def storable(text: str) -> str:
    """Return a text as it is. Raises ValueError for NUL too, which Postgres does not take."""
    if "\x00" in text:
        raise ValueError("holds a NUL character; leave it out")
    return whole(text)


Words = Annotated[str, AfterValidator(whole)]
"""A player's free text; a NUL in it is dropped where it is read."""
IsStorable = AfterValidator(storable)
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), IsStorable
]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), IsStorable]
Id = Annotated[int, Field(ge=0, lt=2**63)]
"""What Postgres can hold as a `bigint`."""
Topics = Annotated[list[Short], Field(max_length=20)]


class SamplingIn(BaseModel):
    """How a language model chooses its words at this table; of the fields given, null is as the brain is set."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    """0 always takes the likeliest word."""
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_new_tokens: int | None = Field(default=None, ge=48, le=1024)
    """The longest telling."""


class NewCampaign(BaseModel):
    """`adventure_seed` fixes the adventure, never the dice; without one it is drawn."""

    name: Name
    theme: Short = "high_fantasy"
    tone: Short = ""
    dm_style: Short = ""
    adventure_seed: int | None = Field(default=None, ge=0, lt=2**53)
    lines: Topics = []
    veils: Topics = []
    sampling: SamplingIn = SamplingIn()


class CampaignChanges(BaseModel):
    """The fields given are changed."""

    name: Name | None = None
    lines: Topics | None = None
    veils: Topics | None = None
    sampling: SamplingIn | None = None


class NumbersOut(BaseModel):
    """What a language model is told with."""

    temperature: float
    top_p: float
    max_new_tokens: int


class SamplingOut(SamplingIn):
    """The campaign's own numbers, and what counts for those it leaves open; `note` says when nobody uses them now."""

    in_use: NumbersOut
    is_used: bool
    note: str = ""


class CampaignOut(BaseModel):
    """A campaign without its secrets."""

    id: int
    name: str
    theme: str
    tone: str
    dm_style: str
    adventure_seed: int
    dice_seed_sha256: str
    lines: list[str]
    veils: list[str]
    last_turn: int
    branched_from: int | None
    sampling: SamplingOut
    title: str
    ended: str | None
    created_at: datetime
    updated_at: datetime


class NewCharacter(BaseModel):
    """A ready-made hero, under a name of the player's choice if given; or one by `choices`, never both."""

    pregenerated: Short | None = None
    name: Name | None = None
    choices: Choices | None = None

    @model_validator(mode="after")
    def is_one_of_both(self) -> "NewCharacter":
        if (self.pregenerated is None) == (self.choices is None):
            raise ValueError("give either pregenerated or choices")
        return self


class DeclarationIn(BaseModel):
    """What one hero of several does in the same turn."""

    message: Words
    character_id: Id


class TurnIn(BaseModel):
    """What a player says. Without `character_id` the campaign's only or first living hero acts.

    `together_with` is what other players said at the same time: one turn, resolved in this order and told together.
    """

    campaign_id: Id
    message: Words
    character_id: Id | None = None
    together_with: Annotated[list[DeclarationIn], Field(max_length=7)] = []
    idempotency_key: (
        Annotated[str, StringConstraints(min_length=1, max_length=200), IsStorable] | None
    ) = None


class InterpretIn(BaseModel):
    """Words to be read, without anything coming of it."""

    message: Words
    character_id: Id | None = None


class NarratorOut(BaseModel):
    """Who told the turn. `degraded` says that a better narrator could not."""

    name: str
    degraded: bool
    reason: str | None = None


class MediaOut(BaseModel):
    """A picture or a voice: `none`, `pending`, `ready` or `failed`."""

    state: str
    url: str | None = None
    clips: list[str] | None = None


class RollOut(BaseModel):
    """A roll; `parts` and `against` answer "why?"."""

    id: int
    purpose: str
    expression: str
    dice: list[dict[str, Any]]
    modifier: int
    total: int
    outcome: str
    character_id: int | None = None
    npc_id: int | None = None
    parts: list[dict[str, Any]] = []
    against_name: str = ""
    vantage: str = "none"
    why: list[str] = []
    seq: int


class TurnOut(BaseModel):
    """A whole turn."""

    turn_id: int
    turn_number: int
    campaign_id: int
    character_id: int | None
    message: str
    narration: str
    status: str
    narrator: NarratorOut
    actions: list[dict[str, Any]]
    rolls: list[RollOut]
    events: list[int]
    sentences: list[dict[str, Any]]
    suggestions: list[str]
    image: MediaOut
    audio: MediaOut
    memories: list[dict[str, Any]]
    notes: list[str]
    timings_ms: dict[str, float]
    created_at: datetime


class EventOut(BaseModel):
    """An event of the ledger."""

    seq: int
    turn_id: int | None
    type: str
    payload: dict[str, Any]
    created_at: datetime


class UndoIn(BaseModel):
    """How many turns to take back."""

    turns: int = Field(default=1, ge=1, le=1000)


class BranchIn(BaseModel):
    """Where to branch, and what to call it."""

    after_turn: int = Field(ge=1, lt=2**31)
    name: Name | None = None


class NarrationIn(BaseModel):
    """New words for a telling."""

    narration: Annotated[str, StringConstraints(max_length=8000), AfterValidator(whole)]


class WithdrawIn(BaseModel):
    """The X-card; `line` is what must not come again."""

    line: Short | None = None


class ChoiceIn(BaseModel):
    """What to do when every hero is dead; a new hero is a ready-made one, or one by `choices`."""

    choice: Literal["back", "new_hero", "epilogue"]
    pregenerated: Short | None = None
    name: Name | None = None
    choices: Choices | None = None


class CheckOut(BaseModel):
    """What a replay of the ledger found."""

    ok: bool
    differences: list[dict[str, Any]]
