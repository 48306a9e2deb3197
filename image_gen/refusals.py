"""The refusals of this service as its OpenAPI document shows them: the statuses, and the one shape of their bodies."""

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
        404: "There is no such picture.",
        413: "The body is too large.",
        422: "The request breaks a rule.",
        507: "The model ran out of memory, or failed.",
        503: "The painter or the disk is not ready or busy; try again after Retry-After.",
    }.items()
}
"""Of every call; one that cannot be refused so does not do it."""
NOT_WELL: Documented = {503: {"description": "It is not well; the body is the same as of 200."}}
"""Of the health calls."""
PICTURE: Documented = {
    200: {
        "content": {
            f"image/{kind}": {"schema": {"type": "string", "format": "binary"}}
            for kind in ("png", "webp")
        }
    },
}
"""Of a picture's bytes."""
