"""Loading happens elsewhere, its failure is a state, and it is tried again."""

from __future__ import annotations

import threading

import pytest

from tts_voice.errors import SpeakerUnavailable
from tts_voice.readiness import Readiness
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice


class SlowSpeaker:
    """Fails to load until it is mended, and loads only when let."""

    name = "slow"
    clones_voices = False

    def __init__(self, failures: int = 0) -> None:
        self.let = threading.Event()
        self.failures = failures
        self.closed = False

    def load(self) -> None:
        self.let.wait(10)
        if self.failures:
            self.failures -= 1
            raise SpeakerUnavailable(reason="no data")

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True


def test_it_is_loading_until_the_speaker_has_loaded() -> None:
    speaker = SlowSpeaker()
    readiness = Readiness(speaker)
    readiness.begin()
    assert readiness.state == "loading"
    with pytest.raises(SpeakerUnavailable):
        readiness.require()
    speaker.let.set()
    assert readiness.wait(10)
    readiness.require()
    readiness.close()
    assert speaker.closed


def test_a_failed_speaker_is_tried_again() -> None:
    speaker = SlowSpeaker(failures=2)
    speaker.let.set()
    readiness = Readiness(speaker, retry_every_s=0.01)
    readiness.begin()
    assert readiness.wait(10)
    assert readiness.failure is None
    readiness.close()


def test_a_failure_is_a_state_with_its_reason() -> None:
    speaker = SlowSpeaker(failures=1)
    speaker.let.set()
    readiness = Readiness(speaker, retry_every_s=60)
    readiness.begin()
    while readiness.state == "loading":
        assert not readiness.wait(0.01)
    assert (readiness.state, readiness.failure) == ("failed", "no data")
    readiness.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_does_not_look_like_loading_for_ever() -> None:
    class Faulty(SlowSpeaker):
        def load(self) -> None:
            raise ZeroDivisionError

    readiness = Readiness(Faulty())
    readiness.begin()
    while readiness.state == "loading":
        assert not readiness.wait(0.01)
    assert readiness.state == "failed"
    readiness.close()
