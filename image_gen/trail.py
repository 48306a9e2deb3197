"""The request that is being served, kept in a context variable: every log record carries its id.

The brain or the website sends the id along, so one player's turn can be followed through all logs.
"""

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
LEGAL = re.compile(r"[A-Za-z0-9._-]{8,64}")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def trail() -> dict[str, str]:
    """Return what a log record should say about whose work it is."""
    request_id = _request_id.get()
    return {"request_id": request_id} if request_id else {}


def accepted(given: str) -> str:
    """Return a caller's request id when it is fit for a log, else a new one."""
    return given if LEGAL.fullmatch(given) else uuid.uuid4().hex[:16]


def note(request_id: str) -> None:
    """Know the request from here to its end."""
    _request_id.set(request_id)
