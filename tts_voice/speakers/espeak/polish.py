"""Makes raw eSpeak NG sound kinder: body size, warmth, even loudness, clean joints.

Pure functions on mono samples as float arrays between -1 and 1. They know nothing of voices;
speaker.py applies them in the order of polished().
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

LOW_PASS_HZ = 5500.0
LOW_PASS_TAPS = 41
TARGET_RMS = 0.11
PEAK_LIMIT = 0.89
SILENCE_BELOW = 0.004
FADE_MS = 8
LEAD_MS = 2
PAUSE_MS = 260


def polished(pcm: bytes, sample_rate_hz: int, *, body: float, speed: float) -> bytes:
    """Return 16-bit PCM ready to be joined with its neighbours; a pause follows the sentence."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32768
    samples = trimmed(samples)
    if samples.size == 0:
        return b""
    samples = resized(samples, body)
    samples = softened(samples - samples.mean(), sample_rate_hz)
    samples = levelled(samples)
    samples = faded(samples, _count(FADE_MS, sample_rate_hz))
    lead = np.zeros(_count(LEAD_MS, sample_rate_hz))
    pause = np.zeros(_count(PAUSE_MS / speed, sample_rate_hz))
    whole = np.concatenate([lead, samples, pause])
    return (whole * 32767).round().astype("<i2").tobytes()


def trimmed(samples: Samples) -> Samples:
    """Cut the silence off both ends."""
    loud = np.flatnonzero(np.abs(samples) > SILENCE_BELOW)
    return samples[loud[0] : loud[-1] + 1] if loud.size else samples[:0]


def resized(samples: Samples, body: float) -> Samples:
    """Play the samples body times as fast, which makes throat and pitch smaller or larger."""
    if body == 1.0:
        return samples
    if body > 1.0:
        samples = _filtered(samples, 0.5 / body)  # what would fold back above half the rate
    positions = np.arange(0, samples.size - 1, body)
    played: Samples = np.interp(positions, np.arange(samples.size), samples)
    return played


def softened(samples: Samples, sample_rate_hz: int) -> Samples:
    """Take the buzz away above LOW_PASS_HZ."""
    return _filtered(samples, LOW_PASS_HZ / sample_rate_hz)


def levelled(samples: Samples) -> Samples:
    """Bring every voice to one loudness, never over PEAK_LIMIT."""
    rms = float(np.sqrt(np.mean(samples**2)))
    peak = float(np.max(np.abs(samples)))
    if rms == 0.0:
        return samples
    return samples * min(TARGET_RMS / rms, PEAK_LIMIT / peak)


def faded(samples: Samples, count: int) -> Samples:
    """Fade the first and last count samples, so that joints do not click."""
    count = min(count, samples.size // 2)
    if count == 0:
        return samples
    ramp = np.sin(np.linspace(0, np.pi / 2, count)) ** 2
    result = samples.copy()
    result[:count] *= ramp
    result[-count:] *= ramp[::-1]
    return result


def _filtered(samples: Samples, cutoff: float) -> Samples:
    kernel = _low_pass_kernel(round(min(cutoff, 0.5), 4))
    return np.convolve(samples, kernel, mode="same") if samples.size > kernel.size else samples


@lru_cache(maxsize=64)
def _low_pass_kernel(cutoff: float) -> Samples:
    """Return a windowed sinc; cutoff as a share of the sample rate, up to 0.5."""
    offsets = np.arange(LOW_PASS_TAPS) - (LOW_PASS_TAPS - 1) / 2
    kernel: Samples = np.sinc(2 * cutoff * offsets) * np.hamming(LOW_PASS_TAPS)
    kernel /= kernel.sum()
    return kernel


def _count(duration_ms: float, sample_rate_hz: int) -> int:
    return round(duration_ms / 1000 * sample_rate_hz)
