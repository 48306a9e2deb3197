"""Around the whole site: every request is timed and gets an id, which its answer, log records and calls to others carry.

ASGI, so that streams are counted for as long as they are open. It knows addresses by the names `urls.py` gives them.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from web_service.observe.metrics import REQUESTS, STREAMS
from web_service.observe.trail import HEADER, new_request_id, new_trail, note

Scope = dict[str, Any]
Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger("web_service.request")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OFTEN = frozenset({"health", "live", "ready", "metrics", "static", "play:typing"})


class RequestTrail:
    """ASGI middleware around the application."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, marked and timed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_request_id()
        with new_trail(request_id):
            call = _Call(scope, send, request_id)
            try:
                await self._app(scope, receive, call.send)
            finally:
                call.end()


def _route(path: str) -> str:
    """Return the address's name, and note which campaign and turn it is about."""
    if path.startswith(settings.STATIC_URL):
        return "static"
    try:
        match = resolve(path)
    except Resolver404:
        return "unmatched"
    named = {"campaign_id": "campaign_id", "number": "turn_number"}
    note(**{named[key]: value for key, value in match.kwargs.items() if key in named})
    return match.view_name or "unnamed"


class _Call:
    """One call: its answer is marked on the way out, and counted when it is over."""

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._scope = scope
        self._send = send
        self._mark = (HEADER.lower().encode(), request_id.encode())
        self._began = time.perf_counter()
        self._route = _route(scope["path"])
        self._status = 500
        self._streams: Any = None

    async def send(self, message: Message) -> None:
        """Send a part of the answer; the first carries the id."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [*message.get("headers", []), self._mark]
            message = {**message, "headers": headers}
            kinds = [value for name, value in headers if name.lower() == b"content-type"]
            if kinds and kinds[0].startswith(b"text/event-stream"):
                self._streams = STREAMS.labels(self._route)
                self._streams.inc()
                self._observe()
        await self._send(message)

    def end(self) -> None:
        """Count the call and write its line."""
        if self._streams is not None:
            self._streams.dec()
        else:
            self._observe()
        often = self._route in OFTEN and self._status < 500
        took_ms = round((time.perf_counter() - self._began) * 1000)
        log.log(
            logging.DEBUG if often else logging.INFO,
            "%s %s", self._scope["method"], self._route,
            extra={"status": self._status, "took_ms": took_ms},
        )  # fmt: skip

    def _observe(self) -> None:
        method = self._scope["method"]
        labels = (method if method in METHODS else "other", self._route, str(self._status))
        REQUESTS.labels(*labels).observe(time.perf_counter() - self._began)
