"""Loads the speaker in a thread of its own and knows how far it is.

It tries again after a failure until it is closed, so a speaker that can be mended is. Health and
the narrations ask it; neither waits for it.
"""

from __future__ import annotations

import logging
import threading

from tts_voice.errors import SpeakerUnavailable, VoiceError
from tts_voice.speakers.protocol import Speaker

logger = logging.getLogger(__name__)


class Readiness:
    """loading, then ready; or failed, with the reason, until another try succeeds."""

    def __init__(self, speaker: Speaker, *, retry_every_s: float = 15.0) -> None:
        self._speaker = speaker
        self._retry_every_s = retry_every_s
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._load, name="load-speaker", daemon=True)
        self.failure: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the speaker can speak now."""
        return self._ready.is_set()

    @property
    def state(self) -> str:
        """Return ready, loading or failed."""
        if self.is_ready:
            return "ready"
        return "failed" if self.failure else "loading"

    def begin(self) -> None:
        """Start loading; returns at once."""
        self._thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait until ready, at most timeout_s; return whether it is."""
        return self._ready.wait(timeout_s)

    def require(self) -> None:
        """Raise SpeakerUnavailable unless ready."""
        if not self.is_ready:
            raise SpeakerUnavailable(reason=self.failure or "it is still loading")

    def close(self) -> None:
        """Stop trying and let the speaker go."""
        self._stopping.set()
        self._ready.clear()
        self._speaker.close()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _load(self) -> None:
        while not self._stopping.is_set():
            try:
                self._speaker.load()
            except VoiceError as error:
                self.failure = str(error.data.get("reason", error))
                logger.warning("speaker %s did not load: %s", self._speaker.name, self.failure)
                self._stopping.wait(self._retry_every_s)
            else:
                self.failure = None
                self._ready.set()
                return
