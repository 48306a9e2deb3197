"""Where forms are handed in: to the first narrator that can fill them, in a thread of its own, never past the form's deadline.

A clerk that is too slow for one kind of form is left in peace with it for a while, longer each time, so that a slow model costs
a table next to nothing.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from llm_brain.narrators.forms import Clerk, Filled, Form, FormNotFilled
from llm_brain.narrators.protocol import Narrator
from llm_brain.observe.trail import in_this_trail

log = logging.getLogger("llm_brain.narrators.desk")
LOOK_S = 0.02
REST_S = (30.0, 1800.0)
"""How long a clerk that was too slow is not asked: the first time, and at most."""


@dataclass(frozen=True)
class Filling(Generic[Filled]):
    """What came of a form: the instance and who filled it, or None and why."""

    found: Filled | None = None
    by: str = ""
    why: str = ""


def clerk_of(ladder: Sequence[Narrator]) -> Clerk | None:
    """Return the best narrator that fills forms and can be asked now."""
    for narrator in tuple(ladder):
        if isinstance(narrator, Clerk) and narrator.standing().state == "healthy":
            return narrator
    return None


class Desk:
    """Takes forms in and hands answers out. One for a brain; many threads may use it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rests: dict[tuple[str, str], tuple[float, float]] = {}

    def ask(
        self,
        clerk: Clerk | None,
        form: Form[Filled],
        is_unwanted: Callable[[], bool] = lambda: False,
    ) -> Filling[Filled]:
        """Return what came of a form within its deadline, sooner when nobody wants it any more."""
        if clerk is None:
            return Filling(why="nobody here fills forms")
        known = (clerk.name, form.name)
        rests_until, _ = self._rests.get(known, (0.0, 0.0))
        if self._clock() < rests_until:
            return Filling(by=clerk.name, why=f"{clerk.name} was too slow for this before")
        given_up = threading.Event()
        answers = _begin(clerk, form, given_up)
        give_up_at = self._clock() + form.deadline_s
        try:
            while not is_unwanted():
                try:
                    answer = answers.get(timeout=LOOK_S)
                except queue.Empty:
                    if self._clock() >= give_up_at:
                        return self._too_slow(known, form)
                    continue
                self._rests.pop(known, None)
                if isinstance(answer, FormNotFilled):
                    return Filling(by=clerk.name, why=str(answer.details["reason"]))
                return Filling(answer, clerk.name)
            return Filling(by=clerk.name, why="it was not wanted any more")
        finally:
            given_up.set()

    def _too_slow(self, known: tuple[str, str], form: Form[Filled]) -> Filling[Filled]:
        _, last_s = self._rests.get(known, (0.0, 0.0))
        rest_s = min(max(last_s * 2, REST_S[0]), REST_S[1])
        self._rests[known] = (self._clock() + rest_s, rest_s)
        why = f"{known[0]} did not fill the {form.name} within {form.deadline_s:g} s"
        log.info("%s; it is not asked for %.0f s", why, rest_s)
        return Filling(by=known[0], why=why)


def _begin(clerk: Clerk, form: Form[Filled], given_up: threading.Event) -> "queue.SimpleQueue[Any]":
    """Have a form filled in a thread; what comes of it is put into the queue."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def work() -> None:
        answer: object = FormNotFilled(reason="it broke; see the log")
        try:
            answer = clerk.fill(form, given_up)
        except FormNotFilled as failed:
            answer = failed
        finally:
            answers.put(answer)

    threading.Thread(target=in_this_trail(work), name=f"clerk-{clerk.name}", daemon=True).start()
    return answers
