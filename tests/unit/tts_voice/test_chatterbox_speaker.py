"""The speaker around a model that is none: turns, errors in words, limits and emotion handed on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tts_voice.config import Settings
from tts_voice.errors import Busy, SentenceNotSpoken, SpeakerUnavailable, Stopped
from tts_voice.speakers.chatterbox.engine import MAX_TOKENS, Engine, Overran, token_cap
from tts_voice.speakers.chatterbox.speaker import ChatterboxSpeaker
from tts_voice.voices import Emotion, Voice

NARRATOR = Voice("narrator")


class Module:
    """A module that is hooked: calling it calls the hooks."""

    def __init__(self) -> None:
        self.hooks: list[Callable[..., None]] = []

    def register_forward_pre_hook(self, hook: Callable[..., None]) -> None:
        self.hooks.append(hook)

    def step(self) -> None:
        for hook in self.hooks:
            hook(self, ())


class FakeTorch:
    """As much of torch as the engine asks for."""

    class OutOfMemoryError(RuntimeError): ...

    cuda = SimpleNamespace(is_available=lambda: False)

    class inference_mode:  # noqa: N801
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...


class FakeModel:
    """Takes a step for every token it may make and hums as long."""

    sr = 24000

    def __init__(self) -> None:
        self.conds: Any = "built in"
        self.said: list[tuple[str, Any, dict[str, float]]] = []
        self.prepared: list[str] = []
        self.fault: Exception | None = None
        self.on_step: Callable[[], None] = lambda: None
        self.t3 = SimpleNamespace(tfmr=Module(), inference=self._inference)
        self.s3gen = SimpleNamespace(get_submodule=lambda _name: Module())
        self.watermarker = SimpleNamespace(apply_watermark=lambda samples, sample_rate: samples)

    def _inference(self, *, max_new_tokens: int) -> Any:
        for _ in range(max_new_tokens):
            self.on_step()
            self.t3.tfmr.step()
        return np.zeros((1, max_new_tokens))

    def prepare_conditionals(self, recording: str) -> None:
        self.prepared.append(recording)
        self.conds = recording

    def generate(self, text: str, **emotion: float) -> Any:
        if self.fault:
            raise self.fault
        self.said.append((text, self.conds, emotion))
        count = self.t3.inference(max_new_tokens=1000).shape[-1]
        sound = 0.5 * np.sin(np.arange(count * 960) / 20)
        return SimpleNamespace(
            squeeze=lambda _dim: SimpleNamespace(cpu=lambda: SimpleNamespace(numpy=lambda: sound))
        )


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def speaker(model: FakeModel, clock: Clock, tmp_path: Path) -> ChatterboxSpeaker:
    engine = Engine(model, FakeTorch, variant="standard", device="cuda", clock=clock)
    settings = Settings(reference_voices_path=tmp_path, busy_after_s=0.1, sentence_deadline_s=10)
    made = ChatterboxSpeaker(settings, lambda _settings, _report: engine)
    made.load()
    return made


def test_a_sentence_takes_no_more_tokens_than_its_length_allows(
    speaker: ChatterboxSpeaker,
) -> None:
    speech = speaker.speak("Go on.", NARRATOR, 1.0)
    assert (speech.speaker, speech.sample_rate_hz) == ("chatterbox", 24000)
    assert speech.duration_ms == pytest.approx(token_cap("Go on.") * 40 + 260, abs=10)
    assert token_cap("x" * 10_000) == MAX_TOKENS


def test_speed_shortens_it(speaker: ChatterboxSpeaker) -> None:
    plain = speaker.speak("Go on.", NARRATOR, 1.0).duration_ms
    assert speaker.speak("Go on.", NARRATOR, 2.0).duration_ms == pytest.approx(plain / 2, rel=0.08)


def test_emotion_is_handed_on_and_has_plain_numbers(
    speaker: ChatterboxSpeaker, model: FakeModel
) -> None:
    speaker.speak("Go.", NARRATOR, 1.0)
    speaker.speak("Go!", Voice("narrator", emotion=Emotion(0.9, 0.3, 0.85)), 1.0)
    assert [said[2] for said in model.said] == [
        {"exaggeration": 0.5, "cfg_weight": 0.5, "temperature": 0.8},
        {"exaggeration": 0.9, "cfg_weight": 0.3, "temperature": 0.85},
    ]


def test_each_voice_has_its_own_conditionals_made_once(
    speaker: ChatterboxSpeaker, model: FakeModel, tmp_path: Path
) -> None:
    recording = tmp_path / "Bram.wav"
    recording.write_bytes(b"one")
    bram = Voice("npc", name="Bram", reference=recording)
    for voice in (NARRATOR, bram, NARRATOR, bram):
        speaker.speak("Go.", voice, 1.0)
    assert [said[1] for said in model.said] == ["built in", str(recording)] * 2
    assert model.prepared == [str(recording)]
    recording.write_bytes(b"another")
    speaker.speak("Go.", bram, 1.0)
    assert len(model.prepared) == 2


def test_a_deadline_ends_a_sentence(
    speaker: ChatterboxSpeaker, model: FakeModel, clock: Clock
) -> None:
    def pass_time() -> None:
        clock.now += 1

    model.on_step = pass_time
    with pytest.raises(SentenceNotSpoken) as caught:
        speaker.speak("Go.", NARRATOR, 1.0)
    assert isinstance(caught.value.__cause__, Overran)
    assert clock.now == 11


def test_a_stop_ends_a_sentence_at_the_next_step(
    speaker: ChatterboxSpeaker, model: FakeModel
) -> None:
    over = threading.Event()
    model.on_step = over.set
    with pytest.raises(Stopped):
        speaker.speak_until("Go.", NARRATOR, 1.0, over.is_set)
    model.on_step = lambda: None
    assert speaker.speak("Go.", NARRATOR, 1.0).pcm


def test_one_at_a_time_and_who_waits_too_long_is_told_busy(
    speaker: ChatterboxSpeaker, model: FakeModel
) -> None:
    speaking, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        speaking.set()
        assert go_on.wait(20)

    model.on_step = wait
    first = threading.Thread(target=speaker.speak, args=("Go.", NARRATOR, 1.0))
    first.start()
    assert speaking.wait(20)
    with pytest.raises(Busy):
        speaker.speak("Me too.", NARRATOR, 1.0)
    with pytest.raises(Stopped):
        speaker.speak_until("Me too.", NARRATOR, 1.0, lambda: True)
    go_on.set()
    first.join(20)
    assert not first.is_alive()


@pytest.mark.parametrize(
    "fault",
    [FakeTorch.OutOfMemoryError("full"), MemoryError(), RuntimeError("x"), AssertionError("short")],
)
def test_what_the_library_raises_is_said_in_words(
    speaker: ChatterboxSpeaker, model: FakeModel, fault: Exception
) -> None:
    model.fault = fault
    with pytest.raises(SentenceNotSpoken):
        speaker.speak("Go.", NARRATOR, 1.0)
    model.fault = None
    assert speaker.speak("Go.", NARRATOR, 1.0).pcm


def test_a_long_sentence_is_spoken_in_pieces(speaker: ChatterboxSpeaker, model: FakeModel) -> None:
    speaker.speak("the rain falls on the roofs, " * 20, NARRATOR, 1.0)
    assert len(model.said) > 1
    assert max(len(said[0]) for said in model.said) <= 280


def test_without_any_voice_it_says_so(
    speaker: ChatterboxSpeaker, model: FakeModel, clock: Clock, tmp_path: Path
) -> None:
    model.conds = None
    engine = Engine(model, FakeTorch, variant="standard", device="cuda", clock=clock)
    settings = Settings(reference_voices_path=tmp_path)
    speaker = ChatterboxSpeaker(settings, lambda _settings, _report: engine)
    with pytest.raises(SpeakerUnavailable):
        speaker.speak("Go.", NARRATOR, 1.0)
    speaker.load()
    with pytest.raises(SentenceNotSpoken):
        speaker.speak("Go.", NARRATOR, 1.0)
