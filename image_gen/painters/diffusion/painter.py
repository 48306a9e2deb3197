"""The diffusion painter: a Painter whose load() opens a studio, and whose pictures are painted there, one at a time.

Knows neither torch nor where weights come from; how far loading has come can be asked at any time.
"""

import io
import logging
from collections.abc import Callable
from typing import Protocol

from PIL import Image

from image_gen.config import Settings
from image_gen.errors import PainterNotReady, PaintingStopped
from image_gen.painters.diffusion.device import Device
from image_gen.painters.diffusion.loading import open_studio
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile

log = logging.getLogger("image_gen.diffusion")


class OpenStudio(Protocol):
    """What the painter needs of a studio."""

    device: Device

    @property
    def model_bytes(self) -> int: ...

    @property
    def thrift(self) -> str: ...

    def paint(self, order: PictureOrder) -> Image.Image: ...


Opening = Callable[[Settings, Callable[[str], None]], OpenStudio]


class DiffusionPainter:
    """A NeuralPainter that paints with Stable Diffusion or a model like it."""

    name = "diffusion"

    def __init__(
        self, settings: Settings, turnstile: Turnstile, *, opening: Opening = open_studio
    ) -> None:
        self._settings = settings
        self._turnstile = turnstile
        self._opening = opening
        self._studio: OpenStudio | None = None
        self._thrift = ""
        self.progress = "waiting to be loaded"

    @property
    def is_ready(self) -> bool:
        return self._studio is not None

    @property
    def model_bytes(self) -> int:
        """The memory of the weights, in bytes; 0 while none are loaded."""
        return self._studio.model_bytes if self._studio else 0

    def load(self) -> None:
        """Load the model; raise PainterUnavailable. Takes seconds to hours, the first time with a download."""
        studio = self._opening(self._settings, self._say)
        self._say_how(studio)
        self._studio = studio

    def paint(self, order: PictureOrder) -> bytes:
        """Paint one picture; raise Busy, PainterNotReady, PaintingStopped, PictureFlagged or PaintingFailed."""
        if self._studio is None:
            raise PainterNotReady(retry_after_s=5)
        with self._turnstile.entered():
            if not order.is_wanted():
                raise PaintingStopped(retry_after_s=5)
            try:
                picture = self._studio.paint(order)
            finally:
                if self._studio.thrift != self._thrift:
                    self._say_how(self._studio)
        return _encoded(picture, order.image_format)

    def _say_how(self, studio: OpenStudio) -> None:
        """Say what paints and where, and what it does without for want of memory."""
        self._thrift = studio.thrift
        model = f"{self._settings.image_model} on {studio.device.name} in {studio.device.precision}"
        without = f"; little memory: {studio.thrift}" if studio.thrift else ""
        self._say(f"{model}, {studio.model_bytes / 1e6:.0f} MB{without}")

    def _say(self, what: str) -> None:
        self.progress = what
        log.info("diffusion painter: %s", what)


def _encoded(picture: Image.Image, image_format: str) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    if image_format == "webp":
        picture.save(out, "WEBP", quality=88, method=4)
    else:
        picture.save(out, "PNG")
    return out.getvalue()
