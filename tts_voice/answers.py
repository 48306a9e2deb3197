"""Turns every failure into the one error shape.

The framework's own 404, 405 and 422 take it too. What failed validation is never echoed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tts_voice.errors import VoiceError
from tts_voice.metrics import Metrics

logger = logging.getLogger(__name__)


def error_answer(
    status: int,
    code: str,
    message: str,
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return the one error shape."""
    content = {"error": {"code": code, "message": message, "details": dict(details or {})}}
    return JSONResponse(content, status_code=status, headers=dict(headers or {}))


def add_error_answers(app: FastAPI, metrics: Metrics) -> None:
    """Register an answer for every kind of failure."""

    @app.exception_handler(VoiceError)
    async def voice_error(_request: Request, error: VoiceError) -> JSONResponse:
        metrics.errors.labels(error.code).inc()
        return error_answer(error.status, error.code, str(error), error.data, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_request: Request, error: RequestValidationError) -> JSONResponse:
        metrics.errors.labels("invalid_request").inc()
        fields = [_field(problem) for problem in error.errors()]
        message = "; ".join(f"{field['field']}: {field['problem']}" for field in fields[:5])
        return error_answer(422, "invalid_request", message, {"fields": fields[:20]})

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> JSONResponse:
        status = HTTPStatus(error.status_code)
        code = status.phrase.lower().replace(" ", "_")
        metrics.errors.labels(code).inc()
        message = f"{status.description or status.phrase}. /docs lists the calls."
        return error_answer(error.status_code, code, message, headers=error.headers)

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected error", exc_info=error)
        metrics.errors.labels("internal_error").inc()
        message = "The voice service failed unexpectedly; its log says why."
        return error_answer(500, "internal_error", message)


def _field(problem: Mapping[str, Any]) -> dict[str, str]:
    # A union names its branches in the path; people want the field.
    path = [str(step) for step in problem["loc"][1:] if not str(step).startswith("function-")]
    return {
        "field": ".".join(path) or "body",
        "problem": str(problem["msg"]).removeprefix("Value error, "),
    }
