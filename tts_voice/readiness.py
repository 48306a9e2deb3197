"""Loads the speaker in a thread of its own and knows how far it is.

It tries again after a failure until it is closed, so a speaker that can be mended is. Health and
the narrations ask it; neither waits for it.
"""

from __future__ import annotations

import logging
import threading

from tts_voice.errors import SpeakerNotWanted, SpeakerUnavailable, VoiceError
from tts_voice.speakers.protocol import Speaker

logger = logging.getLogger(__name__)


class Readiness:
    """loading, then ready; or failed, with the reason, until another try succeeds; or off for good."""

    def __init__(self, speaker: Speaker, *, retry_every_s: float = 15.0) -> None:
        self._speaker = speaker
        self._retry_every_s = retry_every_s
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._load, name="load-speaker", daemon=True)
        self._again = threading.Lock()
        self._is_off = False
        self.failure: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the speaker can speak now."""
        return self._ready.is_set()

    @property
    def state(self) -> str:
        """Return ready, loading, failed or off."""
        if self.is_ready:
            return "ready"
        if self._is_off:
            return "off"
        return "failed" if self.failure else "loading"

    def begin(self) -> None:
        """Start loading; returns at once."""
        self._thread.start()

    def begin_again(self, reason: str) -> None:
        """Load anew after a while, since what was loaded cannot go on; returns at once."""
        with self._again:
            if self._stopping.is_set() or not self.is_ready:
                return
            self.failure = reason
            self._ready.clear()
            self._thread = threading.Thread(
                target=self._load_later, name="load-speaker", daemon=True
            )
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

    def _load_later(self) -> None:
        if not self._stopping.wait(self._retry_every_s):
            self._load()

    def _load(self) -> None:
        try:
            self._try_until_loaded()
        finally:  # a fault of ours ends this thread, and must not look like loading for ever
            if not (self.is_ready or self.failure or self._stopping.is_set()):
                self.failure = "loading ended unexpectedly; the log says why"

    def _try_until_loaded(self) -> None:
        while not self._stopping.is_set():
            try:
                self._speaker.load()
            except SpeakerNotWanted as error:
                self.failure, self._is_off = str(error.data["reason"]), True
                logger.info("speaker %s is left alone: %s", self._speaker.name, self.failure)
                return
            except VoiceError as error:
                self._note(str(error.data.get("reason", error)))
                self._stopping.wait(self._retry_every_s)
            else:
                self.failure = None
                self._ready.set()
                return

    def _note(self, failure: str) -> None:
        level = logging.DEBUG if failure == self.failure else logging.WARNING  # once is enough
        logger.log(level, "speaker %s did not load: %s", self._speaker.name, failure)
        self.failure = failure
