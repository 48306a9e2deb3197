"""The outermost door: every request gets an id, which its answer, its log records and its calls to others carry; and is timed.

An id that a caller sends as X-Request-ID is kept when it is fit for a log.
"""

import logging
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_gen.metrics import Metrics
from image_gen.trail import HEADER, accepted, note

log = logging.getLogger("image_gen.request")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OFTEN = ("/health", "/metrics")


class RequestTrail:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, marked and timed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(HEADER.lower().encode(), b"").decode("latin-1")
        request_id = accepted(given)
        note(request_id=request_id)
        call = _Call(scope, send, request_id, self._metrics)
        try:
            await self._app(scope, receive, call.send)
        finally:
            call.end()


class _Call:
    """One call: its answer is marked on the way out, and counted when it is over."""

    def __init__(self, scope: Scope, send: Send, request_id: str, metrics: Metrics) -> None:
        self._scope = scope
        self._send = send
        self._mark = (HEADER.lower().encode(), request_id.encode())
        self._metrics = metrics
        self._began = time.perf_counter()
        self._status = 500
        self._streams: Any = None

    async def send(self, message: Message) -> None:
        """Send a part of the answer; the first carries the id."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [*message.get("headers", []), self._mark]
            message = {**message, "headers": headers}
            if dict(headers).get(b"content-type", b"").startswith(b"text/event-stream"):
                self._streams = self._metrics.streams.labels(self._route)
                self._streams.inc()
                self._observe()
        await self._send(message)

    def end(self) -> None:
        """Count the call and write its line."""
        if self._streams is not None:
            self._streams.dec()
        else:
            self._observe()
        often = self._scope["path"].startswith(OFTEN) and self._status < 500
        took_ms = round((time.perf_counter() - self._began) * 1000)
        log.log(
            logging.DEBUG if often else logging.INFO,
            "%s %s", self._scope["method"], self._scope["path"],
            extra={"status": self._status, "took_ms": took_ms},
        )  # fmt: skip

    def _observe(self) -> None:
        method = self._scope["method"]
        self._metrics.requests.labels(
            method if method in METHODS else "other", self._route, str(self._status)
        ).observe(time.perf_counter() - self._began)

    @property
    def _route(self) -> str:
        """The path as the code has it, so that no id becomes a label."""
        return str(getattr(self._scope.get("route"), "path", "unmatched"))
