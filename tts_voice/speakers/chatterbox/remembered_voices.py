"""The conditionals of the voices used last: made once for each recording, anew when it changes.

A recording is known by name, size and time of change. Not safe for several threads; speaker.py holds
the lock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEPT = 32
"""Voices; each takes a few megabytes."""

Identity = tuple[str, int, int]


def identity(recording: Path) -> Identity:
    """Return what tells one state of a recording from another; OSError when it is gone."""
    seen = recording.stat()
    return recording.name, seen.st_size, seen.st_mtime_ns


class RememberedVoices:
    """Conditionals by recording, the least used forgotten first."""

    def __init__(self, make: Callable[[Path], Any], kept: int = KEPT) -> None:
        self._make = make
        self._kept = kept
        self._known: OrderedDict[Identity, Any] = OrderedDict()

    def forget(self) -> None:
        """Let go of all; each is made again when it is wanted."""
        self._known.clear()

    def of(self, recording: Path) -> Any:
        """Return the conditionals of a recording; OSError, and what making them raises."""
        key = identity(recording)
        if key not in self._known:
            self._known[key] = self._make(recording)
        self._known.move_to_end(key)
        while len(self._known) > self._kept:
            self._known.popitem(last=False)
        return self._known[key]
