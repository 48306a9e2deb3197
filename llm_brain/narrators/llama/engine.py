"""A way of generating: prompt ids in, token after token out. There are two: step by step (`speaking.py`) and all tables in
one batch (`batching.py`); `ways.py` picks one for each telling. It knows ids only.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from llm_brain.narrators.protocol import Sampling


class Engine(Protocol):
    """Generates for several tables at once, each in a thread of its own."""

    def tokens(
        self, ids: Sequence[int], sampling: Sampling, table: int = 0, seed: int = 0
    ) -> Iterator[int | None]:
        """Yield the telling's tokens, and None a few times a second while there is none. Raises RuntimeError.

        Closing the iterator stops the telling and frees what it held; so does its end, whichever it is.
        """

    @property
    def prefix_tokens(self) -> tuple[int, int]:
        """Prompt tokens that needed no work, and all of them."""

    def forget(self) -> None:
        """Let go of prompts that are kept for later."""

    def close(self) -> None:
        """Let go of everything; a telling under way fails."""
