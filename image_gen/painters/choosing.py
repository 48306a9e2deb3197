"""Who paints: decided once on start from PAINTER and from what is really there.

`auto` takes the neural painter when this build has one and its weights are on the disk, else the
sketch. Asking for a neural painter that is not there degrades to the sketch, and says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from image_gen.config import Settings
from image_gen.painters.protocol import Painter
from image_gen.painters.sketch.painter import SketchPainter
from image_gen.painters.turnstile import Turnstile

PainterBuilder = Callable[[Settings], Painter]


@dataclass(frozen=True, slots=True)
class Choice:
    """The painter taken; `reason` says why it is not the one asked for, `why` why it is this one."""

    painter: Painter
    reason: str | None = None
    why: str = ""

    @property
    def degraded(self) -> bool:
        return self.reason is not None


def build_sketch(settings: Settings) -> Painter:
    """Build the embedded painter; nothing is loaded yet."""
    return SketchPainter(
        Turnstile(wait_s=settings.painter_wait_s, queue_limit=settings.queue_limit)
    )


NEURAL_PAINTERS: Mapping[str, PainterBuilder] = {}
"""Builders of neural painters by their PAINTER name; this release carries none."""


def choose_painter(
    settings: Settings, *, neural: Mapping[str, PainterBuilder] = NEURAL_PAINTERS
) -> Choice:
    """Choose by PAINTER and by what is there; never raise, degrade to the sketch with a reason."""
    if settings.painter == "sketch":
        return Choice(build_sketch(settings), why="asked for by PAINTER=sketch")
    wanted = "stable_diffusion"
    if wanted not in neural:
        missing = f"this build carries no {wanted} painter; set PAINTER=sketch or auto"
    elif find_weights(settings) is None:
        missing = f"no weights of {settings.image_model} under {settings.diffusers_cache}"
    else:
        return Choice(
            neural[wanted](settings), why=f"PAINTER={settings.painter}, and its weights are here"
        )
    return Choice(
        build_sketch(settings),
        missing if settings.painter == wanted else None,
        missing.partition(";")[0],
    )


def find_weights(settings: Settings) -> Path | None:
    """Return the folder that holds the neural painter's weights, or None."""
    hub_name = "models--" + settings.image_model.replace("/", "--")
    snapshots = sorted(settings.diffusers_cache.glob(f"{hub_name}/snapshots/*"))
    for folder in (Path(settings.image_model), *snapshots):
        if (folder / "model_index.json").is_file():
            return folder
    return None
