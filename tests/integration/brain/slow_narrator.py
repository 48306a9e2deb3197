"""A narrator that a test holds back in the middle of a turn."""

import threading
from collections.abc import Iterator

from llm_brain.narrators.protocol import Brief, Piece


class Slow:
    """A narrator that says one sentence, then waits until it is let go on."""

    name = "slow"

    def __init__(self) -> None:
        self.began = threading.Event()
        self.go_on = threading.Event()

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        yield Piece("The first sentence is out. ")
        self.began.set()
        assert self.go_on.wait(30)
        yield Piece("The second one follows. ")
