"""The line before the models: so many inside, so many waiting; let in by urgency, then in order.

It knows no event loop: a place is a future that any thread may wait for. When the line is full, somebody more urgent
takes the place of the least urgent one who came last.
"""

import threading
from bisect import insort
from concurrent.futures import Future
from itertools import count

from llm_brain.generating.errors import TooManyWaiting

Place = Future[None]


class Line:
    """Lets `most_inside` in at once; `most_waiting` wait, the others are refused."""

    def __init__(self, most_inside: int, most_waiting: int) -> None:
        self._free = most_inside
        self._most_inside = most_inside
        self._most_waiting = most_waiting
        self._waiting: list[tuple[int, int, Place]] = []
        self._order = count()
        self._lock = threading.Lock()

    @property
    def inside(self) -> int:
        """How many are inside."""
        return self._most_inside - self._free

    def waiting(self, urgency: int) -> int:
        """How many wait with this urgency."""
        with self._lock:
            return sum(entry[0] == urgency for entry in self._waiting)

    def enter(self, urgency: int) -> Place:
        """Return a place: done at once, or when it is one's turn; it fails when it is taken away. Raises TooManyWaiting."""
        place: Place = Future()
        with self._lock:
            if self._free > 0:
                self._free -= 1
                place.set_result(None)
                return place
            if len(self._waiting) >= self._most_waiting:
                self._make_room(urgency)
            insort(self._waiting, (urgency, next(self._order), place))
        return place

    def leave(self) -> None:
        """Give one's place inside to the next."""
        with self._lock:
            self._leave()

    def give_up(self, place: Place) -> None:
        """Wait no longer; whoever was let in meanwhile leaves."""
        with self._lock:
            before = len(self._waiting)
            self._waiting = [entry for entry in self._waiting if entry[2] is not place]
            was_let_in = place.done() and not place.cancelled() and place.exception() is None
            if len(self._waiting) == before and was_let_in:
                self._leave()

    def _leave(self) -> None:
        while self._waiting:
            _, _, place = self._waiting.pop(0)
            if place.set_running_or_notify_cancel():
                place.set_result(None)
                return
        self._free += 1

    def _make_room(self, urgency: int) -> None:
        last = self._waiting[-1] if self._waiting else None
        if last is None or last[0] <= urgency:
            raise TooManyWaiting(most=self._most_waiting)
        self._waiting.pop()
        if last[2].set_running_or_notify_cancel():
            last[2].set_exception(TooManyWaiting(most=self._most_waiting))
