"""Starts parts in the order of their needs, looks after them, stops them in reverse.

Why not a library: honcho and foreman start everything at once and end everything when one ends;
supervisord and circus order by number, not by health. None of them waits for /health or survives
its own kill -9 without orphans. It knows parts only by their protocol.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.play.errors import PlayError
from deploy.play.parts import Part

TICK_S = 0.1
IMPATIENT_AFTER_S = 15.0
WAIT_FOR_HELPERS_S = 60.0
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0


@dataclass
class Watched:
    """A part and what has become of it so far."""

    part: Part
    started_at: float | None = None
    was_ready: bool = False
    is_ready: bool = False
    has_failed: bool = False
    restart_at: float | None = None
    pause_s: float = FIRST_PAUSE_S
    next_notice_s: float = IMPATIENT_AFTER_S


class Supervisor:
    """Runs parts until `stopping` is set. Children are started from the thread that calls it."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        say: Callable[[str], None],
        stopping: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watched = {part.name: Watched(part) for part in parts}
        self._say = say
        self._stopping = stopping
        self._clock = clock

    def start(self) -> bool:
        """Start everything; False when told to stop meanwhile. Raises the PlayError of a part."""
        while not self._stopping.is_set():
            for watched in self._watched.values():
                self._bring_up(watched)
            if all(self._may_be_leaned_on(watched) for watched in self._watched.values()):
                return True
            self._stopping.wait(TICK_S)
        return False

    def watch(self) -> None:
        """Start again what dies, with growing pauses, until told to stop."""
        while not self._stopping.wait(TICK_S * 5):
            for watched in self._watched.values():
                self._look_after(watched)

    def stop(self) -> None:
        """Stop everything that was started, last first."""
        for watched in reversed(self._watched.values()):
            if watched.started_at is not None:
                watched.part.stop()

    def _bring_up(self, watched: Watched) -> None:
        """Take one part one step further."""
        part = watched.part
        if watched.started_at is None:
            if all(self._may_be_leaned_on(self._watched[name]) for name in part.needs):
                watched.started_at = self._clock()
                part.start()
            return
        if watched.has_failed or watched.is_ready:
            return
        if (death := part.death()) is not None:
            if part.is_essential:
                raise part.failure(f"{death} before it was ready")
            self._say(f"  {part.name:<12} {death}; the game starts without it")
            watched.has_failed = True
            return
        if part.is_ready():
            watched.is_ready = watched.was_ready = True
            self._say(f"  {part.name:<12} ready after {self._age_s(watched):.1f} s")
        else:
            self._grow_impatient(watched)

    def _may_be_leaned_on(self, watched: Watched) -> bool:
        """Tell whether others may start: it is ready, or they can do without it for now."""
        if watched.is_ready:
            return True
        if watched.part.is_essential or watched.started_at is None:
            return False
        return watched.has_failed or self._age_s(watched) > WAIT_FOR_HELPERS_S

    def _grow_impatient(self, watched: Watched) -> None:
        if self._age_s(watched) > watched.next_notice_s:
            watched.next_notice_s *= 2
            self._say(f"  {watched.part.name:<12} still starting ({self._age_s(watched):.0f} s)")

    def _look_after(self, watched: Watched) -> None:
        """Start a dead part again when its pause is over; say when it is back."""
        part = watched.part
        if watched.restart_at is not None:
            if self._clock() >= watched.restart_at:
                self._start_again(watched)
            return
        if (death := part.death()) is not None:
            self._plan_restart(watched, death)
        elif not watched.is_ready and part.is_ready():
            watched.is_ready = True
            self._say(f"{part.name} is {'back' if watched.was_ready else 'ready'}")
            watched.was_ready = True

    def _start_again(self, watched: Watched) -> None:
        """Start a part that died; one that cannot be started now (a full disk) is tried again."""
        watched.restart_at, watched.started_at = None, self._clock()
        try:
            watched.part.start()
        except (PlayError, OSError) as refusal:
            self._plan_restart(watched, f"cannot be started ({refusal})")

    def _plan_restart(self, watched: Watched, death: str) -> None:
        if watched.is_ready and self._age_s(watched) > STEADY_AFTER_S:
            watched.pause_s = FIRST_PAUSE_S
        watched.is_ready = False
        watched.restart_at = self._clock() + watched.pause_s
        self._say(f"{watched.part.name} {death}; starting it again in {watched.pause_s:.0f} s")
        watched.pause_s = min(watched.pause_s * 2, LONGEST_PAUSE_S)

    def _age_s(self, watched: Watched) -> float:
        return self._clock() - (watched.started_at or self._clock())
