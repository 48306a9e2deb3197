"""What goes over the wire: requests checked completely, answers by their agreed names.

Fields may be added, never renamed. It knows nothing of sound.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from tts_voice.audio import StoredAudio, wav_bytes
from tts_voice.narration import SpokenLine
from tts_voice.voices import (
    MAX_NAME_CHARACTERS,
    MAX_VOICE_CHARACTERS,
    NARRATOR,
    Age,
    Emotion,
    Gender,
    Size,
)

MIN_SPEED = 0.5
MAX_SPEED = 2.0
MAX_SENT_CHARACTERS = 20_000
MAX_PARTS = 100

Mood = Literal["calm", "plain", "tense", "fierce"]
MOODS: dict[Mood, Emotion] = {
    "calm": Emotion(exaggeration=0.35, cfg_weight=0.5, temperature=0.7),
    "plain": Emotion(),
    "tense": Emotion(exaggeration=0.65, cfg_weight=0.4, temperature=0.8),
    "fierce": Emotion(exaggeration=0.9, cfg_weight=0.3, temperature=0.85),
}
"""What a scene asks for: rest, the usual, danger, battle."""


def _speakable(text: str) -> str:
    """Check that there is text, and make half surrogates harmless."""
    if not text.strip():
        raise ValueError(f"must have 1 to {MAX_SENT_CHARACTERS} characters that are not blank")
    if len(text) > MAX_SENT_CHARACTERS:
        raise ValueError(f"must have 1 to {MAX_SENT_CHARACTERS} characters, has {len(text)}")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _known_speed(speed: float) -> float:
    if not MIN_SPEED <= speed <= MAX_SPEED:  # written so that NaN is refused too
        raise ValueError(f"must be between {MIN_SPEED} and {MAX_SPEED}")
    return speed


def _short_enough(voice: str) -> str:
    if not 1 <= len(voice) <= MAX_VOICE_CHARACTERS:
        raise ValueError(f"must have 1 to {MAX_VOICE_CHARACTERS} characters")
    return voice.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, AfterValidator(_speakable)]
Speed = Annotated[
    float,
    AfterValidator(_known_speed),
    Field(json_schema_extra={"minimum": MIN_SPEED, "maximum": MAX_SPEED}),
]
VoiceName = Annotated[
    str,
    AfterValidator(_short_enough),
    Field(json_schema_extra={"minLength": 1, "maxLength": MAX_VOICE_CHARACTERS}),
]


class VoiceHint(BaseModel):
    """A person described instead of named by a voice string; the name makes the voice theirs."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="somebody", min_length=1, max_length=MAX_NAME_CHARACTERS)
    gender: Gender | None = None
    age: Age | None = None
    size: Size | None = None

    def written(self) -> str:
        """Return the hint as a voice string."""
        traits = self.model_dump(exclude={"name"}, exclude_none=True)
        return f"npc:{self.name}" + "".join(f";{t}={value}" for t, value in traits.items())


class EmotionIn(BaseModel):
    """How it is to be said, by a speaker that can: a mood of the scene, and numbers that go before it."""

    model_config = ConfigDict(extra="forbid")

    mood: Mood | None = None
    exaggeration: float | None = Field(default=None, ge=0.25, le=2.0)
    """How strongly it is felt; 0.5 is plain."""
    cfg_weight: float | None = Field(default=None, ge=0.1, le=1.0)
    """How closely the recording's pace is kept; less is slower."""
    temperature: float | None = Field(default=None, ge=0.05, le=2.0)
    """How much chance there is in it; 0.8 is plain."""

    def meant(self) -> Emotion:
        """Return the numbers."""
        return replace(
            MOODS[self.mood or "plain"], **self.model_dump(exclude={"mood"}, exclude_none=True)
        )


class PartIn(BaseModel):
    """Text to be spoken in one voice."""

    text: Text
    voice: VoiceName | VoiceHint = NARRATOR
    emotion: EmotionIn | None = None


class SpokenIn(BaseModel):
    """Either text in one voice, or parts in order, each in its own."""

    text: Text | None = None
    voice: VoiceName | VoiceHint = NARRATOR
    parts: list[PartIn] | None = Field(default=None, min_length=1, max_length=MAX_PARTS)
    speed: Speed = 1.0
    emotion: EmotionIn | None = None
    """Of every part that names none of its own."""

    @model_validator(mode="after")
    def _text_or_parts(self) -> Self:
        if (self.text is None) == (self.parts is None):
            raise ValueError("send either text or parts, not both and not neither")
        return self

    def written_parts(self) -> list[tuple[str, str, Emotion]]:
        """Return (text, voice string, emotion) in the order to be spoken."""
        parts = self.parts or [PartIn(text=self.text or "", voice=self.voice)]
        plain = self.emotion or EmotionIn()
        return [
            (
                part.text,
                part.voice if isinstance(part.voice, str) else part.voice.written(),
                (part.emotion or plain).meant(),
            )
            for part in parts
        ]


class NarrateStreamIn(SpokenIn):
    """The same, spoken as a stream; without keep no file is made of it, and the last event names none."""

    keep: bool = True


class NarrateIn(SpokenIn):
    """The same, spoken into a file; clips asks for one more file per sentence."""

    clips: bool = False


class NarrateQuery(BaseModel):
    """What an EventSource can say: one text in one voice."""

    text: Text
    voice: VoiceName = NARRATOR
    speed: Speed = 1.0


class ClipOut(BaseModel):
    """One sentence as a file of its own."""

    url: str
    path: str
    text: str
    voice: str
    duration_ms: int


class NarrateOut(BaseModel):
    """A finished narration."""

    audio_id: str
    path: str
    url: str
    duration_ms: int
    sample_rate_hz: int
    voice: str
    speaker: str
    truncated: bool
    clips: list[ClipOut] | None = None


class ListedVoice(BaseModel):
    """One voice that can be asked for by this exact string."""

    voice: str
    kind: Literal["narrator", "reference"]
    heard_as_recorded: bool
    """Whether the speaker in use can sound like the recording."""
    has_consent: bool | None = None
    """Whether a line of consent lies beside the recording."""


class AddedVoice(BaseModel):
    """A recording that was kept."""

    voice: str
    duration_ms: int
    sample_rate_hz: int
    heard_as_recorded: bool


class VoicesOut(BaseModel):
    """Every voice with a fixed string, and how a person's voice is written."""

    speaker: str
    default: str
    voices: list[ListedVoice]
    person: str
    traits: dict[str, list[str]]


def metadata_event(said: SpokenLine, total: int, *, truncated: bool) -> dict[str, Any]:
    """Return the event that comes before a sentence's sound."""
    return {
        "type": "metadata",
        "sentence": said.number,
        "of": total,
        "text": said.line.written,
        "voice": said.line.voice.key,
        "truncated": truncated,
    }


def audio_event(said: SpokenLine) -> dict[str, Any]:
    """Return the event with a sentence's sound, a whole WAV in Base64."""
    return {
        "type": "audio",
        "sentence": said.number,
        "audio_data": base64.b64encode(wav_bytes(said.speech)).decode(),
        "sample_rate_hz": said.speech.sample_rate_hz,
        "duration_ms": said.speech.duration_ms,
        **({"speaker": said.speech.speaker} if said.speech.speaker else {}),
    }


def clip_out(said: SpokenLine, stored: StoredAudio) -> ClipOut:
    """Return one stored sentence as it is answered."""
    return ClipOut(
        url=stored.url,
        path=stored.path,
        text=said.line.written,
        voice=said.line.voice.key,
        duration_ms=said.speech.duration_ms,
    )
