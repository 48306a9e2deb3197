"""The neural speaker speaks once it is ready, the embedded one until then and whenever it fails; each says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tts_voice.app import create_app
from tts_voice.config import Settings
from tts_voice.errors import SentenceNotSpoken, SpeakerNotWanted, SpeakerUnavailable, Stopped
from tts_voice.speakers.choosing import Choice
from tts_voice.speakers.ladder import LadderSpeaker
from tts_voice.speakers.protocol import IsOver, Speech
from tts_voice.voices import Voice

NARRATOR = Voice("narrator")


class Embedded:
    """Always there."""

    name = "espeak"
    clones_voices = False
    failure: str = ""

    def load(self) -> None:
        if self.failure:
            raise SpeakerUnavailable(reason=self.failure)

    def close(self) -> None: ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        return Speech(b"\1\0" * 2205, 22050, self.name)


class Neural:
    """Loads when let, and does what its sentence says."""

    name = "chatterbox"
    clones_voices = True
    progress = "file 2 of 5"

    def __init__(self, *failures: SpeakerUnavailable) -> None:
        self.may_load = threading.Event()
        self.speaking = threading.Event()
        self.stopped = threading.Event()
        self.failures = list(failures)

    def load(self) -> None:
        assert self.may_load.wait(20)
        if self.failures:
            raise self.failures.pop(0)

    def close(self) -> None:
        self.may_load.set()

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        return self.speak_until(sentence, voice, speed, lambda: False)

    def speak_until(self, sentence: str, voice: Voice, speed: float, is_over: IsOver) -> Speech:
        if "fail" in sentence:
            raise SentenceNotSpoken(reason="as written")
        if "endless" in sentence:
            self.speaking.set()
            wait = threading.Event()
            while not is_over():
                wait.wait(0.005)
            self.stopped.set()
            raise Stopped
        return Speech(b"\2\0" * 2400, 24000, self.name)


@pytest.fixture
def neural() -> Neural:
    return Neural()


@pytest.fixture
def ladder(neural: Neural) -> Iterator[LadderSpeaker]:
    made = LadderSpeaker(neural, Embedded(), retry_every_s=0.01)
    yield made
    made.close()


def spoken_by(ladder: LadderSpeaker, sentence: str = "Go.") -> str:
    return ladder.speak(sentence, NARRATOR, 1.0).speaker


def test_the_embedded_one_speaks_until_the_neural_one_has_loaded(
    ladder: LadderSpeaker, neural: Neural
) -> None:
    ladder.load()
    assert (ladder.name, ladder.neural_state, ladder.clones_voices) == ("espeak", "loading", False)
    assert "file 2 of 5" in ladder.reason
    assert spoken_by(ladder) == "espeak"
    neural.may_load.set()
    assert ladder.wait(20)
    assert (ladder.name, ladder.neural_state, ladder.clones_voices) == ("chatterbox", "ready", True)
    assert spoken_by(ladder) == "chatterbox"


def test_a_failed_load_is_tried_again_without_a_restart() -> None:
    neural = Neural(SpeakerUnavailable(reason="no weights"))
    neural.may_load.set()
    ladder = LadderSpeaker(neural, Embedded(), retry_every_s=0.01)
    ladder.load()
    assert ladder.wait(20)
    ladder.close()


def test_one_that_is_not_wanted_is_off_and_not_a_failure() -> None:
    neural = Neural(SpeakerNotWanted(reason="no GPU"))
    neural.may_load.set()
    ladder = LadderSpeaker(neural, Embedded(), retry_every_s=0.01)
    ladder.load()
    while ladder.neural_state == "loading":
        assert not ladder.wait(0.01)
    assert (ladder.neural_state, ladder.name, ladder.reason) == ("off", "espeak", "no GPU")
    ladder.close()


def test_a_sentence_the_neural_one_fails_at_is_spoken_by_the_embedded_one_which_says_so(
    ladder: LadderSpeaker, neural: Neural
) -> None:
    neural.may_load.set()
    ladder.load()
    assert ladder.wait(20)
    assert spoken_by(ladder, "Now fail.") == "espeak"
    assert "as written" in ladder.reason
    assert spoken_by(ladder, "Go on.") == "chatterbox"


def test_without_the_embedded_one_the_neural_one_still_comes(neural: Neural) -> None:
    embedded = Embedded()
    embedded.failure = "not installed"
    ladder = LadderSpeaker(neural, embedded, retry_every_s=0.01)
    with pytest.raises(SpeakerUnavailable):
        ladder.load()
    neural.may_load.set()
    assert ladder.wait(20)
    ladder.load()
    ladder.close()


def test_an_answer_names_everybody_who_spoke_in_it_and_is_of_one_rate(
    ladder: LadderSpeaker, neural: Neural, tmp_path: Path
) -> None:
    neural.may_load.set()
    settings = Settings(audio_dir=tmp_path, reference_voices_path=tmp_path)
    with TestClient(create_app(settings, Choice(ladder, "test"))) as client:
        assert ladder.wait(20)
        body = {"text": "Go on. Now fail. Go."}
        told = client.post("/narrate", json=body).json()
        assert told["speaker"] == "chatterbox+espeak"
        assert (told["sample_rate_hz"], told["duration_ms"]) == (24000, 300)
        health = client.get("/health").json()
        assert (health["status"], health["speaker"]) == ("healthy", "chatterbox")
        assert health["components"]["neural_speaker"] == "ready"


def test_health_says_what_is_in_the_neural_one_s_way(tmp_path: Path) -> None:
    neural = Neural(SpeakerUnavailable(reason="the disk of TTS_CACHE is full"))
    neural.may_load.set()
    ladder = LadderSpeaker(neural, Embedded(), retry_every_s=60)
    settings = Settings(audio_dir=tmp_path, reference_voices_path=tmp_path)
    app = create_app(settings, Choice(ladder, "test"))
    with TestClient(app) as client:
        assert app.state.studio.readiness.wait(20)
        while ladder.neural_state == "loading":
            assert not ladder.wait(0.01)
        answer = client.get("/health")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert "TTS_CACHE" in answer.json()["reason"]
        assert client.post("/narrate", json={"text": "Go."}).json()["speaker"] == "espeak"
