"""ASGI middleware in front of every endpoint: the token, and bodies of a sane size.

It answers in the one error shape itself, because the app's error handlers sit behind it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tts_voice.answers import error_answer
from tts_voice.errors import BodyTooLarge, TokenRejected, VoiceError


class TokenCheck:
    """Every call but /health* carries the token, or is answered 401."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call through or answer it."""
        if scope["type"] != "http" or self._is_open(scope["path"]) or self._has_token(scope):
            await self._app(scope, receive, send)
        else:
            await _refuse(TokenRejected(), scope, receive, send)

    @staticmethod
    def _is_open(path: str) -> bool:
        return path == "/health" or path.startswith("/health/")

    def _has_token(self, scope: Scope) -> bool:
        return hmac.compare_digest(_header(scope, b"authorization"), self._expected)


class SizeCheck:
    """A body larger than max_bytes is answered 413; a smaller one is handed on whole.

    larger names the paths that may be sent more, and how much.
    """

    def __init__(
        self, app: ASGIApp, max_bytes: int, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call through or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        max_bytes = self._larger.get(scope["path"], self._max_bytes)
        announced = _header(scope, b"content-length")
        is_small = not announced.isdigit() or int(announced) <= max_bytes
        body = await self._body(receive, max_bytes) if is_small else None
        if body is None:
            await _refuse(BodyTooLarge(max_bytes=max_bytes), scope, receive, send)
            return

        async def replay() -> Message:
            return body.pop(0) if body else await receive()

        await self._app(scope, replay, send)

    @staticmethod
    async def _body(receive: Receive, max_bytes: int) -> list[Message] | None:
        """Return the messages of the body, None once they are too large."""
        messages: list[Message] = []
        size = 0
        while not messages or messages[-1].get("more_body", False):
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
            if size > max_bytes:
                return None
        return messages


def _header(scope: Scope, name: bytes) -> bytes:
    value: bytes = dict(scope["headers"]).get(name, b"")
    return value


async def _refuse(error: VoiceError, scope: Scope, receive: Receive, send: Send) -> None:
    answer = error_answer(error.status, error.code, str(error), error.data, error.headers)
    await answer(scope, receive, send)
