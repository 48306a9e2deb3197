"""The first door: a body larger than any call needs is refused before it fills the memory.

It reads the whole body, counted as it comes, and hands it on in one piece; it knows no call.
"""

import re

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from llm_brain.lore.drafts import MOST_FILE_BYTES

MOST_BYTES = 256 * 1024
LARGER = ((re.compile(r"/campaigns/\d{1,19}/lore/import"), MOST_FILE_BYTES),)
"""Calls that bring a file, and how large that may be."""


class BodyLimit:
    """Answer 413 to a body of more than MOST_BYTES."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then pass the call on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next((m for path, m in LARGER if path.fullmatch(scope["path"])), MOST_BYTES)
        body = await _read(receive, most)
        if body is None:
            message = f"The body is too large; {most} bytes is the most."
            error = {"code": "body_too_large", "message": message, "details": {}}
            await JSONResponse({"error": error}, status_code=413)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """Return the whole body, None when it is too large."""
    body, is_more = bytearray(), True
    while is_more:
        message = await receive()
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(body) > most:
            return None
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body first."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
