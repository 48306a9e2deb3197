"""Who paints: decided on start from PAINTER and from what is installed; the sketch is always there.

A neural painter, once its model is loaded, takes over from the sketch without a restart. Until then, or when it cannot be
had, the sketch paints, and the answer says whether that is what was asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from image_gen.config import Settings
from image_gen.errors import PainterStandsBack, PainterUnavailable
from image_gen.painters.diffusion.libraries import missing_libraries, not_installed
from image_gen.painters.diffusion.painter import DiffusionPainter
from image_gen.painters.protocol import NeuralPainter, Painter
from image_gen.painters.sketch.painter import SketchPainter
from image_gen.painters.turnstile import Turnstile

PainterBuilder = Callable[[Settings], NeuralPainter]


@dataclass(slots=True)
class Choice:
    """The painter that is always there, and the neural one that takes over; `reason` says why the painter at work is not the
    one asked for, `why` why it is this one."""

    painter: Painter
    reason: str | None = None
    why: str = ""
    neural: NeuralPainter | None = None
    trouble: PainterUnavailable | None = None

    def now(self) -> tuple[Painter, str | None]:
        """Return who paints at this moment, and why that is not the one asked for, if so."""
        if self.neural is not None and self.neural.is_ready:
            return self.neural, None
        return self.painter, self.reason

    @property
    def at_work(self) -> Painter:
        return self.now()[0]

    @property
    def degraded(self) -> bool:
        return self.now()[1] is not None

    @property
    def neural_state(self) -> str | None:
        """Name how the neural painter is: healthy, loading or unavailable; None where none is cast."""
        if self.neural is None:
            return None
        if self.neural.is_ready:
            return "healthy"
        return "loading" if self.trouble is None else "unavailable"

    @property
    def said(self) -> str:
        """Say why it is the painter at work."""
        if self.neural is None or (self.trouble is not None and not self.neural.is_ready):
            return self.why
        if self.neural.is_ready:
            return f"{self.why}: {self.neural.progress}"
        return (
            f"{self.why}: the sketch paints while {self.neural.name} loads ({self.neural.progress})"
        )

    def note_trouble(self, trouble: PainterUnavailable) -> None:
        """Know why the neural painter did not come; standing back is no complaint."""
        self.trouble, self.why = trouble, str(trouble)
        self.reason = None if isinstance(trouble, PainterStandsBack) else str(trouble)


def _turnstile(settings: Settings) -> Turnstile:
    return Turnstile(wait_s=settings.painter_wait_s, queue_limit=settings.queue_limit)


def build_sketch(settings: Settings) -> Painter:
    """Build the embedded painter; nothing is loaded yet."""
    return SketchPainter(_turnstile(settings))


def build_diffusion(settings: Settings) -> NeuralPainter:
    """Build the diffusion painter; nothing is imported or loaded yet."""
    return DiffusionPainter(settings, _turnstile(settings))


NEURAL_PAINTERS: Mapping[str, PainterBuilder] = {"diffusion": build_diffusion}
"""Builders of neural painters by their PAINTER name."""


def choose_painter(
    settings: Settings,
    *,
    neural: Mapping[str, PainterBuilder] = NEURAL_PAINTERS,
    missing: Callable[[], list[str]] = missing_libraries,
) -> Choice:
    """Choose by PAINTER and by what is installed; never raise, degrade to the sketch with a reason."""
    sketch = build_sketch(settings)
    if settings.painter == "sketch":
        return Choice(sketch, why="asked for by PAINTER=sketch")
    is_demanded = settings.painter == "diffusion"
    if lacking := missing():
        said = not_installed(lacking)
        return Choice(sketch, said if is_demanded else None, said)
    return Choice(
        sketch,
        reason="the diffusion painter is still loading; /health says how far"
        if is_demanded
        else None,
        why=f"PAINTER={settings.painter}",
        neural=neural["diffusion"](settings),
    )
