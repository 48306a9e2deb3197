"""The request that is being served, kept in a context variable: log records carry its id, and so do calls to other services.

The website makes the id of every request; what a browser sends under that name is not believed.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
Known = dict[str, str | int]
_trail: ContextVar[Known] = ContextVar("trail", default={})  # noqa: B039


def trail() -> Known:
    """Return what a log record should say about whose work it is: request_id, campaign_id, turn_number."""
    return dict(_trail.get())


def new_request_id() -> str:
    """Return an id that nobody has had."""
    return uuid.uuid4().hex[:16]


@contextmanager
def new_trail(request_id: str) -> Iterator[None]:
    """Serve a request for the length of a block; afterwards nothing of it is known."""
    before = _trail.set({"request_id": request_id})
    try:
        yield
    finally:
        _trail.reset(before)


def note(**known: str | int) -> None:
    """Know more from here to the request's end."""
    _trail.set({**_trail.get(), **known})


def outgoing_headers() -> dict[str, str]:
    """Return the headers that take the request's id to another service."""
    request_id = _trail.get().get("request_id")
    return {HEADER: str(request_id)} if request_id else {}
