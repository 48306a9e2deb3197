"""The table page's one stream of server-sent events; `id:` is the ledger's seq, so a lost connection loses nothing.

It waits at the noticeboard, reads by cursor in a thread, and outlives a database that goes away and comes back.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpRequest, StreamingHttpResponse

from web_service.campaigns.selectors import seat_at
from web_service.play.deliveries import Cursor, Message, read_news
from web_service.play.noticeboard import noticeboard

HEARTBEAT_S = 12.0
AGAIN_AFTER_S = 1.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

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


def as_event(message: Message) -> str:
    """Return a message as one server-sent event; its `id`, if any, becomes the event's."""
    body = {key: value for key, value in message.items() if key != "id"}
    head = f"id: {message['id']}\n" if "id" in message else ""
    return f"{head}data: {json.dumps(body, ensure_ascii=False)}\n\n"


def event_stream(events: AsyncIterator[str]) -> StreamingHttpResponse:
    """Return a streaming answer that no proxy holds back."""
    return StreamingHttpResponse(events, content_type="text/event-stream", headers=HEADERS)


async def follow(cursor: Cursor, heartbeat_s: float = HEARTBEAT_S) -> AsyncIterator[str]:
    """Yield everything new from the cursor on, for as long as the page listens."""
    is_in_trouble = False
    yield "retry: 1500\n\n"
    async with noticeboard().watching(cursor.campaign_id) as watch:
        while True:
            try:
                messages = await in_thread(read_news, cursor)
            except (OperationalError, InterfaceError):
                if not is_in_trouble:
                    yield as_event({"kind": "trouble"})
                is_in_trouble = True
                yield ": waiting for the database\n\n"
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            if is_in_trouble:
                is_in_trouble = False
                yield as_event({"kind": "fine"})
            for message in messages:
                yield as_event(message)
            if cursor.is_gone:
                return
            if not await watch.wait(heartbeat_s):
                yield ": still here\n\n"


def last_seen(request: HttpRequest) -> int:
    """Return the seq a page has already seen: the browser's header, or what the page was made with."""
    asked: list[Any] = [request.headers.get("Last-Event-ID", ""), request.GET.get("after", "")]
    return max([int(value) for value in asked if value.isdigit()], default=0)


async def table_stream(request: HttpRequest, campaign_id: int) -> StreamingHttpResponse:
    """Stream a table's news to somebody who sits there."""
    user = await request.auser()
    await in_thread(seat_at, user.pk, campaign_id)
    return event_stream(follow(Cursor(campaign_id, user.pk or 0, last_seen(request))))
