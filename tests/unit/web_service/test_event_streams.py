"""How the site lets go of a stream's request, and of whoever takes nothing of an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.unit.web_service.conftest import Person, Table
from web_service.config.event_streams import Patience, Site
from web_service.observe.metrics import pool_stats

PATIENCE_S = 30.0


class Visit:
    """One request to the site, as a server hands it on."""

    def __init__(self, path: str, person: Person) -> None:
        cookie = person.client.cookies["sessionid"].value
        headers = [(b"host", b"localhost"), (b"cookie", f"sessionid={cookie}".encode())]
        self.scope = {
            "type": "http", "method": "GET", "path": path, "query_string": b"after=2", "headers": headers,
            "http_version": "1.1", "scheme": "http", "root_path": "",
        }  # fmt: skip
        self._asked = [{"type": "http.request", "body": b"", "more_body": False}]
        self.left = asyncio.Event()
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def receive(self) -> dict[str, Any]:
        if self._asked:
            return self._asked.pop()
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.sent.put(message)

    async def until(self, words: bytes) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while words not in (await self.sent.get()).get("body", b""):
                pass


@asynccontextmanager
async def visiting(table: Table, person: Person) -> AsyncIterator[Visit]:
    visit = Visit(table.path("stream"), person)
    answering = asyncio.create_task(Site()(visit.scope, visit.receive, visit.send))
    yield visit
    visit.left.set()
    async with asyncio.timeout(PATIENCE_S):
        await answering


def in_use() -> int:
    stats = pool_stats() or {}
    return stats.get("pool_size", 0) - stats.get("pool_available", 0)


async def test_an_open_stream_holds_no_database_connection(
    table: Table, alice: Person, bob: Person
) -> None:
    before = in_use()
    async with visiting(table, alice) as first, visiting(table, bob) as second:
        await first.until(b'"panels"')
        await second.until(b'"panels"')
        async with asyncio.timeout(PATIENCE_S):
            while in_use() > before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_news_reach_a_page_whose_request_is_over(table: Table, alice: Person) -> None:
    async with visiting(table, alice) as visit:
        await visit.until(b'"panels"')
        await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        await visit.until(b"I listen.")


async def test_a_stranger_gets_a_whole_answer(table: Table, charlie: Person) -> None:
    async with visiting(table, charlie) as visit:
        assert (await visit.sent.get())["status"] == 404


class Line(asyncio.Transport):
    """A connection whose other end takes nothing."""

    was_aborted = False

    def abort(self) -> None:
        self.was_aborted = True


class Server:
    """What a server's `send` belongs to."""

    def __init__(self) -> None:
        self.transport = Line()

    async def send(self, message: Any) -> None:
        await asyncio.Event().wait()


async def nobody() -> dict[str, Any]:
    return {"type": "http.disconnect"}


async def test_whoever_takes_nothing_is_hung_up_on() -> None:
    server = Server()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.body", "body": b"words"})

    await Patience(application, stuck_s=0.0)({}, nobody, server.send)
    assert server.transport.was_aborted
