"""The path of a free prompt: limits, the cache, the line, a model, the cache again; every step counted.

It runs in the event loop and waits for threads: one for each answer being made, few for a cache that is elsewhere.
Turns never wait for it.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TypeVar

from llm_brain.brain import Brain
from llm_brain.generating.answering import answered
from llm_brain.generating.asked import PRIORITIES, Answer, Asked, Said
from llm_brain.generating.cache import Answers, answers_for
from llm_brain.generating.errors import (
    CacheAway,
    GeneratingError,
    ModelNotReady,
    NoModel,
    TookTooLong,
)
from llm_brain.generating.limits import check
from llm_brain.generating.line import Line
from llm_brain.narrators.free_prompt import Completer, PromptRefused
from llm_brain.observe.trail import in_this_trail

T = TypeVar("T")
CACHE_THREADS = 4


class CentralModel:
    """Answers free prompts with the narrators of a brain, as its ladder stands when they are asked."""

    def __init__(
        self,
        brain: Brain,
        cache: Answers | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._brain = brain
        self._settings = settings = brain.settings
        self._metrics = metrics = brain.watch.metrics
        self._clock = clock
        self.cache = cache or answers_for(settings)
        self.line = Line(settings.max_concurrent_requests, settings.generate_queue_limit)
        self._threads = ThreadPoolExecutor(settings.max_concurrent_requests, "generate")
        self._cache_threads = ThreadPoolExecutor(CACHE_THREADS, "answers")
        for urgency, priority in enumerate(PRIORITIES):
            waiting = metrics.generate_waiting.labels(priority)
            waiting.set_function(partial(self.line.waiting, urgency))
        metrics.generate_in_flight.set_function(lambda: self.line.inside)
        metrics.generate_cache_size.set_function(lambda: self.cache.known_size)

    async def answer(self, asked: Asked) -> Answer:
        """Answer a prompt. Raises GeneratingError, PromptRefused; cancelling it ends the model's work."""
        began, outcome = self._clock(), "failed"
        try:
            check(asked, self._settings)
            said, key, is_cached = await self._answer(asked)
            outcome = "cached" if is_cached else "answered"
        except asyncio.CancelledError:
            outcome = "left"
            raise
        except PromptRefused:
            outcome = "refused"
            raise
        except GeneratingError as error:
            outcome = error.outcome
            raise
        finally:
            self._metrics.generate_requests.labels(asked.priority, outcome).inc()
        took_s = self._clock() - began
        source = "cache" if is_cached else said.narrator
        self._metrics.generate_seconds.labels(source).observe(took_s)
        return Answer(said, is_cached, took_s, key)

    async def clear(self) -> int:
        """Forget the answers kept; return how many. Raises CacheAway."""
        return await self._at_the_cache(self.cache.clear)

    def close(self) -> None:
        """Take no more; who is being answered is let go by the narrators."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._cache_threads.shutdown(wait=False, cancel_futures=True)

    async def _answer(self, asked: Asked) -> tuple[Said, str, bool]:
        completers = [rung for rung in tuple(self._brain.narrators) if isinstance(rung, Completer)]
        if not completers:
            raise NoModel
        ready = [rung for rung in completers if rung.standing().state == "healthy"]
        best = (ready or completers)[0]
        key = asked.key(best.name, best.model)
        if asked.may_be_cached and (kept := await self._kept(key)) is not None:
            return kept, key, True
        if not ready:
            reasons = [f"{rung.name} is {rung.standing().state}" for rung in completers]
            raise ModelNotReady(reason="; ".join(reasons))
        said = await self._said(ready, asked)
        key = asked.key(said.narrator, said.model)
        if asked.may_be_cached:
            await self._keep(key, said)
        return said, key, False

    async def _said(self, ready: Sequence[Completer], asked: Asked) -> Said:
        limit_s, where = self._settings.generate_limit_s, "it still waited in the line"
        has_left = Event()
        try:
            async with asyncio.timeout(limit_s):
                await self._let_in(asked.urgency)
                where = "the model was still at it"
                try:
                    made = self._threads.submit(in_this_trail(self._made), ready, asked, has_left)
                except RuntimeError as error:
                    self.line.leave()
                    raise ModelNotReady(reason="the brain is stopping") from error
                made.add_done_callback(lambda _: self.line.leave())
                return await asyncio.wrap_future(made)
        except TimeoutError:
            raise TookTooLong(limit_s=limit_s, where=where) from None
        finally:
            has_left.set()

    async def _let_in(self, urgency: int) -> None:
        place = self.line.enter(urgency)
        try:
            await asyncio.wrap_future(place)
        except asyncio.CancelledError:
            self.line.give_up(place)
            raise

    def _made(self, ready: Sequence[Completer], asked: Asked, has_left: Event) -> Said:
        began = self._clock()
        said = answered(ready, asked, has_left)
        worked_s = self._clock() - began
        metrics, narrator = self._metrics, said.narrator
        is_counted = "yes" if said.tokens is not None else "no"
        metrics.generate_worked.labels(narrator, is_counted).inc(worked_s)
        metrics.generate_chars.labels(narrator).inc(len(said.text))
        metrics.generate_tokens.labels(narrator).inc(said.tokens or 0)
        return said

    async def _kept(self, key: str) -> Said | None:
        try:
            kept = await self._at_the_cache(partial(self.cache.get, key))
        except CacheAway:
            self._metrics.generate_cache.labels("away").inc()
            return None
        self._metrics.generate_cache.labels("hit" if kept is not None else "miss").inc()
        return kept

    async def _keep(self, key: str, said: Said) -> None:
        try:
            await self._at_the_cache(partial(self.cache.put, key, said))
        except CacheAway:
            self._metrics.generate_cache.labels("away").inc()
            return
        self._metrics.generate_cache.labels("stored").inc()

    async def _at_the_cache(self, ask: Callable[[], T]) -> T:
        if not self.cache.is_elsewhere:
            return ask()
        return await asyncio.get_running_loop().run_in_executor(self._cache_threads, ask)
