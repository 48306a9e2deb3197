"""A speaker that need not say a sentence twice: what was just said is still there for whoever asks next.

A turn is heard live while a file of it is made, on several devices, and again by Replay: all of it is spoken once.
Two who ask for the same at the same time share one speaking. Only for a speaker that always sounds the same; it knows
nothing of narrations.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from concurrent.futures import Future

from tts_voice.speakers.protocol import Speaker, Speech
from tts_voice.voices import Voice

MEMORY_BYTES = 16 * 1024 * 1024
"""Some six minutes of speech at 22,050 samples a second."""

_Asked = tuple[str, Voice, float]


class RememberingSpeaker:
    """Another speaker with a short memory."""

    def __init__(self, speaker: Speaker, memory_bytes: int = MEMORY_BYTES) -> None:
        self._speaker = speaker
        self._memory_bytes = memory_bytes
        self._held_bytes = 0
        self._lock = threading.Lock()
        self._said: OrderedDict[_Asked, Speech] = OrderedDict()
        self._being_said: dict[_Asked, Future[Speech]] = {}

    @property
    def name(self) -> str:
        """Return the other speaker's name."""
        return self._speaker.name

    @property
    def clones_voices(self) -> bool:
        """Whether the other speaker does."""
        return self._speaker.clones_voices

    def load(self) -> None:
        """Make the other speaker ready."""
        self._speaker.load()

    def close(self) -> None:
        """Let go of the other speaker."""
        self._speaker.close()

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        """Speak one sentence or hand out what was said before; the other speaker's errors."""
        asked = (sentence, voice, speed)
        with self._lock:
            if asked in self._said:
                self._said.move_to_end(asked)
                return self._said[asked]
            elsewhere = self._being_said.get(asked)
            mine: Future[Speech] = Future()
            if elsewhere is None:
                self._being_said[asked] = mine
        return elsewhere.result() if elsewhere else self._say(asked, mine)

    def _say(self, asked: _Asked, mine: Future[Speech]) -> Speech:
        speech: Speech | None = None
        try:
            speech = self._speaker.speak(*asked)
        finally:
            with self._lock:
                del self._being_said[asked]
                if speech is not None:
                    self._keep(asked, speech)
            if speech is None:
                mine.set_exception(
                    sys.exception()
                )  # whoever waits for the same words hears of it too
        mine.set_result(speech)
        return speech

    def _keep(self, asked: _Asked, speech: Speech) -> None:
        self._said[asked] = speech
        self._held_bytes += len(speech.pcm)
        while self._held_bytes > self._memory_bytes:
            _, forgotten = self._said.popitem(last=False)
            self._held_bytes -= len(forgotten.pcm)
