"""The neural narrator in this process: loads itself in the background, tries again when it could not, and tells.

It owns no number and guards nothing: `turn/reply.py` reads every sentence. Until it is loaded its standing says how far
it is, or what is missing, and the ladder passes over it.
"""

import hashlib
import logging
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from llm_brain.config import Settings
from llm_brain.errors import NarratorFailed
from llm_brain.narrators.forms import Filled, Form, FormNotFilled
from llm_brain.narrators.free_prompt import FreePrompt, PromptRefused, free_prompt
from llm_brain.narrators.llama import fetching, rungs, whereabouts
from llm_brain.narrators.llama.faults import ModelFault, NotUnderstood
from llm_brain.narrators.llama.forced import Forms
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.room import is_out_of_memory
from llm_brain.narrators.llama.skeleton import shortened, with_system_in_the_first_question
from llm_brain.narrators.llama.ways import SINGLY_MOST, Ways, ways_for
from llm_brain.narrators.llama.words import Words
from llm_brain.narrators.protocol import Brief, ChatMessage, Piece, Standing

log = logging.getLogger("llm_brain.narrators.llama")
AGAIN_S = (15.0, 300.0)
"""How long until a load that failed is tried again: at first, and at most."""
FAILURES_MOST = 3
"""Tellings in a row that may fail before the model is loaded anew."""
FULL_MOST = 2
"""Tellings in a row that memory may be too little for before the model is loaded anew, doing without something."""


class Llama:
    """The narrator with a language model of its own."""

    name = "llama"

    def __init__(self, settings: Settings, again_s: tuple[float, float] = AGAIN_S) -> None:
        self._settings = settings
        self._model = whereabouts.model_of(settings)
        self._again_s = again_s
        self._standing = Standing("loading", f"{self._model} has not begun to load")
        self._loaded: Loaded | None = None
        self._speaking: Ways | None = None
        self._closed = threading.Event()
        self._lost = threading.Event()
        self._tables = threading.BoundedSemaphore(SINGLY_MOST)
        self._failures = 0
        self._rung = 0
        self._fetches_into: Path | None = None
        self._thread: threading.Thread | None = None
        self._forms = Forms()

    def start(self) -> None:
        """Begin to load in the background."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep_loaded, name="llama", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Let go of the model; a telling under way fails at its next token."""
        self._closed.set()
        self._lost.set()
        self._forget(Standing("unavailable", "the brain is stopping"))

    def standing(self) -> Standing:
        """Say whether a turn can be told now, with how far the fetching is."""
        standing = self._standing
        if standing.state == "loading" and self._fetches_into is not None:
            done_gb = fetching.fetched_bytes(self._model, self._fetches_into) / 1e9
            return Standing("loading", f"{standing.reason}: {done_gb:.1f} GB so far")
        if (speaking := self._speaking) is not None and speaking.together is not None:
            return Standing(standing.state, f"{standing.reason}, all tables in one batch")
        return standing

    @property
    def prefix_hit_rate(self) -> float:
        """The share of prompt tokens that were still warm, 0 to 1."""
        reused, asked = self.prefix_tokens
        return reused / asked if asked else 0.0

    @property
    def prefix_tokens(self) -> tuple[int, int]:
        """Prompt tokens that were still warm, and all of them."""
        speaking = self._speaking
        return speaking.prefix_tokens if speaking is not None else (0, 0)

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        """Yield the telling as it comes, a piece without text where there is none yet."""
        loaded, speaking, tables = self._loaded, self._speaking, self._tables
        if loaded is None or speaking is None:
            raise NarratorFailed(narrator=self.name, reason=self._standing.reason)
        if not tables.acquire(blocking=False):
            raise NarratorFailed(narrator=self.name, reason="too many tables at once")
        try:
            ids = prompt_ids(loaded, brief)
            words = Words(loaded.decode)
            for token in speaking.tokens(ids, brief.sampling, brief.campaign_id, seed_of(brief)):
                if self._closed.is_set():
                    raise NarratorFailed(narrator=self.name, reason="the brain is stopping")
                yield Piece(words.add(token) if token is not None else "")
            self._failures = 0
        except (RuntimeError, ValueError, MemoryError) as error:
            self._failed(error)
            raise NarratorFailed(narrator=self.name, reason=_short(error)) from error
        finally:
            tables.release()

    @property
    def model(self) -> str:
        """Return the name or the folder of the weights."""
        return self._model

    def complete(self, prompt: FreePrompt) -> Generator[str]:
        """Yield the answer to a prompt that belongs to no turn. Raises NarratorFailed, PromptRefused."""
        loaded, text = self._loaded, ""
        if loaded is not None:
            _see_that_it_fits(loaded, prompt)
        try:
            for piece in self.narrate(prompt):
                text += piece.text
                yield piece.text
        finally:
            if loaded is not None:
                prompt.counted.tokens = len(loaded.skeleton.content(text))

    @property
    def is_in_process(self) -> bool:
        """Return that its model shares this machine with the turns."""
        return True

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        """Return the filled form. Raises FormNotFilled."""
        loaded, speaking = self._loaded, self._speaking
        if loaded is None or speaking is None:
            raise FormNotFilled(reason=self._standing.reason)
        try:
            ids = prompt_ids(loaded, free_prompt(form.messages, form.sampling))
        except ValueError as error:
            raise FormNotFilled(reason=_short(error)) from error
        return self._forms.fill(loaded, speaking.singly, ids, form, given_up)

    def _failed(self, error: Exception) -> None:
        log.warning("a telling failed", exc_info=error)
        if (speaking := self._speaking) is not None:
            speaking.forget()  # it may have been the memory
        self._failures += 1
        is_full = is_out_of_memory(error) and self._rung < rungs.LAST
        if self._loaded is not None and self._failures >= (FULL_MOST if is_full else FAILURES_MOST):
            self._rung += is_full
            self._forget(
                Standing("unavailable", f"it failed {self._failures} times: {_short(error)}")
            )
            self._lost.set()

    def _forget(self, standing: Standing) -> None:
        speaking, self._speaking, self._loaded = self._speaking, None, None
        if speaking is not None:
            speaking.close()
        self._standing = standing

    def _keep_loaded(self) -> None:
        """Load; when that fails wait and try again; when the model is lost load it anew."""
        wait_s = self._again_s[0]
        while not self._closed.is_set():
            if self._is_loaded():
                wait_s = self._again_s[0]
                self._lost.wait()
                self._lost.clear()
            else:
                self._closed.wait(wait_s)
                wait_s = min(wait_s * 2, self._again_s[1])

    def _is_loaded(self) -> bool:
        """Try to load; say in the log and in the standing what came of it."""
        fault: ModelFault | None = NotUnderstood(model=self._model, why="an error nobody foresaw")
        try:
            self._load()
            fault = None
        except ModelFault as known:
            fault = known
        finally:
            if fault is not None and not self._closed.is_set():
                if str(fault) != self._standing.reason:
                    log.warning("the storyteller tells for now: %s", fault)
                self._standing = Standing("unavailable", str(fault))
        return fault is None

    def _load(self) -> None:
        settings, model = self._settings, self._model
        folder = self._folder()
        self._say_loading(f"{model} is being loaded")
        loaded, self._rung = rungs.load_as_memory_allows(folder, settings, self._rung)
        if self._closed.is_set():
            return
        rung = rungs.RUNGS[self._rung]
        batching, most = rung.batching(settings), rung.cache_bytes(settings)
        ways = ways_for(loaded, batching, settings.llm_cuda_graphs, most)
        self._tables = threading.BoundedSemaphore(ways.tables_most)
        self._speaking = ways
        self._loaded, self._failures = loaded, 0
        self._standing = Standing(
            "healthy", f"{model} as {loaded.dtype} on {loaded.device}{rung.in_words}"
        )
        log.info("%s is ready: %s", model, self.standing().reason)

    def _folder(self) -> Path:
        model, hub = self._model, whereabouts.hub_folder(self._settings)
        if whereabouts.is_folder(model):
            return Path(model).expanduser()
        if (kept := whereabouts.cached(model, hub)) is not None:
            return kept
        self._say_loading(f"{model} is being fetched")
        self._fetches_into = hub
        try:
            return fetching.fetch(model, hub, whereabouts.token_of(self._settings))
        finally:
            self._fetches_into = None

    def _say_loading(self, reason: str) -> None:
        if self._standing.state == "loading":
            self._standing = Standing("loading", reason)
        log.info("%s", reason)


