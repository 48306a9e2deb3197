"""The sketch painter: an order in, a drawn picture out. Needs no weights and no network.

The drawing modules are imported by load(); until then this costs nothing.
"""

from collections.abc import Callable

from image_gen.errors import PainterNotReady
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile

_WARM_UP = PictureOrder("a torch in a crypt", "fantasy_art", 1, 64, 64)


class SketchPainter:
    """A Painter that draws by code, one picture at a time."""

    name = "sketch"

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile = turnstile
        self._draw: Callable[[PictureOrder], bytes] | None = None

    @property
    def is_ready(self) -> bool:
        return self._draw is not None

    def load(self) -> None:
        """Import the drawing modules and prove them with a tiny picture."""
        from image_gen.painters.sketch.drawing import draw

        draw(_WARM_UP)
        self._draw = draw

    def paint(self, order: PictureOrder) -> bytes:
        """Draw one picture; raise Busy or PainterNotReady."""
        if self._draw is None:
            raise PainterNotReady(retry_after_s=2)
        with self._turnstile.entered():
            return self._draw(order)
