"""Loading the painters beside the running service: the one that is always there first, then the neural one.

A thread of its own that the process does not wait for: a download of hours must not hold up a stop.
"""

import logging
import threading
from collections.abc import Callable

from image_gen.errors import PainterUnavailable
from image_gen.painters.choosing import Choice

log = logging.getLogger("image_gen")


class Casting(threading.Thread):
    """Loads what a Choice holds; `on_change` is called whenever another painter is at work."""

    def __init__(self, choice: Choice, *, retry_s: float, on_change: Callable[[], None]) -> None:
        super().__init__(name="casting", daemon=True)
        self._choice = choice
        self._retry_s = retry_s
        self._on_change = on_change
        self._stopping = threading.Event()
        self.has_failed = False

    def run(self) -> None:
        """Load, and try again later where waiting may help."""
        self.has_failed = True
        try:
            self._choice.painter.load()
            self.has_failed = False
        finally:
            if self.has_failed:
                log.error("the painter did not load")
            self._on_change()
        while self._choice.neural is not None and not self._neural_is_done():
            if self._stopping.wait(self._retry_s):
                return

    def stop(self, *, wait_s: float) -> None:
        """Try no more; wait a little for what is being done, in seconds."""
        self._stopping.set()
        if self.is_alive():
            self.join(wait_s)

    def _neural_is_done(self) -> bool:
        """Load the neural painter; return False when it should be tried again."""
        neural = self._choice.neural
        assert neural is not None
        try:
            neural.load()
        except PainterUnavailable as trouble:
            self._choice.note_trouble(trouble)
            log.warning("painting with %s: %s", self._choice.painter.name, trouble)
            return not (trouble.is_passing and self._retry_s)
        else:
            log.info("%s paints from now on: %s", neural.name, neural.progress)
            return True
        finally:
            if not neural.is_ready and self._choice.trouble is None:
                log.error("the %s painter did not load", neural.name, exc_info=True)
                self._choice.note_trouble(
                    PainterUnavailable(
                        reason=f"the {neural.name} painter did not load; see the log"
                    )
                )
            self._on_change()
