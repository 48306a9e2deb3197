"""One at a time, a few waiting, the rest turned away: the lock inside every painter.

Knows nothing of painting. Raises Busy with a time after which to come back.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from image_gen.errors import Busy


class Turnstile:
    def __init__(self, *, wait_s: float, queue_limit: int) -> None:
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(queue_limit + 1)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold the painter's only stool; raise Busy when the queue is full or the wait too long."""
        if not self._places.acquire(blocking=False):
            raise Busy(retry_after_s=self._retry_after_s)
        try:
            if not self._lock.acquire(timeout=self._wait_s):
                raise Busy(retry_after_s=self._retry_after_s)
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._places.release()

    @property
    def _retry_after_s(self) -> int:
        return max(1, round(self._wait_s / 4))
