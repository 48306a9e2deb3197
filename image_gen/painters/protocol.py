"""What a painter is: something that turns an order into the bytes of a picture.

Knows nothing of HTTP, files or which painters exist.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

PictureKind = Literal["scene", "portrait"]


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A kind of creature that can be seen, and how many of it."""

    kind: str
    count: int = 1
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """What the caller knows for sure about the scene; None = let the prompt say."""

    place_kind: str | None = None
    place_name: str | None = None
    weather: str | None = None
    time_of_day: str | None = None
    light: str | None = None
    figures: tuple[FigureFact, ...] | None = None
    focal: str | None = None
    mood: str | None = None
    theme: str | None = None
    place_seed: int | None = None


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """One picture to be painted. Sizes in px; `steps` and the negative prompt are for neural painters; `is_wanted` is asked
    between steps, from the painting thread."""

    prompt: str
    style: str
    seed: int
    width_px: int
    height_px: int
    negative_prompt: str = ""
    steps: int | None = None
    image_format: str = "webp"
    scene: SceneFacts = field(default_factory=SceneFacts)
    kind: PictureKind = "scene"
    is_wanted: Callable[[], bool] = field(default=lambda: True, compare=False)


class Painter(Protocol):
    """A member of the cast that paints."""

    @property
    def name(self) -> str:
        """The painter's name on the wire."""

    @property
    def is_ready(self) -> bool:
        """Whether load() has finished."""

    def load(self) -> None:
        """Fetch whatever painting needs; expensive, called once in a worker thread."""

    def paint(self, order: PictureOrder) -> bytes:
        """Paint one picture and return it encoded; raise Busy or PainterNotReady."""


class NeuralPainter(Painter, Protocol):
    """A painter that takes long to load, and may never arrive; its load() raises PainterUnavailable."""

    @property
    def progress(self) -> str:
        """How far loading has come, or what is loaded; in words."""

    @property
    def model_bytes(self) -> int:
        """The memory its weights take, in bytes; 0 while none are loaded."""
