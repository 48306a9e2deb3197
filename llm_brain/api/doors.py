"""What every call passes on its way in and out: the service token, and errors in the wire's one shape."""

import hmac
import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg2.errors import ForeignKeyViolation
from starlette.exceptions import HTTPException

from llm_brain.api.body_limit import BodyLimit
from llm_brain.api.streams import DELETED_MEANWHILE, error_body
from llm_brain.config import Settings
from llm_brain.errors import BrainError

log = logging.getLogger("llm_brain.api")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class TokenMissingError(RuntimeError):
    """The port is published beyond this machine without a token."""


def _shape(code: str, message: str, status: int, details: object = None) -> JSONResponse:
    error = {"code": code, "message": message, "details": details or {}}
    return JSONResponse({"error": error}, status_code=status)


def add_doors(app: FastAPI, settings: Settings) -> None:
    """Add the token check and the error handlers. Raises TokenMissingError."""
    token = settings.service_token.get_secret_value() if settings.service_token else ""
    if settings.ai_bind not in LOOPBACK and not token:
        raise TokenMissingError(
            f"AI_BIND is {settings.ai_bind}: set SERVICE_TOKEN before publishing this port beyond the machine."
        )

    app.add_middleware(BodyLimit)  # added first, so the token is asked for before a body is read

    @app.middleware("http")
    async def check_token(
        request: Request, go_on: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if token and not request.url.path.startswith("/health"):
            given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
            if not hmac.compare_digest(given.encode(), token.encode()):
                return _shape(
                    "unauthorized", "Send the service token as 'Authorization: Bearer …'.", 401
                )
        return await go_on(request)

    @app.exception_handler(BrainError)
    async def ours(request: Request, error: BrainError) -> JSONResponse:
        request.app.state.brain.watch.metrics.errors.labels(error.code).inc()
        headers = {"Retry-After": str(error.retry_after_s)} if error.retry_after_s else None
        return JSONResponse(error_body(error), status_code=error.status, headers=headers)

    @app.exception_handler(ForeignKeyViolation)
    async def deleted(_request: Request, _error: ForeignKeyViolation) -> JSONResponse:
        return JSONResponse(DELETED_MEANWHILE, status_code=404)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        problems = [
            {"field": ".".join(str(x) for x in e["loc"]), "problem": e["msg"]}
            for e in error.errors()
        ]
        first = problems[0] if problems else {"field": "body", "problem": "not understood"}
        message = f"{first['field']}: {first['problem']}."
        return _shape("invalid_request", message, 422, {"problems": problems})

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        codes = {404: "not_found", 405: "method_not_allowed"}
        code = codes.get(error.status_code, "http_error")
        return _shape(
            code, f"{error.detail}. See /docs for the calls there are.", error.status_code
        )

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return JSONResponse(error_body(BrainError()), status_code=500)
