"""A narrator at work in a thread of its own: whole sentences in the batches they come in, a deadline to the first, a stop at
any moment. It knows nothing of turns.
"""

import queue
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

from llm_brain.errors import NarratorFailed
from llm_brain.narrators.protocol import Brief, Narrator, Piece
from llm_brain.observe.trail import in_this_trail
from llm_brain.turn.reply import sentences_of

_END = object()
STOP_LOOK_S = 0.05


def paced(
    narrator: Narrator, brief: Brief, deadline_s: float, stop: threading.Event
) -> Iterator[list[Piece]]:
    """Yield whole sentences in the batches they come in. Raises NarratorFailed past the deadline to the first."""
    spoken: queue.Queue[Any] = queue.Queue()
    abandoned = threading.Event()

    def speak() -> None:
        ended: object = NarratorFailed(narrator=narrator.name, reason="it broke; see the log")
        try:
            with closing(_until(abandoned, narrator.narrate(brief))) as words:
                for piece in sentences_of(words):
                    spoken.put(piece)
            ended = _END
        except NarratorFailed as failed:
            ended = failed
        finally:
            spoken.put(ended)

    speaking = in_this_trail(speak)
    threading.Thread(target=speaking, name=f"narrator-{narrator.name}", daemon=True).start()
    try:
        while (batch := _next_batch(spoken, deadline_s, stop)) is not None:
            if not batch:
                reason = f"no words within {deadline_s:g} s"
                raise NarratorFailed(narrator=narrator.name, reason=reason)
            pieces = [item for item in batch if isinstance(item, Piece)]
            if pieces:
                yield pieces
            for item in batch:
                if isinstance(item, NarratorFailed):
                    raise item
                if item is _END:
                    return
    finally:
        abandoned.set()


def _until(abandoned: threading.Event, words: Iterator[Piece]) -> Generator[Piece]:
    """Yield a narrator's words until nobody wants them; then its generator is closed, and what it holds with it."""
    try:
        for piece in words:
            if abandoned.is_set():
                return
            yield piece
    finally:
        if isinstance(words, Generator):
            words.close()


def _next_batch(
    spoken: "queue.Queue[Any]", deadline_s: float, stop: threading.Event
) -> list[Any] | None:
    """Return what was spoken since the last time: empty past the deadline, None when asked to stop."""
    give_up_at = time.monotonic() + deadline_s
    while not stop.is_set():
        wait_s = min(STOP_LOOK_S, give_up_at - time.monotonic())
        if wait_s <= 0:
            return []
        try:
            batch = [spoken.get(timeout=wait_s)]
        except queue.Empty:
            continue
        while not spoken.empty():
            batch.append(spoken.get_nowait())
        return batch
    return None
