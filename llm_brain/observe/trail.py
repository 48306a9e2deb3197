"""Whose work this is: the request, campaign and turn that every log record and span carries.

Kept in a context variable, which follows a call into the threads it waits for; a thread of its own takes it along by
`in_this_trail`.
"""

import contextvars
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

HEADER = "X-Request-ID"
LEGAL = re.compile(r"[A-Za-z0-9._-]{8,64}")
_trail: contextvars.ContextVar[dict[str, str | int]] = contextvars.ContextVar("trail", default={})  # noqa: B039


def trail() -> dict[str, str | int]:
    """Return what is known here: request_id, campaign_id, turn_number, turn_id."""
    return dict(_trail.get())


def request_id() -> str:
    """Return the id of the request this is done for; empty when nobody asked for it."""
    return str(_trail.get().get("request_id", ""))


def accepted(given: str) -> str:
    """Return a caller's request id when it is fit for a log, else a new one."""
    return given if LEGAL.fullmatch(given) else uuid.uuid4().hex[:16]


def note(**known: str | int) -> None:
    """Know more from here on, until the enclosing `following` ends or the request does."""
    _trail.set({**_trail.get(), **known})


@contextmanager
def following(**known: str | int) -> Iterator[None]:
    """Know more for the length of a block, what is noted inside included."""
    before = _trail.set({**_trail.get(), **known})
    try:
        yield
    finally:
        _trail.reset(before)


def in_this_trail(work: Callable[P, T]) -> Callable[P, T]:
    """Return `work` as something another thread can run in the trail of this one."""
    context = contextvars.copy_context()

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return context.run(work, *args, **kwargs)

    return run
