"""The calls about voices: which there are, and for the operator one more or one less to clone.

An upload is the bare file as the body, its name and the consent in the query.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from tts_voice.errors import RecordingRefused
from tts_voice.recordings import add_recording, delete_recording, has_consent
from tts_voice.refusals import VOICE_REFUSALS
from tts_voice.studio import StudioDep
from tts_voice.voices import NARRATOR, TRAITS, find_recordings
from tts_voice.wire import AddedVoice, ListedVoice, VoicesOut

router = APIRouter(tags=["voice"])

AUDIO = {"audio/*": {"schema": {"type": "string", "format": "binary"}}}


class AddVoiceQuery(BaseModel):
    """What goes with an uploaded recording."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    """Whose voice it is: narrator, or a person's name as it is told."""
    consent: Literal["true"]
    """true says: whoever is heard agrees to this voice being cloned."""
    consent_by: str = Field(min_length=2, max_length=300)
    """One line that is kept beside the file: who agrees, and to what."""
    replace: bool = False
    """Whether a recording of this name is to give way."""


@router.get("/voices")
def voices(studio: StudioDep) -> VoicesOut:
    """List the voices that can be asked for."""
    recordings = find_recordings(studio.settings.reference_voices_path)
    clones = studio.choice.speaker.clones_voices
    listed = [
        ListedVoice(
            voice=NARRATOR, kind="narrator", heard_as_recorded=clones and NARRATOR in recordings
        )
    ]
    listed += [
        ListedVoice(
            voice=f"reference:{name}",
            kind="reference",
            heard_as_recorded=clones,
            has_consent=has_consent(path),
        )
        for name, path in recordings.items()
    ]
    return VoicesOut(
        speaker=studio.choice.speaker.name,
        default=NARRATOR,
        voices=listed,
        person="npc:<name>, then any of ;gender= ;age= ;size=",
        traits={trait: list(values) for trait, values in TRAITS.items()},
    )


@router.post(
    "/voices",
    status_code=201,
    responses=VOICE_REFUSALS,
    openapi_extra={"requestBody": {"required": True, "content": AUDIO}},
)
def add_voice(
    query: Annotated[AddVoiceQuery, Query()],
    studio: StudioDep,
    request: Request,
    content: Annotated[bytes, Body(media_type="audio/*")],
) -> AddedVoice:
    """Keep the recording in the body (WAV, FLAC or OGG, 5 to 30 s) as a voice to clone."""
    # A page elsewhere can have a browser send a form or plain text here, but not sound.
    if not request.headers.get("content-type", "").startswith(("audio/", "application/ogg")):
        raise RecordingRefused(reason="send it with a Content-Type of audio/wav, flac or ogg")
    folder = studio.settings.reference_voices_path
    added = add_recording(folder, query.name, content, query.consent_by, replace=query.replace)
    return AddedVoice(
        voice=f"reference:{added.name}",
        duration_ms=round(added.sound.duration_s * 1000),
        sample_rate_hz=added.sound.sample_rate_hz,
        heard_as_recorded=studio.choice.speaker.clones_voices,
    )


@router.delete("/voices/{name}", status_code=204, responses=VOICE_REFUSALS)
def delete_voice(name: str, studio: StudioDep) -> None:
    """Delete a recording and the consent beside it."""
    delete_recording(studio.settings.reference_voices_path, name)
