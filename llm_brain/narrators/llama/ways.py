"""Which engine a telling goes through: the batch of all tables where there is one and it has room, else step by step.

A batch that breaks before a telling's first token costs that telling nothing: it is told step by step, and so is
everything after it when the batch has ended.
"""

import logging
import threading
from collections.abc import Iterator, Sequence

from llm_brain.narrators.llama.batch import TABLES_MOST
from llm_brain.narrators.llama.batching import Batching
from llm_brain.narrators.llama.faults import LibrariesMissing
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.room import paged_bytes, warm_bytes
from llm_brain.narrators.llama.speaking import Speaking
from llm_brain.narrators.protocol import Sampling

log = logging.getLogger("llm_brain.narrators.llama")
CANNOT = (
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
    MemoryError,
    LibrariesMissing,
)
"""How a model, a machine or another version of the library says that it has no batch of all tables."""
SINGLY_MOST = 16
"""Tables that may take turns at once."""


class Ways:
    """Both engines as one. `singly` is always there."""

    def __init__(self, singly: Speaking, together: Batching | None = None) -> None:
        self.singly = singly
        self._together = together
        self._lock = threading.Lock()
        self._is_closed = False
        self._past = (0, 0)

    @property
    def together(self) -> Batching | None:
        """Return the batch while it runs."""
        batch = self._together
        return batch if batch is not None and batch.is_alive else None

    @property
    def tables_most(self) -> int:
        """Count the tables that may be told at once."""
        return TABLES_MOST if self.together is not None else SINGLY_MOST

    @property
    def prefix_tokens(self) -> tuple[int, int]:
        """Prompt tokens that needed no work, and all of them, of both."""
        batch = self._together
        counted = [self.singly.prefix_tokens, batch.prefix_tokens if batch else self._past]
        return sum(reused for reused, _ in counted), sum(asked for _, asked in counted)

    def tokens(
        self, ids: Sequence[int], sampling: Sampling, table: int = 0, seed: int = 0
    ) -> Iterator[int | None]:
        """Yield the telling's tokens, None while there is none. Raises RuntimeError."""
        batch = self._running()
        if batch is not None and batch.has_room(ids, sampling):
            is_begun = False
            try:
                for token in batch.tokens(ids, sampling, table, seed):
                    is_begun = is_begun or token is not None
                    yield token
            except RuntimeError as error:
                log.warning("the batch of all tables failed: %s", error)
                if is_begun or self._is_closed:
                    raise
            else:
                return
        yield from self.singly.tokens(ids, sampling, table, seed)

    def _running(self) -> Batching | None:
        """Return the batch; one that has ended gives its memory back, which may take a step's time."""
        with self._lock:
            batch = self._together
            if batch is None or batch.is_alive:
                return batch
            self._together, self._past = None, batch.prefix_tokens
        batch.close()
        return None

    def forget(self) -> None:
        """Let go of prompts that are kept for later."""
        self.singly.forget()

    def close(self) -> None:
        """Let go of everything; a telling under way fails."""
        self._is_closed = True
        if (batch := self._together) is not None:
            batch.close()
        self.singly.close()


def ways_for(loaded: Loaded, batching: str, graphs: str, most_bytes: int | None = None) -> Ways:
    """Return the engines of a model: with a batch where it is wanted and can be had.

    `most_bytes` bounds what the prompts of either may take; None: as much as is sensible.
    """

    def bounded(sensible: int) -> int:
        return sensible if most_bytes is None else min(sensible, most_bytes)

    batch: Batching | None = None
    if batching == "on" or (batching == "auto" and loaded.device == "cuda"):
        try:
            batch = Batching(loaded, bounded(paged_bytes(loaded.device)), graphs)
        except CANNOT as error:
            log.warning("tables take turns, since they cannot be told in one batch: %s", error)
    return Ways(Speaking(loaded, bounded(warm_bytes(loaded.device))), batch)
