"""The steps of a turn, timed. A test can hand in steps that stop the process at one of them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """How long each step of one turn took, in milliseconds, in the order they happened."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; the same name twice adds up."""
        self.reached(f"before:{name}")
        began = time.perf_counter()
        try:
            yield
        finally:
            took = (time.perf_counter() - began) * 1000
            self.ms[name] = round(self.ms.get(name, 0.0) + took, 2)
        self.reached(f"after:{name}")

    def reached(self, point: str) -> None:
        """Note a point between steps; nothing happens there, unless a test makes it."""
