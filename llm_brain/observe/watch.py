"""Watches turns: how long each step took, who told, what was missing, how it ended. To metrics, to spans, to one log line.

`Steps` and the media worker report here; nothing is decided here.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from llm_brain.errors import BrainError
from llm_brain.observe.metrics import Metrics
from llm_brain.observe.spans import NO_SPANS, Spans
from llm_brain.observe.trail import following, note
from llm_brain.turn.telling import Telling

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("llm_brain.turn")


@dataclass
class _Turn:
    """One turn being watched. `began` counts seconds of a clock without meaning."""

    kind: str
    began: float
    telling: Telling | None = None
    has_spoken: bool = False


_now: ContextVar[_Turn | None] = ContextVar("watched_turn", default=None)


@dataclass
class Watch:
    """What watches the turns of one app."""

    metrics: Metrics = field(default_factory=Metrics)
    spans: Spans = NO_SPANS
    clock: Callable[[], float] = time.perf_counter

    @contextmanager
    def turn(self, kind: str, campaign_id: int) -> Iterator[None]:
        """Watch a turn of one kind: turn, opening, choice, retelling, recovery."""
        watched = _Turn(kind, self.clock())
        before = _now.set(watched)
        outcome = "failed"
        try:
            with following(campaign_id=campaign_id), self.spans.span(kind):
                yield
                outcome = self._ended(watched)
        except BrainError as error:
            outcome = "failed" if error.status >= 500 else "refused"
            raise
        finally:
            _now.reset(before)
            self.metrics.turns.labels(kind, outcome).inc()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Watch one step of the turn under way."""
        began = self.clock()
        try:
            with self.spans.span(name):
                yield
        finally:
            self.metrics.steps.labels(name).observe(self.clock() - began)
        watched = _now.get()
        if name == "release" and watched is not None and not watched.has_spoken:
            watched.has_spoken = True
            self.metrics.first_sentence.observe(self.clock() - watched.began)

    def about(self, turn_number: int, turn_id: int) -> None:
        """Know which turn it is, once it has a row."""
        note(turn_number=turn_number, turn_id=turn_id)

    def told(self, telling: Telling, *, had_embedder: bool) -> None:
        """Know who told the turn, and what was missing."""
        self.metrics.tellings.labels(telling.narrator).inc()
        if telling.degraded_reason is not None:
            self.metrics.degradations.labels("narrator").inc()
            log.warning(
                "the storyteller stood in: %s", telling.degraded_reason,
                extra={"narrator": telling.narrator},
            )  # fmt: skip
        if not had_embedder:
            self.metrics.degradations.labels("embedder").inc()
        if (watched := _now.get()) is not None:
            watched.telling = telling

    @contextmanager
    def media_job(self, kind: str) -> Iterator["Attempt"]:
        """Watch one attempt at a picture or a voice."""
        attempt, began = Attempt(), self.clock()
        try:
            with self.spans.span(f"media {kind}"):
                yield attempt
        finally:
            took = self.clock() - began
            self.metrics.media_jobs.labels(kind, attempt.outcome).observe(took)

    def _ended(self, watched: _Turn) -> str:
        if watched.telling is None:
            return "repeated"
        took = self.clock() - watched.began
        self.metrics.turn_seconds.labels(watched.kind).observe(took)
        outcome = "stopped" if watched.telling.is_stopped else "told"
        found = {"kind": watched.kind, "narrator": watched.telling.narrator}
        log.info("the turn was %s", outcome, extra={**found, "took_ms": round(took * 1000)})
        self.spans.mark(narrator=watched.telling.narrator, outcome=outcome)
        return outcome


@dataclass
class Attempt:
    """How a media job's attempt ended: made, away, failed or given_up."""

    outcome: str = "failed"


class _Watched(Protocol):
    """Whoever has a watch: the brain."""

    @property
    def watch(self) -> Watch: ...


class _OfCampaign(Protocol):
    @property
    def campaign_id(self) -> int: ...


B = TypeVar("B", bound=_Watched)
A = TypeVar("A", bound="int | _OfCampaign")


def watched(
    kind: str,
) -> Callable[[Callable[Concatenate[B, A, P], T]], Callable[Concatenate[B, A, P], T]]:
    """Have a way to a telling watched; its second argument is the campaign's id, or has it."""

    def wrap(work: Callable[Concatenate[B, A, P], T]) -> Callable[Concatenate[B, A, P], T]:
        @wraps(work)
        def under_watch(brain: B, what: A, /, *args: P.args, **kwargs: P.kwargs) -> T:
            campaign_id = what if isinstance(what, int) else what.campaign_id
            with brain.watch.turn(kind, campaign_id):
                return work(brain, what, *args, **kwargs)

        return under_watch

    return wrap
