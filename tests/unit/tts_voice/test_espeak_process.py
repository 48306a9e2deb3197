"""The worker may die, hang or be missing; the sentence is still delivered or honestly refused."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tts_voice.errors import Busy, SentenceNotSpoken, SpeakerUnavailable
from tts_voice.speakers.espeak.process import WORKER, WorkerProcess
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.voices import Voice

NARRATOR = Voice("narrator")
REQUEST = {"text": "Hello.", "voice": "en-us"}
# A stand-in worker: ready, then for every line what the test wants.
STAND_IN = """
import os, struct, sys, time
out = sys.stdout.buffer
out.write(struct.pack(">II", 8000, 0)); out.flush()
flag = sys.argv[1]
for line in sys.stdin.buffer:
    if os.path.exists(flag):
        out.write(struct.pack(">II", 8000, 4) + b"abcd"); out.flush()
    else:
        if len(sys.argv) == 2:
            open(flag, "w").close()
        out.write(struct.pack(">II", 8000, 4) + b"ab"); out.flush()
        os._exit(1)
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> list[str]:
    program = tmp_path / "stand_in.py"
    program.write_text(STAND_IN)
    return [sys.executable, str(program), str(tmp_path / "died_once")]


def test_a_worker_that_dies_in_mid_sentence_is_replaced_and_the_sentence_delivered(
    make_speaker: Callable[..., EspeakSpeaker], stand_in: list[str]
) -> None:
    worker = make_speaker(command=stand_in).worker
    worker.start()
    first = worker.pid
    assert worker.ask(REQUEST) == (b"abcd", 8000)
    assert worker.restarts == 1
    assert worker.pid not in (None, first)


def test_a_worker_that_always_dies_is_said_after_two_tries(
    make_speaker: Callable[..., EspeakSpeaker], stand_in: list[str]
) -> None:
    worker = make_speaker(command=[*stand_in, "always"]).worker
    with pytest.raises(SentenceNotSpoken):
        worker.ask(REQUEST)
    assert worker.restarts == 2


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_a_hanging_espeak_is_killed_at_the_deadline_and_the_sentence_delivered(
    make_speaker: Callable[..., EspeakSpeaker],
) -> None:
    speaker = make_speaker(deadline_s=3)
    speaker.load()
    first = speaker.worker.pid
    assert first
    os.kill(first, signal.SIGSTOP)
    assert speaker.speak("The door opens.", NARRATOR, 1.0).duration_ms > 300
    assert speaker.worker.pid != first


def test_a_killed_espeak_is_replaced(make_speaker: Callable[..., EspeakSpeaker]) -> None:
    speaker = make_speaker()
    speaker.load()
    first = speaker.worker.pid
    assert first
    os.kill(first, signal.SIGKILL)
    assert speaker.speak("The door opens.", NARRATOR, 1.0).duration_ms > 300
    assert speaker.worker.pid != first


def test_an_unknown_engine_voice_is_refused_and_the_worker_lives(espeak: EspeakSpeaker) -> None:
    pid = espeak.worker.pid
    with pytest.raises(SentenceNotSpoken):
        espeak.worker.ask({"text": "Hello.", "voice": "nobody"})
    assert espeak.worker.pid == pid


def test_without_the_library_it_is_unavailable_with_the_reason(
    make_speaker: Callable[..., EspeakSpeaker],
) -> None:
    isolated = [sys.executable, "-I", "-S", str(WORKER)]  # no site-packages
    with pytest.raises(SpeakerUnavailable) as caught:
        make_speaker(command=isolated).load()
    assert "espeakng_loader" in caught.value.data["reason"]


def test_who_cannot_have_a_turn_in_time_is_told_busy(tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    worker = WorkerProcess(deadline_s=30, busy_after_s=0.05, command=silent)
    starting = threading.Event()

    def occupy() -> None:
        starting.set()
        with pytest.raises(SpeakerUnavailable):
            worker.start()

    thread = threading.Thread(target=occupy)
    thread.start()
    starting.wait(5)
    while worker.pid is None:
        assert thread.is_alive()
    with pytest.raises(Busy):
        worker.ask(REQUEST)
    os.kill(worker.pid, signal.SIGKILL)
    thread.join(10)


def test_closing_ends_the_worker(make_speaker: Callable[..., EspeakSpeaker]) -> None:
    speaker = make_speaker()
    speaker.load()
    speaker.close()
    assert speaker.worker.pid is None
    with pytest.raises(SpeakerUnavailable):
        speaker.speak("Too late.", NARRATOR, 1.0)


def test_closing_frees_a_caller_whose_worker_hangs(
    make_speaker: Callable[..., EspeakSpeaker],
) -> None:
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    speaker = make_speaker(deadline_s=60, command=silent)
    failures: list[Exception] = []

    def load() -> None:
        try:
            speaker.load()
        except SpeakerUnavailable as error:
            failures.append(error)

    thread = threading.Thread(target=load)
    thread.start()
    while speaker.worker.pid is None:
        assert thread.is_alive()
    speaker.close()
    thread.join(10)
    assert len(failures) == 1


def test_the_service_never_loads_the_gpl_library_itself(espeak: EspeakSpeaker) -> None:
    assert espeak.worker.pid not in (None, os.getpid())
    assert "espeakng_loader" not in sys.modules
