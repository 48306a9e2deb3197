"""The steps of a turn, timed. A test can hand in steps that stop the process at one of them.

Whoever watches the turns (`observe/watch.py`) hears of every step; by default nobody does.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from llm_brain.turn.telling import Telling


class StepWatch(Protocol):
    """Somebody who watches a turn's steps."""

    def step(self, name: str) -> AbstractContextManager[None]: ...
    def about(self, turn_number: int, turn_id: int) -> None: ...
    def told(self, telling: Telling, *, had_embedder: bool) -> None: ...


class Nobody:
    """Watches nothing."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """Do nothing around a step."""
        return nullcontext()

    def about(self, turn_number: int, turn_id: int) -> None:
        """Do nothing."""

    def told(self, telling: Telling, *, had_embedder: bool) -> None:
        """Do nothing."""


NOBODY = Nobody()


class Steps:
    """How long each step of one turn took, in milliseconds, in the order they happened."""

    def __init__(self, watch: StepWatch = NOBODY) -> None:
        self.ms: dict[str, float] = {}
        self.watch = watch

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; the same name twice adds up."""
        self.reached(f"before:{name}")
        began = time.perf_counter()
        try:
            with self.watch.step(name):
                yield
        finally:
            took = (time.perf_counter() - began) * 1000
            self.ms[name] = round(self.ms.get(name, 0.0) + took, 2)
        self.reached(f"after:{name}")

    def reached(self, point: str) -> None:
        """Note a point between steps; nothing happens there, unless a test makes it."""
