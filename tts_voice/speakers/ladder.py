"""Two speakers as one: the neural one as soon as it is ready and as long as it can, else the embedded one.

The neural one loads in the background while the embedded one speaks, and is tried again when it fails.
Every sentence says who spoke it. It does not know what either of them is made of.
"""

from __future__ import annotations

import logging
import threading

from tts_voice.errors import Busy, SentenceNotSpoken, SpeakerMemoryFull, SpeakerUnavailable
from tts_voice.readiness import Readiness
from tts_voice.speakers.protocol import IsOver, SlowSpeaker, Speaker, Speech
from tts_voice.voices import Voice

logger = logging.getLogger(__name__)

RETRY_EVERY_S = 60.0


class LadderSpeaker:
    """The neural speaker with the embedded one below."""

    def __init__(
        self, neural: SlowSpeaker, embedded: Speaker, *, retry_every_s: float = RETRY_EVERY_S
    ) -> None:
        self._neural = neural
        self._embedded = embedded
        self._readiness = Readiness(neural, retry_every_s=retry_every_s)
        self._begun = threading.Lock()
        self._last_fall = ""

    @property
    def name(self) -> str:
        """Return the name of who would speak now."""
        return self._neural.name if self._readiness.is_ready else self._embedded.name

    @property
    def clones_voices(self) -> bool:
        """Whether who would speak now does."""
        return self._readiness.is_ready and self._neural.clones_voices

    @property
    def neural_state(self) -> str:
        """Return loading, ready, failed or off, of the neural speaker."""
        return self._readiness.state

    @property
    def reason(self) -> str:
        """Return why who would speak now does, in words for the operator."""
        neural, embedded = self._neural.name, self._embedded.name
        match self._readiness.state:
            case "ready":
                fall = (
                    f"; last fallen back to {embedded}: {self._last_fall}"
                    if self._last_fall
                    else ""
                )
                return f"{neural} is ready: {self._neural.progress}{fall}"
            case "loading":
                return f"{neural} is loading ({self._neural.progress}); {embedded} speaks meanwhile"
            case "off":
                return self._readiness.failure or ""
        return f"{self._readiness.failure}. {embedded} speaks meanwhile"

    def wait(self, timeout_s: float) -> bool:
        """Wait until the neural speaker is ready, at most timeout_s; return whether it is."""
        return self._readiness.wait(timeout_s)

    def load(self) -> None:
        """Make the embedded speaker ready and begin with the neural one; SpeakerUnavailable."""
        if self._begun.acquire(blocking=False):  # never given back: it begins once
            self._readiness.begin()
        try:
            self._embedded.load()
        except SpeakerUnavailable:
            if not self._readiness.is_ready:
                raise

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        """Speak one sentence; the embedded speaker's errors."""
        return self.speak_until(sentence, voice, speed, lambda: False)

    def speak_until(self, sentence: str, voice: Voice, speed: float, is_over: IsOver) -> Speech:
        """Do the same, but raise Stopped soon after is_over() says so."""
        is_full = False
        if self._readiness.is_ready:
            try:
                return self._neural.speak_until(sentence, voice, speed, is_over)
            except SpeakerMemoryFull as error:
                is_full, self._last_fall = True, str(error.data["reason"])
                logger.warning("%s is let go: %s", self._neural.name, self._last_fall)
            except (Busy, SentenceNotSpoken, SpeakerUnavailable) as error:
                self._last_fall = str(error.data.get("reason", error))
                logger.warning("%s speaks in its place: %s", self._embedded.name, self._last_fall)
        if is_full:  # the error is gone by now, and with it what it held
            self._neural.let_go()
            self._readiness.begin_again(self._last_fall)
        return self._embedded.speak(sentence, voice, speed)

    def close(self) -> None:
        """Let both go."""
        self._readiness.close()
        self._embedded.close()
