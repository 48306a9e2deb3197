"""Chatterbox with too little memory: short pieces, then let go and tried again lower, and no sentence is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.tts_voice.test_chatterbox_speaker import NARRATOR, FakeModel, FakeTorch
from tests.unit.tts_voice.test_ladder import Embedded
from tts_voice.config import Settings
from tts_voice.errors import SentenceNotSpoken, SpeakerMemoryFull
from tts_voice.speakers.chatterbox.engine import Engine
from tts_voice.speakers.chatterbox.memory import SHORT_PIECES, Thrift, is_out_of_memory
from tts_voice.speakers.chatterbox.speaker import FULL_MOST, ChatterboxSpeaker
from tts_voice.speakers.ladder import LadderSpeaker

LONG = "the rain falls on the roofs, " * 8


class Machine:
    """Loads engines as long as the device has room, and keeps where each was loaded."""

    def __init__(self) -> None:
        self.model = FakeModel()
        self.loaded_onto: list[str] = []
        self.full: set[str] = set()

    def load(self, settings: Settings, _report: Callable[[str], None]) -> Engine:
        device = "cuda" if settings.tts_device == "auto" else settings.tts_device
        self.loaded_onto.append(device)
        if device in self.full:
            raise SpeakerMemoryFull(reason=f"no room on {device}")
        return Engine(self.model, FakeTorch, variant="standard", device=device)

    def speaker(self, folder: Path, **settings: str) -> ChatterboxSpeaker:
        return ChatterboxSpeaker(Settings(reference_voices_path=folder, **settings), self.load)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def full() -> Exception:
    return FakeTorch.OutOfMemoryError("CUDA out of memory")


def faults_at_long_pieces(model: FakeModel) -> None:
    generate = model.generate

    def limited(text: str, **emotion: float) -> object:
        if len(text) > SHORT_PIECES:
            raise full()
        return generate(text, **emotion)

    model.generate = limited  # type: ignore[method-assign]


def test_a_sentence_there_is_no_memory_for_is_spoken_in_short_pieces_and_so_are_those_after(
    machine: Machine, tmp_path: Path
) -> None:
    speaker = machine.speaker(tmp_path)
    speaker.load()
    faults_at_long_pieces(machine.model)
    assert speaker.speak(LONG, NARRATOR, 1.0).speaker == "chatterbox"
    assert speaker.speak(LONG, NARRATOR, 1.0).speaker == "chatterbox"
    assert max(len(said[0]) for said in machine.model.said) <= SHORT_PIECES
    assert "short pieces" in speaker.progress


def test_after_some_sentences_in_a_row_it_says_that_it_had_better_be_let_go(
    machine: Machine, tmp_path: Path
) -> None:
    speaker = machine.speaker(tmp_path)
    speaker.load()
    machine.model.fault = full()
    for _ in range(FULL_MOST - 1):
        with pytest.raises(SentenceNotSpoken):
            speaker.speak("Go.", NARRATOR, 1.0)
    with pytest.raises(SpeakerMemoryFull):
        speaker.speak("Go.", NARRATOR, 1.0)


def test_one_sentence_that_works_forgives_those_before(machine: Machine, tmp_path: Path) -> None:
    speaker = machine.speaker(tmp_path)
    speaker.load()
    for _ in range(2 * FULL_MOST):
        machine.model.fault = full()
        with pytest.raises(SentenceNotSpoken):
            speaker.speak("Go.", NARRATOR, 1.0)
        machine.model.fault = None
        assert speaker.speak("Go.", NARRATOR, 1.0).pcm


@pytest.mark.parametrize(
    ("settings", "tried"),
    [
        ({"speaker": "chatterbox"}, ["cuda", "cpu"]),
        ({"speaker": "auto"}, ["cuda"]),
        ({"speaker": "chatterbox", "tts_device": "cuda"}, ["cuda"]),
    ],
)
def test_a_gpu_without_room_is_left_for_the_processor_only_where_that_is_wanted(
    machine: Machine, tmp_path: Path, settings: dict[str, str], tried: list[str]
) -> None:
    machine.full = {"cuda"}
    speaker = machine.speaker(tmp_path, **settings)
    if tried[-1] == "cpu":
        speaker.load()
        assert "not on the GPU" in speaker.progress
    else:
        with pytest.raises(SpeakerMemoryFull):
            speaker.load()
    assert machine.loaded_onto == tried


@pytest.fixture
def ladder_of(machine: Machine, tmp_path: Path) -> Iterator[Callable[..., LadderSpeaker]]:
    made: list[LadderSpeaker] = []

    def ladder(**settings: str) -> LadderSpeaker:
        neural = machine.speaker(tmp_path, **settings)
        made.append(LadderSpeaker(neural, Embedded(), retry_every_s=0.01))
        made[-1].load()
        return made[-1]

    yield ladder
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("settings", "onto"), [({"speaker": "auto"}, "cuda"), ({"speaker": "chatterbox"}, "cpu")]
)
def test_every_sentence_is_spoken_while_the_model_is_let_go_and_loaded_anew(
    machine: Machine,
    ladder_of: Callable[..., LadderSpeaker],
    settings: dict[str, str],
    onto: str,
) -> None:
    ladder = ladder_of(**settings)
    assert ladder.wait(20)
    machine.model.fault = full()
    for _ in range(FULL_MOST):
        assert ladder.speak("Go.", NARRATOR, 1.0).speaker == "espeak"
    machine.model.fault = None
    assert ladder.wait(20)
    assert ladder.speak("Go.", NARRATOR, 1.0).speaker == "chatterbox"
    assert machine.loaded_onto == ["cuda", onto]


def test_health_says_why_it_was_let_go(
    machine: Machine, ladder_of: Callable[..., LadderSpeaker]
) -> None:
    ladder = ladder_of(speaker="auto")
    assert ladder.wait(20)
    machine.model.fault = full()
    machine.full = {"cuda"}
    for _ in range(FULL_MOST):
        ladder.speak("Go.", NARRATOR, 1.0)
    assert (ladder.neural_state, ladder.name) == ("failed", "espeak")
    assert ladder.reason != ""


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (FakeTorch.OutOfMemoryError("full"), True),
        (MemoryError(), True),
        (RuntimeError("CUDA error: out of memory"), True),
        (RuntimeError("CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("shape mismatch"), False),
    ],
)
def test_want_of_memory_is_known_by_its_type_and_by_its_words(
    error: Exception, is_full: bool
) -> None:
    assert is_out_of_memory(FakeTorch, error) is is_full


def test_the_rungs_end() -> None:
    thrift = Thrift(Settings(speaker="chatterbox"))
    assert (thrift.shorten(), thrift.shorten()) == (True, False)
    assert (thrift.leave_the_gpu(), thrift.leave_the_gpu()) == (True, False)
    assert thrift.settings.tts_device == "cpu"
