"""Every way a call can go wrong, turned into the one JSON shape; plus the token at the door.

The only place that catches whatever nobody foresaw.
"""

import hmac
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_gen.errors import BodyTooLarge, ImageGenError, InvalidRequest, Unauthorized

log = logging.getLogger("image_gen")

MOST_BYTES = 64 * 1024
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}


def error_response(
    code: str, message: str, details: Any, *, status: int, retry_after_s: int | None = None
) -> JSONResponse:
    """Write the one error shape; `retry_after_s` becomes the Retry-After header."""
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s is not None else None
    body = {"error": {"code": code, "message": message, "details": details}}
    return JSONResponse(body, status_code=status, headers=headers)


def refuse(error: ImageGenError) -> JSONResponse:
    """Turn one of our own errors into its response."""
    return error_response(
        error.code,
        str(error),
        error.details,
        status=error.status,
        retry_after_s=error.retry_after_s,
    )


def install_handlers(app: FastAPI) -> None:
    """Give the app its error handlers."""

    @app.exception_handler(ImageGenError)
    async def own(request: Request, error: ImageGenError) -> JSONResponse:
        request.app.state.parts.metrics.refusals.labels(error.code).inc()
        return refuse(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = {
            ".".join(str(p) for p in e["loc"][1:]) or "body": e["msg"] for e in error.errors()
        }
        request.app.state.parts.metrics.refusals.labels(InvalidRequest.code).inc()
        return refuse(InvalidRequest(fields=fields))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        code = _HTTP_CODES.get(error.status_code, "http_error")
        message = f"{error.detail}; the calls of this service are listed at /docs."
        return error_response(code, message, {}, status=error.status_code)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        log.error("unforeseen failure on %s", request.url.path, exc_info=error)
        return refuse(ImageGenError())


class BodyLimit:
    """ASGI middleware: a body larger than any order needs is refused before it fills the memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, is_more = b"", True
        while is_more:
            message = await receive()
            body += message.get("body", b"")
            is_more = message.get("more_body", False)
            if len(body) > MOST_BYTES:
                await refuse(BodyTooLarge(most_bytes=MOST_BYTES))(scope, receive, send)
                return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, again, send)


class TokenAtTheDoor:
    """ASGI middleware: every call but /health* must carry the service token."""

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_health(scope["path"]):
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._expected):
                await refuse(Unauthorized())(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_health(path: str) -> bool:
    return path == "/health" or path.startswith("/health/")
