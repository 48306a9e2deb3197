"""The parts one app is made of, and how they are: built by `create_app`, read by `api.py`."""

from dataclasses import dataclass

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
    load_failed: bool = False

    @property
    def painter_state(self) -> str:
        """Name how the painter is: healthy, loading or failed."""
        if self.choice.painter.is_ready:
            return "healthy"
        return "failed" if self.load_failed else "loading"

    @property
    def is_ready(self) -> bool:
        """Tell whether an order would be painted and hung now."""
        return self.choice.painter.is_ready and self.gallery.is_writable

    @property
    def status(self) -> str:
        """Name how the service is: healthy, loading or degraded."""
        if self.is_ready:
            return "degraded" if self.choice.degraded else "healthy"
        return "loading" if self.painter_state == "loading" else "degraded"
