"""Sound as WAV bytes, and WAV bytes as files that are there whole or not at all.

Files go to the audio folder under ids this module makes; nobody else names a file. Who may
listen is the web service's matter.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import re
import secrets
import shutil
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tts_voice.errors import AudioNotStored
from tts_voice.speakers.protocol import BYTES_PER_SAMPLE, Speech

AUDIO_ID = re.compile(r"[0-9a-f]{32}(-[0-9]{3,5})?")
URL_PREFIX = "/media/audio/"


@dataclass(frozen=True, slots=True)
class StoredAudio:
    """A finished file: where it lies and where the browser finds it."""

    audio_id: str
    path: str
    url: str


def new_audio_id() -> str:
    """Return an id nobody can guess: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def clip_id(audio_id: str, number: int) -> str:
    """Return the id of one sentence of a narration; number 1 to 99,999."""
    return f"{audio_id}-{number:03d}"


def wav_bytes(speech: Speech) -> bytes:
    """Return the speech as a whole WAV file, 16-bit mono."""
    memory = io.BytesIO()
    with wave.open(memory, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(BYTES_PER_SAMPLE)
        wav.setframerate(speech.sample_rate_hz)
        wav.writeframes(speech.pcm)
    return memory.getvalue()


def joined(speeches: Sequence[Speech]) -> Speech:
    """Return several speeches as one, in the sample rate of the first; at least one."""
    rate_hz = speeches[0].sample_rate_hz
    return Speech(b"".join(at_rate(speech, rate_hz).pcm for speech in speeches), rate_hz)


def at_rate(speech: Speech, sample_rate_hz: int) -> Speech:
    """Return the same sound in another sample rate; plain interpolation, eSpeak has no treble."""
    if speech.sample_rate_hz == sample_rate_hz:
        return speech
    samples = np.frombuffer(speech.pcm, dtype="<i2")
    count = round(samples.size * sample_rate_hz / speech.sample_rate_hz)
    places = np.linspace(0, max(samples.size - 1, 0), count)
    moved = np.interp(places, np.arange(samples.size), samples) if samples.size else samples
    return Speech(np.rint(moved).astype("<i2").tobytes(), sample_rate_hz, speech.speaker)


def store(folder: Path, audio_id: str, speech: Speech) -> StoredAudio:
    """Write <audio_id>.wav, whole or not at all; AudioNotStored when the disk refuses."""
    if not AUDIO_ID.fullmatch(audio_id):
        raise ValueError(f"not an audio id: {audio_id!r}")
    path = folder / f"{audio_id}.wav"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, wav_bytes(speech))
    except OSError as error:
        raise AudioNotStored(reason=error.strerror or str(error)) from error
    return StoredAudio(audio_id=audio_id, path=str(path), url=URL_PREFIX + path.name)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file there whole or not at all; OSError when the disk refuses."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    # 0644: the web service reads these files as another user.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):  # not there any more when all went well
            temporary.unlink()


def free_bytes(folder: Path) -> float:
    """Return the room left on a folder's disk; not a number while there is no such folder."""
    try:
        return float(shutil.disk_usage(folder).free)
    except OSError:
        return math.nan
