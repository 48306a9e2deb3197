"""The first door: a request larger than its address needs is refused before it fills the memory or the disk.

Django keeps a whole body before any view is asked, and puts no bound on files. What is too large is read on and thrown away for
a while, since a browser shows an answer only after it has sent everything.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.template.loader import render_to_string

from web_service.clients.recordings import MAX_RECORDING_BYTES
from web_service.lore.forms import MOST_FILE_BYTES

MOST_BYTES = 256 * 1024
"""More than DATA_UPLOAD_MAX_MEMORY_SIZE, so that Django refuses its forms itself."""
UPLOADS = {"/operator/voices": MAX_RECORDING_BYTES + MOST_BYTES}
LORE = re.compile(r"/campaigns/\d{1,19}/lore/import")
THROWN_AWAY_BYTES = 128 * 1024 * 1024
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"connection", b"close"),
)

Scope = dict[str, Any]
Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class TooLarge(Exception):
    """More came than may come."""


class BodyLimit:
    """ASGI middleware: answers 413 to a body of more than its address may have."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, counting what comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = most_bytes(scope["path"])
        if _announced(scope) <= most:
            try:
                await self._app(scope, _counted(receive, most), send)
            except TooLarge:
                pass
            else:
                return
        await _throw_away(receive)
        await _refuse(scope, send, most)


def most_bytes(path: str) -> int:
    """Return how much an address may be sent."""
    if LORE.fullmatch(path):
        return MOST_FILE_BYTES + MOST_BYTES
    return UPLOADS.get(path, MOST_BYTES)


def _counted(receive: Receive, most: int) -> Receive:
    """Return a `receive` that raises TooLarge once more has come than may."""
    left = most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return counted


def _announced(scope: Scope) -> int:
    """Return how many bytes are said to come; 0 when nobody says."""
    said = dict(scope.get("headers", ())).get(b"content-length", b"")
    return int(said) if said.isdigit() and len(said) < 20 else 0


async def _throw_away(receive: Receive) -> None:
    left = THROWN_AWAY_BYTES
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body", False):
            return


async def _refuse(scope: Scope, send: Send, most: int) -> None:
    size = f"{most // 2**20} MB" if most >= 2**20 else f"{most // 2**10} kB"
    message = f"That was too large to be read; {size} is the most here. Nothing was changed."
    accepted = dict(scope.get("headers", ())).get(b"accept", b"")
    if accepted.startswith(b"application/json"):
        error = {"code": "body_too_large", "message": message, "details": {}}
        kind, body = b"application/json", json.dumps({"error": error})
    else:
        page = {"title": "Too much at once", "message": message, "status": 413}
        kind, body = b"text/html; charset=utf-8", render_to_string("error.html", page)
    headers = [(b"content-type", kind), *HEADERS]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
