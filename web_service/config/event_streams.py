"""How the site answers: Django until an answer is known, and no longer than that when the answer is a stream of events.

A request holds a thread and a database connection of its own until it is over. A stream may be open for hours, so it is told
only after Django has let go of its request. Whoever takes nothing of an answer for a long while is hung up on.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponseBase, StreamingHttpResponse

logger = logging.getLogger(__name__)

OPENING_AT_ONCE = 6
"""How many streams are let in at a time: each needs a database connection meanwhile, and pages need some too."""
STUCK_S = 45.0
"""How long one piece of an answer may wait for somebody to take it."""

Scope = dict[str, Any]
Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class EventStream(StreamingHttpResponse):
    """A stream of server-sent events that no proxy holds back."""

    def __init__(self, events: AsyncGenerator[str, None]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, content_type="text/event-stream", headers=headers)
        self.events = events


class _Outlet:
    """Where an answer goes; events are kept back until the request is over."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.events: AsyncGenerator[str, None] | None = None

    async def __call__(self, message: Message) -> None:
        if self.events is None or message["type"] == "http.response.start":
            await self.send(message)


class Site(ASGIHandler):
    """Django's own handler, but for streams."""

    def __init__(self) -> None:
        super().__init__()
        self._door = asyncio.Semaphore(OPENING_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        outlet = _Outlet(send)
        if scope.get("path", "").endswith("/stream"):
            async with self._door:
                await super().__call__(scope, receive, outlet)
        else:
            await super().__call__(scope, receive, outlet)
        events = outlet.events
        if events is not None:
            await _tell(events, receive, send)

    async def send_response(self, response: HttpResponseBase, send: Send) -> None:
        """Send an answer, of a stream only its beginning."""
        if not isinstance(response, EventStream) or not isinstance(send, _Outlet):
            await super().send_response(response, send)
            return
        headers = [(k.encode("ascii"), v.encode("latin-1")) for k, v in response.items()]
        cookies = [c.output(header="").strip().encode("ascii") for c in response.cookies.values()]
        headers += [(b"Set-Cookie", cookie) for cookie in cookies]
        start = {"type": "http.response.start", "status": response.status_code, "headers": headers}
        await send(start)
        send.events = response.events


async def _tell(events: AsyncGenerator[str, None], receive: Receive, send: Send) -> None:
    """Send events until there are no more or nobody listens."""
    telling = asyncio.current_task()
    assert telling is not None
    leaving = asyncio.create_task(_until_gone(receive))

    def stop(_: "asyncio.Task[None]") -> None:
        telling.cancel()

    leaving.add_done_callback(stop)
    try:
        async with aclosing(events):
            async for event in events:
                await send(
                    {"type": "http.response.body", "body": event.encode(), "more_body": True}
                )
        await send({"type": "http.response.body"})
    except asyncio.CancelledError:
        if not leaving.done():
            raise
    finally:
        leaving.remove_done_callback(stop)
        leaving.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Patience:
    """Around the whole site: hang up on whoever takes nothing of what is sent."""

    def __init__(self, app: App, stuck_s: float = STUCK_S) -> None:
        self._app = app
        self._stuck_s = stuck_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""

        async def patiently(message: Message) -> None:
            try:
                async with asyncio.timeout(self._stuck_s):
                    await send(message)
            except TimeoutError:
                logger.info("nothing was taken for %s s, hung up", self._stuck_s)
                _hang_up(send)

        await self._app(scope, receive, patiently)


def _hang_up(send: Send) -> None:
    """Drop the connection with all that waits in it; uvicorn's own closing would wait for it to be taken."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if isinstance(transport, asyncio.Transport):
        transport.abort()
