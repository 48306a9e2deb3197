"""What a Speaker is: one verb, and what it hands back.

Audio travels as 16-bit little-endian mono PCM. A speaker does not know about files, HTTP or
the order of sentences; narration.py does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tts_voice.voices import Voice

BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken sentence: 16-bit little-endian mono PCM."""

    pcm: bytes
    sample_rate_hz: int

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
