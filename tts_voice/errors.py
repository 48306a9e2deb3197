"""What can go wrong here, as types: each carries its code, its status and the data behind it.

VoiceError
├── SpeakerUnavailable     503  nobody can speak (yet)
│   └── SpeakerNotInstalled     the one asked for in SPEAKER is not part of this installation
├── Busy                   503  speaking as much as it can; comes with Retry-After
├── SentenceNotSpoken      502  the speaker failed at one sentence, twice
├── UnknownVoice           422
├── NothingToSay           422
├── AudioNotStored         507  the disk refused the file
├── BodyTooLarge           413
└── TokenRejected          401
"""

from __future__ import annotations

from typing import Any, ClassVar


class VoiceError(Exception):
    """Base of every error of this service; the message is made from the data."""

    code: ClassVar[str] = "voice_error"
    status: ClassVar[int] = 500
    template: ClassVar[str] = "The voice service failed; look at its log."

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.template.format(**data))

    @property
    def headers(self) -> dict[str, str]:
        """Return the HTTP headers that go with this error."""
        return {}


class SpeakerUnavailable(VoiceError):
    """No speaker is ready."""

    code = "speaker_unavailable"
    status = 503
    template = "No speaker is ready: {reason}. Try again shortly; GET /health says more."

    @property
    def headers(self) -> dict[str, str]:
        """Ask the caller to come back in a moment."""
        return {"Retry-After": "2"}


class SpeakerNotInstalled(SpeakerUnavailable):
    """SPEAKER names one that this installation cannot play."""

    code = "speaker_not_installed"
    template = (
        "SPEAKER={speaker} cannot be used here: {reason}. Set SPEAKER=auto or SPEAKER=espeak."
    )


class Busy(VoiceError):
    """As much is being spoken as may be at once."""

    code = "busy"
    status = 503
    template = "Too much is being spoken at once. Try again in {retry_after_s} s."

    @property
    def headers(self) -> dict[str, str]:
        """Say when to come back, in seconds."""
        return {"Retry-After": str(self.data["retry_after_s"])}


class SentenceNotSpoken(VoiceError):
    """The speaker failed at one sentence and once more at the second try."""

    code = "sentence_not_spoken"
    status = 502
    template = "A sentence could not be spoken: {reason}. The text itself is unharmed; try again."


class UnknownVoice(VoiceError):
    """The voice asked for is none that GET /voices names."""

    code = "unknown_voice"
    status = 422
    template = "There is no voice {voice!r}: {reason}. GET /voices lists what can be asked for."


class NothingToSay(VoiceError):
    """The text has nothing in it that can be spoken."""

    code = "nothing_to_say"
    status = 422
    template = "There is nothing to speak in this text; send at least one letter or digit."


class AudioNotStored(VoiceError):
    """The audio folder refused the file."""

    code = "audio_not_stored"
    status = 507
    template = "The audio file could not be written ({reason}). Check AUDIO_DIR and its disk."


class BodyTooLarge(VoiceError):
    """The request is larger than any narration needs."""

    code = "body_too_large"
    status = 413
    template = "A request may have {max_bytes} bytes at most; send the text in several."


class TokenRejected(VoiceError):
    """The call carries no token or a wrong one."""

    code = "token_rejected"
    status = 401
    template = "This call needs the header 'Authorization: Bearer <SERVICE_TOKEN>'."

    @property
    def headers(self) -> dict[str, str]:
        """Name the scheme, as RFC 9110 asks."""
        return {"WWW-Authenticate": "Bearer"}
