"""What a Speaker is: one verb, and what it hands back.

Audio travels as 16-bit little-endian mono PCM. A speaker does not know about files, HTTP or
the order of sentences; narration.py does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tts_voice.voices import Voice

BYTES_PER_SAMPLE = 2

IsOver = Callable[[], bool]
"""Asked while a sentence is being made: whether nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken sentence: 16-bit little-endian mono PCM, and the name of who spoke it, if told."""

    pcm: bytes
    sample_rate_hz: int
    speaker: str = ""

    @property
    def duration_ms(self) -> int:
        """Return the length in milliseconds."""
        return round(len(self.pcm) / BYTES_PER_SAMPLE / self.sample_rate_hz * 1000)


class Speaker(Protocol):
    """Somebody who can speak. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """The name told to players: espeak, chatterbox."""
        ...

    @property
    def clones_voices(self) -> bool:
        """Whether recordings in the reference folder change how it sounds."""
        ...

    def load(self) -> None:
        """Make ready; slow. SpeakerUnavailable when it cannot."""
        ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        """Speak one sentence; speed 0.5 to 2.0. Busy, SentenceNotSpoken, SpeakerUnavailable."""
        ...

    def close(self) -> None:
        """Let go of processes and memory."""
        ...


@runtime_checkable
class Interruptible(Protocol):
    """A speaker so slow that it can be stopped in the middle of a sentence."""

    def speak_until(self, sentence: str, voice: Voice, speed: float, is_over: IsOver) -> Speech:
        """Do as speak() does, but raise Stopped soon after is_over() says so."""
        ...


@runtime_checkable
class SlowSpeaker(Speaker, Interruptible, Protocol):
    """A speaker that takes long to load and long to speak."""

    @property
    def progress(self) -> str:
        """How far loading is, in words; once ready, what it runs on."""
        ...

    def let_go(self) -> None:
        """Give back the memory of what was loaded; load() may be called again."""
        ...
