"""One LISTEN connection a process: it wakes the streams of a campaign when the ledger grew or a sentence was released.

It carries no content; whoever is woken reads what is new by its own cursor, so a lost notice loses nothing. When the
connection breaks (a database restart) it is made again and everybody looks once.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

logger = logging.getLogger(__name__)

CHANNEL = "table"
AGAIN_AFTER_S = 1.0


class Watch:
    """Somebody waiting for news of one campaign."""

    def __init__(self) -> None:
        self._call = asyncio.Event()
        self._is_news = False
        self.is_certain = False
        """Whether the last call was for news; else nobody can tell."""

    def wake(self) -> None:
        """Say that there is news."""
        self._is_news = True
        self._call.set()

    def wonder(self) -> None:
        """Say that there may be news."""
        self._call.set()

    async def wait(self, timeout_s: float) -> bool:
        """Return whether there was a call within the time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._call.wait()
        except TimeoutError:
            return False
        self._call.clear()
        self.is_certain, self._is_news = self._is_news, False
        return True


class Noticeboard:
    """The streams of one event loop and the connection that wakes them."""

    def __init__(self) -> None:
        self._watches: dict[int, set[Watch]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watching(self, campaign_id: int) -> AsyncIterator[Watch]:
        """Be woken by this campaign's news until the block ends."""
        watch = Watch()
        self._watches[campaign_id].add(watch)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        try:
            yield watch
        finally:
            self._watches[campaign_id].discard(watch)
            if not self._watches[campaign_id]:
                del self._watches[campaign_id]
            if not self._watches and self._listening is not None:
                self._listening.cancel()
                self._listening = None

    def notice(self, payload: str) -> None:
        """Wake those whom a notice concerns."""
        try:
            campaign_id = int(json.loads(payload)["campaign_id"])
        except (ValueError, KeyError, TypeError):
            logger.warning("unreadable notice on %s: %.80s", CHANNEL, payload)
            return
        for watch in self._watches.get(campaign_id, ()):
            watch.wake()

    def _wonder(self) -> None:
        """Have everybody look whether there is news: nobody knows what was said while the line was down."""
        for watches in self._watches.values():
            for watch in watches:
                watch.wonder()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.Error as error:
                logger.warning("listening broke, again in %s s: %s", AGAIN_AFTER_S, error)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _listen_once(self) -> None:
        connection = await psycopg.AsyncConnection.connect(_address(), autocommit=True)
        async with connection:
            await connection.execute(f'LISTEN "{CHANNEL}"')
            self._wonder()
            async for notify in connection.notifies():
                self.notice(notify.payload)


def _address() -> str:
    """Return where the database is, with keepalives so that a dead peer is noticed."""
    settings = connections["default"].settings_dict
    names = {
        "HOST": "host",
        "PORT": "port",
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
    }
    address = {theirs: settings[ours] for ours, theirs in names.items() if settings[ours]}
    return make_conninfo(**address, connect_timeout=3, keepalives_idle=10, keepalives_interval=5)


_boards: WeakKeyDictionary[asyncio.AbstractEventLoop, Noticeboard] = WeakKeyDictionary()


def noticeboard() -> Noticeboard:
    """Return the board of the running event loop."""
    return _boards.setdefault(asyncio.get_running_loop(), Noticeboard())
