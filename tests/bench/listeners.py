"""Many pages in one process, as cheap as can be: raw sockets that hold a table's stream open and note when marked words came.

`tests/bench/open_streams.py` starts it beside the website and asks it by a pipe, so that what it costs is not the website's.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

MARK = re.compile(rb"news-(\d{6})")
OPENED = b'"kind": "panels"'
LONGEST_MARK = 16


@dataclass(frozen=True, slots=True)
class Page:
    """Whose page of which table, and up to where the page was made."""

    cookie: str
    campaign_id: int
    after: int


@dataclass(slots=True)
class Heard:
    """What one stream has heard: when it was opened, when each mark came first, times by the machine's monotonic clock."""

    asked_at: float
    opened_at: float | None = None
    marks: dict[int, float] = field(default_factory=dict)
    bytes: int = 0
    is_lost: bool = False


class Listener(asyncio.Protocol):
    """One stream."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._tail = b""
        self.heard = Heard(time.monotonic())
        self.transport: asyncio.Transport | None = None
        self.opened = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        path = f"/campaigns/{self._page.campaign_id}/stream?after={self._page.after}"
        transport.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            f"Cookie: sessionid={self._page.cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.heard.bytes += len(data)
        seen = self._tail + data
        if self.heard.opened_at is None and OPENED in seen:
            self.heard.opened_at = now
            self.opened.set()
        for mark in MARK.findall(seen):
            self.heard.marks.setdefault(int(mark), now)
        self._tail = seen[-LONGEST_MARK:]

    def connection_lost(self, exc: Exception | None) -> None:
        self.heard.is_lost = True
        self.opened.set()


async def _open(port: int, pages: Sequence[Page], opening_a_s: float) -> list[Listener]:
    """Open so many a second, or with 0 all at once, and wait until every page has its panels or was refused."""
    loop = asyncio.get_running_loop()

    async def one(number: int, page: Page) -> Listener:
        await asyncio.sleep(number / opening_a_s if opening_a_s else 0)
        listener = Listener(page)
        await loop.create_connection(lambda: listener, "127.0.0.1", port)
        await listener.opened.wait()
        return listener

    return list(await asyncio.gather(*(one(*each) for each in enumerate(pages))))


async def _serve(pipe: Connection) -> None:
    listeners: list[Listener] = []
    while True:
        asked: tuple[str, Any] = await asyncio.to_thread(pipe.recv)
        what, given = asked
        if what == "open":
            listeners = await _open(*given)
        elif what == "close":
            for listener in listeners:
                if listener.transport is not None:
                    listener.transport.abort()
        elif what == "end":
            return
        pipe.send([listener.heard for listener in listeners])


def listen(pipe: Connection) -> None:
    """Do what the pipe says until it says `end`."""
    asyncio.run(_serve(pipe))
