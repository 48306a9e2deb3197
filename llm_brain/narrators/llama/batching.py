"""All tables in one batch: the library's own continuous batching (paged attention, prompts' common beginnings shared), each
telling's tokens handed to the thread that waits for them.

The batch runs in a thread of its own. When that dies, everybody who waits for it is told, and nothing new is taken.
"""

import itertools
import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from llm_brain.narrators.llama.batch import Batch, open_batch
from llm_brain.narrators.llama.dice import NONE
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.protocol import Sampling

log = logging.getLogger("llm_brain.narrators.llama")
LISTEN_S = 0.2
"""How often somebody who waits for a token says that there is none yet: there a stop is heard."""
CLOSE_S = 5.0
"""How long the last step may take once it is to end."""
GONE = None
"""What the waiting hear when the batch has ended."""


class BatchEnded(RuntimeError):
    """The batch runs no more."""


class Batching:
    """The engine that steps all tables at once. It is made, and best closed, by one thread."""

    def __init__(self, loaded: Loaded, kept_bytes: int, graphs: str = "auto") -> None:
        self._ends = loaded.ends
        self._names = itertools.count()
        self._waiting: dict[str, queue.SimpleQueue[Any]] = {}
        self._lock = threading.Lock()
        self._batch: Batch = open_batch(loaded, kept_bytes, graphs)
        self._asked = 0
        self._batch.manager.start()
        self._postman = threading.Thread(target=self._deliver, name="llama-post", daemon=True)
        self._postman.start()

    @property
    def is_alive(self) -> bool:
        """Say whether the batch runs."""
        return self._postman.is_alive()

    @property
    def underway(self) -> int:
        """Count the tellings that hold a place in it."""
        return len(self._waiting)

    @property
    def prefix_tokens(self) -> tuple[int, int]:
        """Prompt tokens that were shared, and all of them."""
        return self._batch.shared.tokens, self._asked

    def has_room(self, ids: Sequence[int], sampling: Sampling) -> bool:
        """Say whether a telling fits when it is alone: one that never can would end the batch for all."""
        return len(ids) + sampling.max_new_tokens <= self._batch.most_tokens

    def tokens(
        self, ids: Sequence[int], sampling: Sampling, table: int = 0, seed: int = 0
    ) -> Iterator[int | None]:
        """Yield the telling's tokens, None while there is none. Raises RuntimeError. The batch knows no tables."""
        del table
        name, heard = self._join(ids, sampling, seed)
        is_over = False
        said = 0
        try:
            while not is_over:
                try:
                    told = heard.get(timeout=LISTEN_S)
                except queue.Empty:
                    yield None
                    continue
                if told is GONE:
                    raise BatchEnded("the batch of all tables has ended")
                if told.error is not None:
                    raise RuntimeError(told.error)
                is_over = told.is_finished()
                while said < len(told.generated_tokens):
                    token = int(told.generated_tokens[said])
                    said += 1
                    if token in self._ends:
                        return
                    yield token
        finally:
            self._waiting.pop(name, None)
            if not is_over:
                self._batch.manager.cancel_request(name)

    def forget(self) -> None:
        """Do nothing: what is shared makes room by itself."""

    def close(self) -> None:
        """End the batch; everybody who waits is told."""
        manager = self._batch.manager
        ending = manager.background_thread_status
        ending.request_stop(ending.HARD_STOP, 0)
        self._postman.join(CLOSE_S)  # first: it looks at what `stop` takes away
        manager.stop(block=True, timeout=CLOSE_S, hard_stop=True)

    def _join(
        self, ids: Sequence[int], sampling: Sampling, seed: int
    ) -> tuple[str, "queue.SimpleQueue[Any]"]:
        is_greedy = sampling.temperature <= 0
        heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        name = f"telling-{next(self._names)}"
        with self._lock:
            self._asked += len(ids)
        self._waiting[name] = heard
        taken = self._batch.manager.add_request(
            list(ids), request_id=name, max_new_tokens=sampling.max_new_tokens, streaming=True,
            eos_token_id=sorted(self._ends),
            temperature=1.0 if is_greedy else float(sampling.temperature),
            top_p=1.0 if is_greedy else float(sampling.top_p),
            seed=NONE if is_greedy else (seed % 2**62) + 1,
        )  # fmt: skip
        if taken is None:
            self._waiting.pop(name, None)
            raise BatchEnded("the batch of all tables has ended")
        return name, heard

    def _deliver(self) -> None:
        """Hand each result to whom it is for, until the batch has ended and its last results are handed out."""
        manager = self._batch.manager
        for told in manager:
            self._hand(told)
        while (told := manager.get_result(timeout=0)) is not None:
            self._hand(told)
        for waits in list(self._waiting.values()):
            waits.put(GONE)

    def _hand(self, told: Any) -> None:
        if (waits := self._waiting.get(told.request_id)) is not None:
            waits.put(told)
