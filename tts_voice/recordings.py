"""Reference voices as files: checked, stored whole with the consent they were given with, deleted.

A recording is looked at by its header only, so that no decoder has to be trusted with a stranger's
bytes here. The files of the folder may also be put there by hand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tts_voice.audio import write_whole
from tts_voice.errors import (
    RecordingExists,
    RecordingNotFound,
    RecordingRefused,
    VoicesNotWritable,
)
from tts_voice.sound_headers import Sound, read_header
from tts_voice.voices import find_recordings

MAX_RECORDING_BYTES = 16 * 1024 * 1024
MIN_SECONDS, MAX_SECONDS = 5.0, 30.0
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000
MAX_RECORDINGS = 200
MAX_NAME = 60
NAME = re.compile(r"[^\W_](?:[\w '\-]*\w)?")
CONSENT = ".consent.txt"


@dataclass(frozen=True, slots=True)
class Recording:
    """A reference voice as it was stored."""

    name: str
    sound: Sound


def add_recording(
    folder: Path, name: str, content: bytes, consent: str, *, replace: bool
) -> Recording:
    """Store a recording and who consented; RecordingRefused, RecordingExists, VoicesNotWritable."""
    name = checked_name(name)
    sound = checked_sound(content)
    if not consent.strip() or not consent.isprintable():
        raise RecordingRefused(reason="say in one line who consents to this voice being cloned")
    there = find_recordings(folder)
    if name in there and not replace:
        raise RecordingExists(name=name)
    if name not in there and len(there) >= MAX_RECORDINGS:
        raise RecordingRefused(reason=f"{MAX_RECORDINGS} recordings are the most there may be")
    path = folder / f"{name}.{sound.format}"
    line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {path.name}: {consent.strip()}\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / (name + CONSENT), line.encode())
        write_whole(path, content)
        if name in there and there[name] != path:
            there[name].unlink(missing_ok=True)
    except OSError as error:
        raise VoicesNotWritable(reason=error.strerror or str(error)) from error
    return Recording(name, sound)


def delete_recording(folder: Path, name: str) -> None:
    """Delete a recording and the consent beside it; RecordingNotFound, VoicesNotWritable."""
    found = find_recordings(folder).get(name)  # only what is in the folder can be named
    if found is None:
        raise RecordingNotFound(name=name)
    try:
        found.unlink()
        (folder / (name + CONSENT)).unlink(missing_ok=True)
    except OSError as error:
        raise VoicesNotWritable(reason=error.strerror or str(error)) from error


def has_consent(recording: Path) -> bool:
    """Tell whether a consent lies beside a recording."""
    return recording.with_name(recording.stem + CONSENT).is_file()


def checked_name(name: str) -> str:
    """Return a name fit for a file and for a voice string; RecordingRefused."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not 1 <= len(name) <= MAX_NAME or not NAME.fullmatch(name):
        reason = (
            f"its name needs 1 to {MAX_NAME} letters, digits, spaces, - ' or _, no dot or slash"
        )
        raise RecordingRefused(reason=reason)
    if len((name + CONSENT).encode()) > 200:
        raise RecordingRefused(reason="its name is too long for a file")
    return name


def checked_sound(content: bytes) -> Sound:
    """Return what a recording's header says; RecordingRefused when a rule is broken."""
    sound = read_header(content)
    if sound is None:
        raise RecordingRefused(reason="it is no whole WAV, FLAC or OGG file")
    if not MIN_SECONDS <= sound.duration_s <= MAX_SECONDS:
        reason = f"it lasts {sound.duration_s:.1f} s; 5 to 30 s of one person speaking are needed"
        raise RecordingRefused(reason=reason)
    if not MIN_RATE_HZ <= sound.sample_rate_hz <= MAX_RATE_HZ or sound.channels not in (1, 2):
        raise RecordingRefused(reason="it needs one or two channels of 8,000 to 192,000 Hz")
    return sound
