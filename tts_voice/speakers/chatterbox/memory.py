"""What Chatterbox does without when memory runs out: long breaths first, then the GPU; below that eSpeak NG speaks.

It decides nothing about loading and imports no library.
"""

from __future__ import annotations

from typing import Any

from tts_voice.config import Settings
from tts_voice.speakers.chatterbox.shaping import PIECE_CHARACTERS

SIGNS = ("out of memory", "can't allocate memory", "not enough memory", "alloc_failed", "bad_alloc")
SHORT_PIECES = 120
"""Characters; what a piece takes grows with its length."""


def is_out_of_memory(torch: Any, error: BaseException) -> bool:
    """Tell whether an error means that memory, of the GPU or the machine, ran out."""
    text = str(error).casefold()
    kinds = (MemoryError, torch.OutOfMemoryError)
    return isinstance(error, kinds) or any(sign in text for sign in SIGNS)


class Thrift:
    """The rungs of one speaker: whole breaths, short pieces, and (where Chatterbox is asked for) the processor."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._has_left_the_gpu = False
        self.most_characters = PIECE_CHARACTERS

    @property
    def settings(self) -> Settings:
        """Return the settings to load with."""
        if not self._has_left_the_gpu:
            return self._settings
        return self._settings.model_copy(update={"tts_device": "cpu"})

    @property
    def in_words(self) -> str:
        """Say what is done without; empty: nothing."""
        said = ["not on the GPU"] if self._has_left_the_gpu else []
        said += ["in short pieces"] if self.most_characters < PIECE_CHARACTERS else []
        return ", ".join(said)

    def shorten(self) -> bool:
        """Speak in short pieces from now on; return False when that is so already."""
        if self.most_characters == SHORT_PIECES:
            return False
        self.most_characters = SHORT_PIECES
        return True

    def leave_the_gpu(self) -> bool:
        """Load onto the processor from now on; return False where that is not wanted, or is so already.

        SPEAKER=auto has eSpeak NG speak sooner than a processor, and a device that was asked for by name is kept.
        """
        settings = self._settings
        if self._has_left_the_gpu or settings.speaker != "chatterbox":
            return False
        self._has_left_the_gpu = settings.tts_device == "auto"
        return self._has_left_the_gpu
