"""One server: its connections, how it stands, how many tellings it has. Belongs to one event loop."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from pydantic import SecretStr

from llm_brain.narrators.protocol import Brief, Standing
from llm_brain.narrators.server import asking, models
from llm_brain.narrators.server.addresses import label_of
from llm_brain.narrators.server.connecting import client_for
from llm_brain.narrators.server.errors import (
    RequestRefused,
    ServerBroke,
    ServerBusy,
    ServerTrouble,
    ServerUnreachable,
)
from llm_brain.narrators.server.filling import FormPrompt
from llm_brain.narrators.server.gate import Gate, urgency_of
from llm_brain.observe.metrics import Metrics

BUSY_S = 1.0
NOT_ASKED_YET = Standing("loading", "it has not answered yet")


@dataclass(frozen=True)
class Limits:
    """Of one replica: `silence_s` is the longest wait for the next words, `rest_s` how long it is left out after a failure."""

    concurrency: int
    connect_s: float
    silence_s: float
    rest_s: float


class Replica:
    """A server that may be asked."""

    def __init__(
        self,
        url: str,
        key: SecretStr | None,
        limits: Limits,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self.label = label_of(url)
        self.model = ""
        self.standing = NOT_ASKED_YET
        self.load = 0
        self._limits = limits
        self._metrics = metrics
        self._clock = clock
        self._gate = Gate(limits.concurrency)
        self._idle = asyncio.Event()
        self._idle.set()
        self._rests_until = 0.0
        self._busy_until = 0.0
        self._client = client_for(
            url,
            key,
            connect_s=limits.connect_s,
            read_s=limits.silence_s,
            most=limits.concurrency,
        )

    @property
    def is_full(self) -> bool:
        return self.load >= self._limits.concurrency

    @property
    def is_resting(self) -> bool:
        return self._clock() < self._rests_until

    @property
    def is_busy(self) -> bool:
        return self._clock() < self._busy_until

    async def words(self, brief: Brief) -> AsyncGenerator[str]:
        """Yield the words of a telling. Raises ServerTrouble."""
        self.load += 1
        self._idle.clear()
        outcome = "left"  # nobody wanted the rest of it
        try:
            async with self._gate.entered(urgency_of(brief)), aclosing(self._asked(brief)) as asked:
                async for text in asked:
                    yield text
            outcome = "told"
        except ServerTrouble as trouble:
            outcome = _outcome(trouble)
            if not isinstance(brief, FormPrompt):  # whoever breaks at a form may tell all the same
                self.failed(trouble)
            raise
        finally:
            self.load -= 1
            if not self.load:
                self._idle.set()
            self._metrics.server_requests.labels(self.label, outcome).inc()

    async def _asked(self, brief: Brief) -> AsyncGenerator[str]:
        began, has_spoken = self._clock(), False
        with self._metrics.server_in_flight.labels(self.label).track_inprogress():
            body = asking.body_for(brief, self.model)
            async with aclosing(asking.words_of(self._client, self.label, body)) as answer:
                async for words in answer:
                    if words.text and not has_spoken:
                        has_spoken = True
                        self.standing = Standing("healthy", self._as_healthy())
                        took_s = self._clock() - began
                        self._metrics.server_first_token.labels(self.label).observe(took_s)
                    if words.text:
                        yield words.text

    def failed(self, trouble: ServerTrouble) -> None:
        """Leave it out for a while when the failure is its own."""
        now = self._clock()
        if isinstance(trouble, ServerBusy):
            self._busy_until = now + (BUSY_S if trouble.wait_s is None else trouble.wait_s)
        if trouble.rests:
            self._rests_until = now + self._limits.rest_s
            self.standing = Standing("unavailable", str(trouble))

    async def look(self, wanted: str, preferred: str) -> None:
        """Ask which models it has, and so whether it is there. Never raises a ServerTrouble: it is how it stands."""
        if self.is_resting:
            return
        try:
            listed = await self._listed()
        except ServerTrouble as trouble:
            if self.load and isinstance(trouble, ServerBroke | ServerBusy):
                return  # at work: an answer that is late says nothing
            is_loading = isinstance(trouble, ServerBusy)
            self.standing = Standing("loading" if is_loading else "unavailable", str(trouble))
            return
        if self.is_resting:
            return  # a telling failed meanwhile: that counts more than a list
        self.model = models.chosen(listed, wanted, preferred)
        self.standing = Standing("healthy", self._as_healthy())

    async def _listed(self) -> tuple[models.ListedModel, ...] | None:
        with asking.translated(self.label):
            limit_s = self._limits.connect_s
            async with self._client.stream("GET", "models", timeout=limit_s) as response:
                if response.status_code in (404, 405, 501):
                    return None  # it has no list, and may tell all the same
                if response.status_code != 200:
                    raise await asking.refusal(self.label, response)
                found = models.listed_in(await asking.json_of(response))
        if found is None:
            raise ServerBroke(replica=self.label, reason="answered /models with no list of models")
        return found

    def _as_healthy(self) -> str:
        return f"{self.label} tells with {self.model or 'its own model'}"

    async def until_idle(self) -> None:
        """Wait until it has no telling left."""
        await self._idle.wait()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _outcome(trouble: ServerTrouble) -> str:
    names = {ServerUnreachable: "unreachable", ServerBusy: "busy", RequestRefused: "refused"}
    return names.get(type(trouble), "broke")
