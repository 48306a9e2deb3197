"""Shapes Chatterbox's sound: speed without a change of pitch, and sentences cut into fitting pieces.

Pure functions on text and on mono samples between -1 and 1. They know nothing of models or voices.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from tts_voice.speakers.espeak.polish import faded, levelled, trimmed

Samples = NDArray[np.float64]

WINDOW_S = 0.03
SEARCH_S = 0.008
FADE_S = 0.008
PAUSE_S = 0.26
PIECE_CHARACTERS = 280
BREAK = re.compile(r"(?<=[,;:])\s+")


def pieces(sentence: str, limit: int = PIECE_CHARACTERS) -> list[str]:
    """Cut a sentence too long for one breath at its commas, else between words; limit > 0."""
    found: list[str] = []
    rest = sentence.strip()
    while len(rest) > limit:
        head = rest[: limit + 1]
        breaks = [match.start() for match in BREAK.finditer(head) if match.start() > limit // 3]
        space = breaks[-1] if breaks else head.rfind(" ")
        cut = space if space > 0 else limit
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if rest else found


def stretched(samples: Samples, sample_rate_hz: int, speed: float) -> Samples:
    """Return the sound speed times as fast at the same pitch: overlapping windows, best match first."""
    window = round(WINDOW_S * sample_rate_hz) // 2 * 2
    if speed == 1.0 or samples.size < 4 * window:
        return samples
    hop, search = window // 2, round(SEARCH_S * sample_rate_hz)
    shape = np.hanning(window + 1)[:-1]
    count = int((samples.size - window - search) / (hop * speed))
    result = np.zeros(count * hop + window)
    place = 0
    for number in range(count):
        if number:
            place = _best(samples, place + hop, round(number * hop * speed), window, search)
        result[number * hop : number * hop + window] += samples[place : place + window] * shape
    return result


def _best(samples: Samples, natural: int, wanted: int, window: int, search: int) -> int:
    """Return the place near wanted whose sound goes on most like the natural continuation."""
    target = samples[natural : natural + window]
    first = max(0, wanted - search)
    last = min(samples.size - window, wanted + search)
    if target.size < window or last <= first:
        return max(0, min(wanted, samples.size - window))
    likeness = np.correlate(samples[first : last + window], target, "valid")
    return first + int(likeness.argmax())


def finished(samples: Samples, sample_rate_hz: int, speed: float) -> bytes:
    """Return 16-bit PCM ready to be joined with its neighbours; a pause follows the sentence."""
    samples = trimmed(samples)
    if samples.size == 0:
        return b""
    samples = faded(levelled(samples), round(FADE_S * sample_rate_hz))
    whole = np.concatenate([samples, np.zeros(round(PAUSE_S / speed * sample_rate_hz))])
    pcm: bytes = np.rint(np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes()
    return pcm
