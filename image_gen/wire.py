"""The JSON that goes in and out: POST /generate, GET /styles.

Types only; limits that depend on the settings (size, prompt length) are judged in `picture.py`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ShortText = Annotated[str, Field(max_length=200)]


class FigureIn(BaseModel):
    """Who can be seen: a creature's name in the SRD's words, how many, and how they stand."""

    model_config = ConfigDict(extra="forbid")

    kind: ShortText
    count: int = Field(default=1, ge=0, le=100)
    stance: ShortText | None = None


class SceneIn(BaseModel):
    """What is to be seen, as facts; whatever is given here wins over the prompt's words."""

    model_config = ConfigDict(extra="forbid")

    place_kind: ShortText | None = None
    place_name: ShortText | None = None
    weather: ShortText | None = None
    time_of_day: ShortText | None = None
    light: ShortText | None = None
    figures: list[FigureIn] | None = Field(default=None, max_length=24)
    focal: ShortText | None = None
    mood: ShortText | None = None
    theme: ShortText | None = None
    place_seed: int | None = Field(default=None, ge=0, lt=2**63)


class GenerateIn(BaseModel):
    """One order for a picture."""

    model_config = ConfigDict(extra="forbid")

    prompt: str = ""
    style: str | None = None
    negative_prompt: str | None = None
    seed: int | None = Field(default=None, ge=0, lt=2**63)
    width_px: int | None = None
    height_px: int | None = None
    steps: int | None = Field(default=None, ge=1, le=150)
    scene: SceneIn | None = None
    kind: Literal["scene", "portrait"] = "scene"
    look: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Whose or what look it is, in a name of the caller's, such as campaign-3/npc-17: the words and the seed of its first
    picture are kept, and hold for the later ones that bring none."""


class GenerateOut(BaseModel):
    """Where the finished picture hangs and how it came about."""

    image_id: str
    path: str
    url: str
    seed: int
    style: str
    painter: str
    width_px: int
    height_px: int
    duration_ms: int
    degraded: bool
    reason: str | None = None


class StyleOut(BaseModel):
    name: str
    prompt: str


class StylesOut(BaseModel):
    styles: list[StyleOut]
    default_style: str
    default_negative_prompt: str


class HealthOut(BaseModel):
    status: str
    service: str
    painter: str
    degraded: bool
    reason: str | None
    why: str
    components: dict[str, str]
    version: str
    progress: str | None = None
    model_bytes: int = 0
