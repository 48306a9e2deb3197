"""Speed changes the length and not the pitch; long sentences are cut and lose no word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_voice.speakers.chatterbox.shaping import finished, pieces, stretched

RATE = 24000


def hum(pitch_hz: float, seconds: float = 2) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * pitch_hz * np.arange(int(seconds * RATE)) / RATE)


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 2.0])
def test_stretching_keeps_the_pitch_and_changes_the_length(speed: float) -> None:
    made = stretched(hum(220), RATE, speed)
    assert made.size == pytest.approx(2 * RATE / speed, rel=0.05)
    middle = made[made.size // 4 : -made.size // 4]
    loudest = np.abs(np.fft.rfft(middle * np.hanning(middle.size))).argmax() * RATE / middle.size
    assert loudest == pytest.approx(220, abs=4)
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.1)


def test_what_is_too_short_to_stretch_stays_as_it_is() -> None:
    short = hum(220, 0.05)
    assert np.array_equal(stretched(short, RATE, 1.5), short)


def test_a_finished_sentence_has_no_silent_lead_and_a_pause_after() -> None:
    quiet = np.zeros(RATE)
    pcm = np.frombuffer(finished(np.concatenate([quiet, hum(220), quiet]), RATE, 1.0), dtype="<i2")
    assert pcm.size == pytest.approx(RATE * 2.26, rel=0.01)
    assert np.abs(pcm[-RATE // 5 :]).max() == 0
    assert finished(quiet, RATE, 1.0) == b""


@given(st.text(alphabet="ab ,;.", max_size=900), st.integers(20, 300))
def test_pieces_fit_and_lose_no_word(sentence: str, limit: int) -> None:
    made = pieces(sentence, limit)
    assert all(0 < len(piece) <= limit for piece in made)
    assert "".join("".join(made).split()) == "".join(sentence.split())
