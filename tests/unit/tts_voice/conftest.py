"""One real eSpeak NG for all tests of this folder, and a way to measure what it says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tts_voice.speakers.espeak.process import WORKER, WorkerProcess
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.protocol import Speech


@pytest.fixture
def make_speaker() -> Iterator[Callable[..., EspeakSpeaker]]:
    """Make speakers with a worker of their own; all are closed after the test."""
    made: list[EspeakSpeaker] = []

    def make(deadline_s: float = 20, command: list[str] | None = None) -> EspeakSpeaker:
        command = command or [sys.executable, "-P", str(WORKER)]
        worker = WorkerProcess(deadline_s=deadline_s, busy_after_s=20, command=command)
        made.append(EspeakSpeaker(worker))
        return made[-1]

    yield make
    for speaker in made:
        speaker.close()


@pytest.fixture(scope="session")
def espeak() -> Iterator[EspeakSpeaker]:
    speaker = EspeakSpeaker(WorkerProcess(deadline_s=20, busy_after_s=20))
    speaker.load()
    yield speaker
    speaker.close()


@pytest.fixture(scope="session")
def pitch_hz() -> Callable[[Speech], float]:
    """Median fundamental of the voiced parts, by autocorrelation."""

    def measure(speech: Speech) -> float:
        samples = np.frombuffer(speech.pcm, dtype="<i2").astype(float)
        window, found = 1024, []
        shortest, longest = speech.sample_rate_hz // 420, speech.sample_rate_hz // 55
        for start in range(0, len(samples) - window, window):
            frame = samples[start : start + window]
            if np.abs(frame).mean() < 800:
                continue
            frame = frame - frame.mean()
            likeness = np.correlate(frame, frame, "full")[window - 1 :]
            lag = shortest + int(likeness[shortest:longest].argmax())
            if likeness[lag] > 0.4 * likeness[0]:
                found.append(speech.sample_rate_hz / lag)
        return float(np.median(found))

    return measure
