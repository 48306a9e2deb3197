"""One line a file: how much of it is here, how fast it comes, how long it will take.

On a terminal the line is rewritten, elsewhere a new one is written now and then. It knows numbers and a clock.
"""

import time
from collections.abc import Callable
from typing import TextIO

TERMINAL_EVERY_S, LOG_EVERY_S = 0.5, 30.0


class Progress:
    """Counts bytes and writes lines."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._is_terminal = out.isatty()
        self._every = TERMINAL_EVERY_S if self._is_terminal else LOG_EVERY_S
        self._name, self._size, self._here, self._new = "", 0, 0, 0
        self._began = self._told = 0.0

    def begin(self, name: str, size: int, here: int) -> None:
        """Begin a file of so many bytes, of which some may be here."""
        self._name, self._size, self._here, self._new = name, size, here, 0
        self._began = self._told = self._clock()

    def count(self, number: int) -> None:
        """Add bytes that came."""
        self._new += number
        now = self._clock()
        if now - self._told >= self._every:
            self._told = now
            self._write(self.line(now), is_last=False)

    def end(self, how: str) -> None:
        """Close the file's line."""
        self._write(f"  {amount(self._size):>9}  {self._name}  {how}", is_last=True)

    def line(self, now: float) -> str:
        """Return the line as it is now."""
        here = self._here + self._new
        rate = self._new / max(now - self._began, 1e-3)
        left = (self._size - here) / rate if rate else 0.0
        return (
            f"  {amount(here):>9}  of {amount(self._size)}  {self._name}  {amount(rate)}/s, "
            f"{duration(left)} left"
        )

    def _write(self, line: str, *, is_last: bool) -> None:
        if self._is_terminal:
            self._out.write(f"\r\x1b[K{line}" + ("\n" if is_last else ""))
        else:
            self._out.write(line + "\n")
        self._out.flush()


def amount(number: float) -> str:
    """Return bytes in words."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number:.0f} B"


def duration(seconds: float) -> str:
    """Return seconds in words."""
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
