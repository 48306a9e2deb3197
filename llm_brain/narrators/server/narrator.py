"""The narrator that asks servers. A turn is told in a thread; the asking happens in this narrator's own event loop.

Before the first whole sentence nothing has been heard, so until then the next replica may begin anew; a generator that
is closed closes the stream, and the server stops working for nobody.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import stamina

from llm_brain.config import Settings
from llm_brain.errors import NarratorFailed
from llm_brain.narrators.forms import Filled, Form
from llm_brain.narrators.free_prompt import FreePrompt, PromptRefused, writable
from llm_brain.narrators.protocol import Brief, Piece, Standing
from llm_brain.narrators.server.choice import ServerChoice
from llm_brain.narrators.server.errors import RequestRefused, ServerBroke, ServerTrouble
from llm_brain.narrators.server.filling import FormPrompt, ServerForms
from llm_brain.narrators.server.loop import Loop
from llm_brain.narrators.server.opening import Opening
from llm_brain.narrators.server.replica import Limits, Replica
from llm_brain.narrators.server.replicas import Replicas
from llm_brain.observe.metrics import Metrics

log = logging.getLogger("llm_brain.narrators.server")
HEARTBEAT_S = 0.1
LATE = 0.8
"""A telling given up after this share of the deadline was given up for silence, not stopped by a player."""
HEALTHY_EVERY = 10
_END, _BROKE = object(), object()


@dataclass(frozen=True)
class Pace:
    """Seconds between looks at the servers, between rounds over them, and the most a server may ask us to wait."""

    look_s: float = 3.0
    first_wait_s: float = 0.1
    most_wait_s: float = 5.0


class LanguageModelServer:
    """Tells with whatever the servers of a `ServerChoice` run."""

    name = "server"

    def __init__(
        self,
        choice: ServerChoice,
        settings: Settings,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.choice = choice
        self._settings = settings
        self._metrics = metrics or Metrics()
        self._pace = pace or Pace()
        self._clock = clock
        self._loop = Loop("language-model-server")
        self._forms = ServerForms(self.narrate)
        limits = Limits(
            concurrency=settings.llm_concurrency,
            connect_s=settings.llm_connect_s,
            silence_s=settings.first_words_deadline_s + 1,
            rest_s=settings.llm_rest_s,
        )
        self.replicas = Replicas(
            [Replica(url, choice.key, limits, self._metrics, clock) for url in choice.base_urls]
        )

    def standing(self) -> Standing:
        """Say how the servers stood when they were looked at or asked last."""
        return self.replicas.standing()

    def start(self) -> None:
        """Begin to look at the servers, again and again."""
        if self.replicas.all:
            self._loop.begin(self._watch())

    def look_now(self, timeout_s: float) -> Standing:
        """Look at the servers once, and say how they stand."""
        looking = self._loop.begin(self._look())
        try:
            looking.result(timeout_s)
        except TimeoutError:
            looking.cancel()
        return self.standing()

    def close(self) -> None:
        """Let go of the connections; a telling under way fails."""
        self._loop.close()

    def retire(self) -> None:
        """Close once nobody is being told anything."""
        self._loop.begin(self._leave())

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        """Yield the telling as it comes. Raises NarratorFailed."""
        words: queue.Queue[Any] = queue.Queue()
        try:
            telling = self._loop.begin(self._tell(brief, words.put))
        except RuntimeError as error:
            raise NarratorFailed(narrator=self.name, reason=str(error)) from error
        try:
            while True:
                try:
                    item = words.get(timeout=HEARTBEAT_S)
                except queue.Empty:
                    yield Piece("")
                    continue
                if item is _END:
                    return
                if item is _BROKE:
                    telling.result()  # raises what broke: a fault of ours, for the log
                if isinstance(item, ServerTrouble):
                    raise NarratorFailed(narrator=self.name, reason=str(item)) from item
                yield Piece(item)
        finally:
            telling.cancel()

    @property
    def model(self) -> str:
        """Return the model asked for, or that the servers list; of servers that list none, their addresses."""
        replicas = self.replicas.all
        listed = next((replica.model for replica in replicas if replica.model), "")
        return self.choice.model or listed or ", ".join(replica.label for replica in replicas)

    def complete(self, prompt: FreePrompt) -> Generator[str]:
        """Yield the answer to a prompt that belongs to no turn. Raises NarratorFailed, PromptRefused."""
        try:
            for piece in self.narrate(prompt):
                yield piece.text
        except NarratorFailed as failed:
            if isinstance(failed.__cause__, RequestRefused):
                raise PromptRefused(reason=writable(str(failed.__cause__))) from failed
            raise

    @property
    def is_in_process(self) -> bool:
        """Return that its model does not share this machine with the turns, as far as is known here."""
        return False

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        """Return the filled form. Raises FormNotFilled."""
        return self._forms.fill(form, given_up)

    async def _tell(self, brief: Brief, say: Callable[[object], None]) -> None:
        ended: object = _BROKE
        try:
            await self._told(brief, say)
            ended = _END
        except ServerTrouble as trouble:
            ended = trouble
        except asyncio.CancelledError:
            ended = ServerBroke(replica="the server", reason="was let go")
            raise
        finally:
            say(ended)

    async def _told(self, brief: Brief, say: Callable[[object], None]) -> None:
        """Go round the replicas until one tells; wait between rounds. Raises ServerTrouble."""
        pace = self._pace
        async for attempt in stamina.retry_context(
            on=self._wait_after,
            attempts=self._settings.llm_attempts,
            timeout=self._settings.first_words_deadline_s,
            wait_initial=pace.first_wait_s,
            wait_jitter=pace.first_wait_s,
            wait_max=pace.most_wait_s,
        ):
            with attempt:
                await self._round(brief, say, number=attempt.num)

    def _wait_after(self, failed: Exception) -> bool | float:
        if not isinstance(failed, ServerTrouble) or not failed.may_be_retried:
            return False
        if failed.wait_s is None:
            return True
        return failed.wait_s if failed.wait_s <= self._pace.most_wait_s else False

    async def _round(self, brief: Brief, say: Callable[[object], None], *, number: int) -> None:
        tried: list[Replica] = []
        last: ServerTrouble = ServerBroke(replica="no server", reason="is set; see LLM_BASE_URL")
        while (replica := self.replicas.choose(brief.campaign_id, tried)) is not None:
            if number > 1 or tried:
                self._metrics.server_retries.labels(replica.label).inc()
            tried.append(replica)
            opening = Opening()
            try:
                await self._asked(replica, brief, opening, say, tried)
            except ServerTrouble as trouble:
                if opening.has_passed:
                    raise ServerBroke(
                        replica=replica.label, reason="broke off in the middle"
                    ) from trouble
                last = trouble
                continue
            self.replicas.told(brief.campaign_id, replica)
            return
        raise last

    async def _asked(
        self,
        replica: Replica,
        brief: Brief,
        opening: Opening,
        say: Callable[[object], None],
        tried: list[Replica],
    ) -> None:
        """Have one replica tell; when somebody else could, it has half the time for its first words."""
        deadline_s = self._settings.first_words_deadline_s
        patience_s = deadline_s / 2 if self.replicas.has_another(tried) else None
        began, has_heard = self._clock(), False
        try:
            async with (
                asyncio.timeout(patience_s) as limit,
                aclosing(replica.words(brief)) as words,
            ):
                async for text in words:
                    if not has_heard:
                        has_heard = True
                        limit.reschedule(None)
                    if said := opening.passed(text):
                        say(said)
            if said := opening.rest():
                say(said)
        except TimeoutError:
            raise self._silent(replica, brief, self._clock() - began) from None
        except asyncio.CancelledError:
            waited_s = self._clock() - began
            if not has_heard and not replica.is_full and waited_s >= deadline_s * LATE:
                self._silent(replica, brief, waited_s)
            raise

    def _silent(self, replica: Replica, brief: Brief, waited_s: float) -> ServerBroke:
        trouble = ServerBroke(replica=replica.label, reason=f"said nothing within {waited_s:.1f} s")
        if not isinstance(brief, FormPrompt):
            replica.failed(trouble)
        return trouble

    async def _watch(self) -> None:
        rounds = 0
        while True:
            await self._look(are_all=rounds % HEALTHY_EVERY == 0)
            rounds += 1
            await asyncio.sleep(self._pace.look_s)

    async def _look(self, *, are_all: bool = True) -> None:
        wanted, preferred = self.choice.model, self._settings.llm_model
        before = self.standing()
        due = [r for r in self.replicas.all if are_all or r.standing.state != "healthy"]
        await asyncio.gather(*(replica.look(wanted, preferred) for replica in due))
        now = self.standing()
        if now.state != before.state:
            level = logging.INFO if now.state == "healthy" else logging.WARNING
            log.log(level, "the language-model server is %s: %s", now.state, now.reason)

    async def _leave(self) -> None:
        for replica in self.replicas.all:
            await replica.until_idle()
        for replica in self.replicas.all:
            await replica.close()
        asyncio.get_running_loop().call_soon(self._loop.end)
