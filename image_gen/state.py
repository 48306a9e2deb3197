"""The parts one app is made of, and how they are: built by `create_app`, read by `api.py`."""

import threading
from dataclasses import dataclass, field

from image_gen.casting import Casting
from image_gen.config import Settings
from image_gen.gallery import Gallery
from image_gen.metrics import Metrics
from image_gen.painters.choosing import Choice


@dataclass(slots=True)
class AppState:
    settings: Settings
    choice: Choice
    gallery: Gallery
    metrics: Metrics
    stopping: threading.Event = field(default_factory=threading.Event)
    casting: Casting = field(init=False)

    def __post_init__(self) -> None:
        retry_s = self.settings.image_retry_s
        self.casting = Casting(self.choice, retry_s=retry_s, on_change=self.show_painter)

    @property
    def painter_state(self) -> str:
        """Name how the painter at work is: healthy, loading or failed."""
        if self.choice.at_work.is_ready:
            return "healthy"
        return "failed" if self.casting.has_failed else "loading"

    @property
    def is_ready(self) -> bool:
        """Tell whether an order would be painted and hung now."""
        return self.choice.at_work.is_ready and self.gallery.is_writable

    @property
    def status(self) -> str:
        """Name how the service is: healthy, loading or degraded."""
        if self.is_ready:
            return "degraded" if self.choice.degraded else "healthy"
        return "loading" if self.painter_state == "loading" else "degraded"

    @property
    def components(self) -> dict[str, str]:
        """Name how each part is."""
        parts = {
            "painter": self.painter_state,
            "gallery": "healthy" if self.gallery.is_writable else "unwritable",
        }
        if (neural := self.choice.neural_state) is not None:
            parts["diffusion"] = neural
        return parts

    def show_painter(self) -> None:
        """Put the painter at work into the metrics."""
        painter, reason = self.choice.now()
        self.metrics.painter.clear()
        self.metrics.painter.labels(painter.name, str(int(reason is not None))).set(1)
        neural = self.choice.neural
        self.metrics.model_bytes.set(neural.model_bytes if neural else 0)