def prompt_ids(loaded: Loaded, brief: Brief) -> list[int]:
    """Return the prompt's ids, the oldest turns left out when they do not fit."""
    most = max(1, loaded.most_ids - brief.sampling.max_new_tokens)
    messages: list[ChatMessage] = list(brief.messages)
    while True:
        ids = _ids(loaded, messages)
        fewer = shortened(messages)
        if len(ids) <= most:
            return ids
        if len(fewer) == len(messages):
            raise ValueError(f"the prompt has {len(ids)} tokens, and the model holds {most}")
        messages = fewer


def _see_that_it_fits(loaded: Loaded, prompt: FreePrompt) -> None:
    """Raise PromptRefused for what the model cannot take: a fault of the prompt, no reason to load the model anew."""
    most = max(1, loaded.most_ids - prompt.sampling.max_new_tokens)
    try:
        length = len(_ids(loaded, list(prompt.messages)))
    except ValueError as error:
        raise PromptRefused(reason=_short(error)) from error
    if length > most:
        raise PromptRefused(reason=f"it has {length} tokens, and there is room for {most}")


def _ids(loaded: Loaded, messages: list[ChatMessage]) -> list[int]:
    try:
        return loaded.skeleton.ids(messages)
    except ValueError:  # a chat template without a system role
        return loaded.skeleton.ids(with_system_in_the_first_question(messages))


def seed_of(brief: Brief) -> int:
    """Return the dice of the words: the same for the same telling, others when it is told again."""
    named = f"{brief.seed}/{brief.campaign_id}/{brief.turn_number}/{brief.telling}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:7])


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
