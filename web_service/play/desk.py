"""Where the streams of one event loop ask: what several ask at a time is read in one go, and a few readings run at a time.

Words go before everything else: what they are read in is not shared with what lies around the story.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from web_service.play.deliveries import (
    Cursor,
    look_around,
    read_news,
    read_panels,
    read_together,
)
from web_service.play.glance import Message

WORDS_AT_ONCE = 3
OTHERS_AT_ONCE = 2
GATHER_S = 0.5
"""How long quiet pages wait for others that want to know whether all is as it was."""

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run something that reads the database, and give its connection back."""

    def run() -> T:
        try:
            return call(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False)()


@dataclass(slots=True)
class _Round(Generic[T]):
    """Those who asked together, and their answers to come."""

    cursors: list[Cursor]
    answers: asyncio.Task[dict[int, T]]


class Together(Generic[T]):
    """Answers many who ask the same thing in one go; whoever asks once a reading has begun is in the next."""

    def __init__(
        self,
        read: Callable[[Collection[Cursor]], dict[int, T]],
        at_once: asyncio.Semaphore,
        gather_s: float = 0.0,
    ) -> None:
        self._read = read
        self._at_once = at_once
        self._gather_s = gather_s
        self._rounds: dict[Hashable, _Round[T]] = {}

    async def ask(self, about: Hashable, cursor: Cursor) -> T:
        """Return the answer for one page. Raises what the reading raises."""
        gathering = self._rounds.get(about)
        if gathering is None:
            answers = asyncio.create_task(self._answer(about))
            gathering = self._rounds[about] = _Round([], answers)
        gathering.cursors.append(cursor)
        return (await asyncio.shield(gathering.answers))[id(cursor)]

    async def _answer(self, about: Hashable) -> dict[int, T]:
        await asyncio.sleep(self._gather_s)
        async with self._at_once:
            cursors = self._rounds.pop(about).cursors
            return await in_thread(self._read, cursors)


class Desk:
    """What streams can ask."""

    def __init__(self) -> None:
        words, others = asyncio.Semaphore(WORDS_AT_ONCE), asyncio.Semaphore(OTHERS_AT_ONCE)
        self._words = Together(lambda them: read_together(read_news, them), words)
        self._first = Together(lambda them: read_together(read_news, them), others)
        self._panels = Together(lambda them: read_together(read_panels, them), others)
        self._stillness = Together(look_around, asyncio.Semaphore(1), GATHER_S)

    async def news(self, cursor: Cursor) -> list[Message]:
        """Return what is new for a page."""
        asked = self._first if cursor.is_first else self._words
        return await asked.ask(cursor.campaign_id, cursor)

    async def panels(self, cursor: Cursor) -> list[Message]:
        """Return what lies around the story for a page."""
        return await self._panels.ask(cursor.campaign_id, cursor)

    async def is_still(self, cursor: Cursor) -> bool:
        """Whether a page knows everything there is."""
        return await self._stillness.ask(None, cursor)


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def desk() -> Desk:
    """Return the desk of the running event loop."""
    loop = asyncio.get_running_loop()
    return _desks.get(loop) or _desks.setdefault(loop, Desk())
