"""Several tables, one model: each step of the model is taken in the order the tables asked for it.

A telling steps through once for every token, so that nobody waits for another's whole telling.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Lets one through at a time, first come first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[threading.Event] = deque()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for one's place in the line, and hold it."""
        mine = threading.Event()
        with self._guard:
            self._line.append(mine)
            if len(self._line) == 1:
                mine.set()
        try:
            mine.wait()
            yield
        finally:
            with self._guard:
                was_first = self._line[0] is mine
                self._line.remove(mine)
                if was_first and self._line:
                    self._line[0].set()
