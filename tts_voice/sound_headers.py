"""Reads how long a WAV, FLAC or OGG file lasts from its header, without decoding it.

Layouts: RIFF WAVE; RFC 9639 (FLAC) section 8.2; RFC 3533 (Ogg) section 6, RFC 7845 (Opus) section 5.1 and
the Vorbis I specification section 4.2.2. What does not fit is None, never an error.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
OPUS_RATE_HZ = 48_000
OGG_PAGE = struct.Struct("<4sBBqIIIB")


@dataclass(frozen=True, slots=True)
class Sound:
    """What a header says."""

    format: Literal["wav", "flac", "ogg"]
    sample_rate_hz: int
    channels: int
    duration_s: float


def read_header(content: bytes) -> Sound | None:
    """Return what the header says, None when this is none of the three formats or not whole."""
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            return _wav(content)
        if content[:4] == b"fLaC":
            return _flac(content)
        if content[:4] == b"OggS":
            return _ogg(content)
    except (struct.error, IndexError, ZeroDivisionError):
        return None
    return None


def _wav(content: bytes) -> Sound | None:
    place, shape = 12, None
    while place + 8 <= len(content):
        kind, size = struct.unpack_from("<4sI", content, place)
        place += 8
        if kind == b"fmt ":
            shape = struct.unpack_from("<HHIIHH", content, place)
        if kind == b"data" and shape:
            coding, channels, rate_hz, _, frame_bytes, _ = shape
            if coding not in (PCM, FLOAT, EXTENSIBLE) or place + size > len(content):
                return None
            return Sound("wav", rate_hz, channels, size / frame_bytes / rate_hz)
        place += size + size % 2
    return None


def _flac(content: bytes) -> Sound | None:
    if content[4] & 0x7F != 0:  # STREAMINFO comes first
        return None
    packed = int.from_bytes(content[18:26], "big")
    rate_hz, channels = packed >> 44, (packed >> 41 & 0b111) + 1
    count = packed & (1 << 36) - 1
    return Sound("flac", rate_hz, channels, count / rate_hz) if count else None


def _ogg(content: bytes) -> Sound | None:
    head = content[OGG_PAGE.size - 1 + 1 + content[26] :]
    skipped = 0
    if head[:7] == b"\x01vorbis":
        channels, rate_hz = struct.unpack_from("<BI", head, 11)
    elif head[:8] == b"OpusHead":
        channels, skipped = struct.unpack_from("<BH", head, 9)
        rate_hz = OPUS_RATE_HZ
    else:
        return None
    last = content.rfind(b"OggS")
    granule = OGG_PAGE.unpack_from(content, last)[3]
    duration_s = (granule - skipped) / rate_hz
    return Sound("ogg", rate_hz, channels, duration_s) if duration_s > 0 else None
