"""The table page's one stream of server-sent events; `id:` is the ledger's seq, so a lost connection loses nothing.

It waits at the noticeboard, reads by cursor in a thread, and outlives a database that goes away and comes back. Words go out as
soon as they are there; what lies around the story follows when no more words come for a moment.
"""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import ParamSpec

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase

from web_service.campaigns.selectors import seat_at
from web_service.config.answers import error_json
from web_service.config.event_streams import EventStream
from web_service.party.gathering import play_left_behind
from web_service.play.deliveries import Cursor
from web_service.play.desk import desk, in_thread
from web_service.play.glance import Message
from web_service.play.noticeboard import Watch, noticeboard
from web_service.play.places import MOST_AN_ACCOUNT, Place, places

HEARTBEAT_S = 12.0
AGAIN_AFTER_S = 1.0
QUIET_S = 0.15
MOST_PUT_OFF = 8
"""How often the panels may wait for QUIET_S while words come."""

P = ParamSpec("P")


def as_event(message: Message) -> str:
    """Return a message as one server-sent event; its `id`, if any, becomes the event's."""
    body = {key: value for key, value in message.items() if key != "id"}
    head = f"id: {message['id']}\n" if "id" in message else ""
    return f"{head}data: {json.dumps(body, ensure_ascii=False)}\n\n"


def whole_number(text: str) -> int:
    """Return a number from an address or a header, 0 for anything that is none or too long to be one."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


async def _until_left(place: Place, events: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    try:
        async for event in events:
            yield event
    finally:
        place.leave()


def event_stream(place: Place, events: AsyncIterator[str]) -> HttpResponseBase:
    """Return a streaming answer that no proxy holds back; its place is free when it ends."""
    return EventStream(_until_left(place, events))


def no_place() -> HttpResponseBase:
    """Answer somebody who has too many streams."""
    message = f"You have {MOST_AN_ACCOUNT} tables and voices open at once. Close one of them."
    return error_json("too_many_streams", message, 429)


async def _next_news(cursor: Cursor, place: Place, watch: Watch) -> AsyncIterator[Message]:
    """Yield the words that are new, and what lies around them once no more come for a moment."""
    for _ in range(MOST_PUT_OFF):
        async with place.turnstile:
            messages = await desk().news(cursor)
        for message in messages:
            yield message
        if cursor.is_gone or not cursor.owes_panels:
            return
        if not cursor.is_telling or not await watch.wait(QUIET_S):
            break
    async with place.turnstile:
        messages = await desk().panels(cursor)
    for message in messages:
        yield message


_errands: set[asyncio.Task[None]] = set()


def _in_background(call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run something that nobody waits for."""
    task = asyncio.create_task(in_thread(call, *args, **kwargs))
    _errands.add(task)
    task.add_done_callback(_errands.discard)


async def follow(
    cursor: Cursor, place: Place, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[str]:
    """Yield everything new from the cursor on, for as long as the page listens and has its place."""
    try:
        async for event in _follow(cursor, place, heartbeat_s):
            yield event
    finally:
        if cursor.around.is_known:
            _in_background(cursor.around.depart, cursor.campaign_id)


async def _follow(cursor: Cursor, place: Place, heartbeat_s: float) -> AsyncIterator[str]:
    is_in_trouble, is_due = False, True
    yield "retry: 1500\n\n"
    async with noticeboard().watching(cursor.campaign_id) as watch:
        place.when_sent_away = watch.wake
        while not place.is_sent_away:
            try:
                if is_due or not await desk().is_still(cursor):
                    async for message in _next_news(cursor, place, watch):
                        yield as_event(message)
                if is_in_trouble:
                    is_in_trouble = False
                    yield as_event({"kind": "fine"})
            except (OperationalError, InterfaceError):
                if not is_in_trouble:
                    yield as_event({"kind": "trouble"})
                is_in_trouble = is_due = True
                yield ": waiting for the database\n\n"
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            if cursor.is_gone:
                return
            if cursor.around.has_left_behind:
                _in_background(play_left_behind, cursor.campaign_id)
            is_due = await watch.wait(heartbeat_s) and watch.is_certain
            if not is_due:
                yield ": still here\n\n"
        yield as_event({"kind": "crowded"})


def last_seen(request: HttpRequest) -> int:
    """Return the seq a page has already seen: the browser's header, or what the page was made with."""
    asked = (request.headers.get("Last-Event-ID", ""), request.GET.get("after", ""))
    return max(whole_number(value) for value in asked)


async def table_stream(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Stream a table's news to somebody who sits there."""
    user = await request.auser()
    if user.pk is None:
        raise Http404
    place = places.take(user.pk, campaign_id)
    if place is None:
        return no_place()
    with place.or_leave():
        # With the connection that the request holds already: many that wait for a second one would wait for one another.
        await sync_to_async(seat_at)(user.pk, campaign_id)
    return event_stream(place, follow(Cursor(campaign_id, user.pk, last_seen(request)), place))
