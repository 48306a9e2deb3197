"""What the model worked out for the last prompts, kept so that the next prompt's same beginning is not worked out again.

One entry a table; together they stay under so many bytes, the longest unused goes first. It knows no library: how to
crop, copy and weigh what is kept is given to it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
WORTH_COPYING = 32
"""Tokens; a shorter common beginning of another table's prompt is not copied."""


@dataclass
class _Entry(Generic[Kept]):
    ids: list[int]
    kept: Kept
    size: int


class WarmPrompts(Generic[Kept]):
    """The last prompts. `reused` and `asked` count tokens since the start."""

    def __init__(
        self,
        most_bytes: int,
        crop: Callable[[Kept, int], Kept],
        copy: Callable[[Kept, int], Kept],
        weigh: Callable[[Kept], int],
    ) -> None:
        self._entries: OrderedDict[int, _Entry[Kept]] = OrderedDict()
        self._lock = threading.Lock()
        self._most_bytes = most_bytes
        self._crop, self._copy, self._weigh = crop, copy, weigh
        self.reused = 0
        self.asked = 0

    def take(self, table: int, ids: Sequence[int]) -> tuple[int, Kept | None]:
        """Return how many first tokens need no work, and what was kept of them. It is the caller's alone until put back.

        At least the last token is always left to work out.
        """
        with self._lock:
            self.asked += len(ids)
            entry = self._entries.pop(table, None)
            common = _common(entry.ids, ids) if entry is not None else 0
            other, shared = self._best(ids)
            if other is not None and shared >= max(WORTH_COPYING, common + WORTH_COPYING):
                self.reused += shared
                return shared, self._copy(other.kept, shared)
            if entry is None or common == 0:
                return 0, None
            self.reused += common
            return common, self._crop(entry.kept, common)

    def put(self, table: int, ids: Sequence[int], kept: Kept) -> None:
        """Keep what was worked out for these ids."""
        size = self._weigh(kept)
        with self._lock:
            self._entries.pop(table, None)
            if size > self._most_bytes:
                return
            self._entries[table] = _Entry(list(ids), kept, size)
            while sum(entry.size for entry in self._entries.values()) > self._most_bytes:
                self._entries.popitem(last=False)

    def forget(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._entries.clear()

    @property
    def hit_rate(self) -> float:
        """The share of prompt tokens that needed no work, 0 to 1."""
        return self.reused / self.asked if self.asked else 0.0

    @property
    def size(self) -> int:
        """Bytes kept now."""
        with self._lock:
            return sum(entry.size for entry in self._entries.values())

    def _best(self, ids: Sequence[int]) -> tuple[_Entry[Kept] | None, int]:
        best: _Entry[Kept] | None = None
        most = 0
        for entry in self._entries.values():
            if (common := _common(entry.ids, ids)) > most:
                best, most = entry, common
        return best, most


def _common(before: Sequence[int], now: Sequence[int]) -> int:
    """Count the first ids that are the same; the last of `now` never counts."""
    most = min(len(before), len(now) - 1)
    for i in range(most):
        if before[i] != now[i]:
            return i
    return max(most, 0)
