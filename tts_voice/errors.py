"""What can go wrong here, as types: each carries its code, its status and the data behind it.

VoiceError
├── SpeakerUnavailable     503  nobody can speak (yet)
│   ├── SpeakerNotWanted        it could be made ready, but the settings say better not
│   └── SpeakerMemoryFull       there is no memory for it, at loading or again and again at sentences
├── Busy                   503  speaking as much as it can; comes with Retry-After
├── SentenceNotSpoken      502  the speaker failed at one sentence
├── Stopped                499  nobody waits for the sentence any more
├── UnknownVoice           422
├── NothingToSay           422
├── AudioNotStored         507  the disk refused the file
├── RecordingRefused       422  an uploaded reference voice breaks a rule
├── RecordingNotFound      404
├── RecordingExists        409
├── VoicesNotWritable      409  the folder of reference voices takes no files
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


class SpeakerNotWanted(SpeakerUnavailable):
    """It is left alone on purpose; trying again changes nothing."""

    code = "speaker_not_wanted"


class SpeakerMemoryFull(SpeakerUnavailable):
    """There is no memory for it at any rung; what it holds had better be given back, and it is tried again later."""

    code = "speaker_memory_full"


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
    """The speaker failed at one sentence."""

    code = "sentence_not_spoken"
    status = 502
    template = "A sentence could not be spoken: {reason}. The text itself is unharmed; try again."


class Stopped(VoiceError):
    """Whoever wanted the sentence has gone."""

    code = "stopped"
    status = 499
    template = "The narration was stopped before its end."


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


class RecordingRefused(VoiceError):
    """An uploaded recording cannot serve as a reference voice."""

    code = "recording_refused"
    status = 422
    template = "This recording cannot be used: {reason}."


class RecordingNotFound(VoiceError):
    """There is no recording of this name."""

    code = "recording_not_found"
    status = 404
    template = "There is no recording named {name!r}. GET /voices lists those there are."


class RecordingExists(VoiceError):
    """A recording of this name is there already."""

    code = "recording_exists"
    status = 409
    template = "There is a recording named {name!r} already. Delete it first, or send replace=true."


class VoicesNotWritable(VoiceError):
    """The folder of reference voices takes no files."""

    code = "voices_not_writable"
    status = 409
    template = (
        "The folder of reference voices cannot be written ({reason}). Mount it writable "
        "(REFERENCE_VOICES_MODE=rw) for user 10001, or put the file there by hand."
    )


class BodyTooLarge(VoiceError):
    """The request is larger than any narration needs."""

    code = "body_too_large"
    status = 413
    template = "This request may have {max_bytes} bytes at most; send less, or several requests."


class TokenRejected(VoiceError):
    """The call carries no token or a wrong one."""

    code = "token_rejected"
    status = 401
    template = "This call needs the header 'Authorization: Bearer <SERVICE_TOKEN>'."

    @property
    def headers(self) -> dict[str, str]:
        """Name the scheme, as RFC 9110 asks."""
        return {"WWW-Authenticate": "Bearer"}
