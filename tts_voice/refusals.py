"""The refusals of this service as its OpenAPI document shows them: the statuses, and the one shape of their bodies."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class ErrorBody(BaseModel):
    """What went wrong: a code for programs, a message for people, and the data behind it."""

    code: str
    message: str
    details: dict[str, Any]


class ErrorOut(BaseModel):
    """The one shape of every refusal."""

    error: ErrorBody


Documented = dict[int | str, dict[str, Any]]

REFUSALS: Documented = {
    status: {"model": ErrorOut, "description": description}
    for status, description in {
        400: "The body cannot be read.",
        401: "The service token is missing or wrong.",
        413: "The body is too large.",
        422: "The request breaks a rule.",
        502: "A sentence could not be spoken.",
        503: "The speaker is not ready or busy; try again after Retry-After.",
        507: "The sound could not be stored.",
    }.items()
}
"""Of every call; one that cannot be refused so does not do it."""
VOICE_REFUSALS: Documented = {
    404: {"model": ErrorOut, "description": "There is no such recording."},
    409: {"model": ErrorOut, "description": "The name is taken, or the folder takes no files."},
}
"""Of the calls that change the reference voices."""
NOT_WELL: Documented = {503: {"description": "It is not well; the body is the same as of 200."}}
"""Of the health calls."""
_EVENT = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in ("event", "data", "id")},
}
STREAM: Documented = {200: {"content": {"text/event-stream": {"schema": _EVENT}}}}
"""Of calls that answer with server-sent events."""
