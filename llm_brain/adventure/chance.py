"""Chance for writing adventures: a small generator in SHA-256 counter mode, the same on every machine and Python.

It is not the dice: the dice of a campaign are secret and live in the referee. This one is public and only ever asked while an
adventure is being written.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of choices that depends on its label alone."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._n = 0

    def fork(self, name: str) -> "Chance":
        """Return an independent stream, so that one part of the writing does not disturb another."""
        return Chance(f"{self._label}/{name}")

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1; the bias of 64 bits is far below notice here."""
        self._n += 1
        digest = hashlib.sha256(f"{self._label}:{self._n}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def between(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return the options in another order (Fisher-Yates)."""
        out = list(options)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` of the options (or all there are), in the order they were written."""
        chosen = set(self.shuffled(range(len(options)))[:count])
        return [option for i, option in enumerate(options) if i in chosen]
