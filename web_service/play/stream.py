"""The table page's one stream of server-sent events; `id:` is the ledger's seq, so a lost connection loses nothing.

It waits at the noticeboard, reads by cursor in a thread, and outlives a database that goes away and comes back.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from web_service.campaigns.selectors import seat_at
from web_service.config.answers import error_json
from web_service.play.deliveries import Cursor, Message, read_news
from web_service.play.noticeboard import noticeboard

HEARTBEAT_S = 12.0
AGAIN_AFTER_S = 1.0
MOST_STREAMS = 16
"""Open at once by one account in one process: tables and voices together."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

P = ParamSpec("P")
T = TypeVar("T")

_open: Counter[int] = Counter()


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


def whole_number(text: str) -> int:
    """Return a number from an address or a header, 0 for anything that is none or too long to be one."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


async def counted(user_id: int, events: AsyncIterator[str]) -> AsyncIterator[str]:
    """Yield somebody's events while they have a place among their streams; without one it ends at once."""
    if _open[user_id] >= MOST_STREAMS:
        return
    _open[user_id] += 1
    try:
        async for event in events:
            yield event
    finally:
        _open[user_id] -= 1
        if not _open[user_id]:
            del _open[user_id]


def event_stream(user_id: int, events: AsyncIterator[str]) -> HttpResponseBase:
    """Return a streaming answer that no proxy holds back; 429 to somebody who has too many."""
    if _open[user_id] >= MOST_STREAMS:
        message = f"You have {MOST_STREAMS} tables open at once. Close one of them."
        return error_json("too_many_streams", message, 429)
    content = counted(user_id, events)
    return StreamingHttpResponse(content, content_type="text/event-stream", headers=HEADERS)


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
    asked = (request.headers.get("Last-Event-ID", ""), request.GET.get("after", ""))
    return max(whole_number(value) for value in asked)


async def table_stream(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Stream a table's news to somebody who sits there."""
    user = await request.auser()
    await in_thread(seat_at, user.pk, campaign_id)
    cursor = Cursor(campaign_id, user.pk or 0, last_seen(request))
    return event_stream(cursor.user_id, follow(cursor))
