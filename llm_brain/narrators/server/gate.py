"""So many tellings at a time; who waits is let in by urgency, then in order. Belongs to one event loop."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from llm_brain.narrators.free_prompt import FreePrompt
from llm_brain.narrators.protocol import Brief

TALKING = ("talk", "persuade", "deceive", "intimidate")


def urgency_of(brief: Brief) -> int:
    """Return 0 for a fight, 1 for talk, 2 for everything else: the lower goes first."""
    if isinstance(brief, FreePrompt):
        return brief.urgency
    if brief.after.encounter is not None:
        return 0
    return 1 if any(action.kind in TALKING for action in brief.actions) else 2


class Gate:
    """Lets `most` in at once."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()

    @asynccontextmanager
    async def entered(self, urgency: int) -> AsyncIterator[None]:
        """Wait for a place, and give it back at the end."""
        if self._free > 0:
            self._free -= 1
        else:
            place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (urgency, next(self._order), place))
            try:
                await place
            except asyncio.CancelledError:
                if place.done() and not place.cancelled():
                    self._leave()
                raise
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        while self._waiting:
            _, _, place = heapq.heappop(self._waiting)
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
