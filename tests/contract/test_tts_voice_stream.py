"""The stream over a real socket: the events in order, EventSource, a client that goes away."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from tts_voice.app import create_app
from tts_voice.config import Settings
from tts_voice.errors import SentenceNotSpoken
from tts_voice.speakers.choosing import Choice, choose_speaker
from tts_voice.speakers.espeak.speaker import EspeakSpeaker
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice

TEXT = "Mr. Vex waits. The gate opens! What now?"


class Running:
    """The app behind a real server on a free port."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        self._thread = threading.Thread(target=self.server.run)

    def __enter__(self) -> httpx.Client:
        self._thread.start()
        assert self.app.state.studio.readiness.wait(30)
        until(lambda: self.server.started)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.server.should_exit = True
        self._thread.join(30)


def until(claim: Callable[[], bool], timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not claim():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


def settings_in(folder: Path) -> Settings:
    return Settings(speaker="espeak", audio_dir=folder, reference_voices_path=folder)


def events_of(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stream")


@pytest.fixture(scope="module")
def speaker(folder: Path) -> EspeakSpeaker:
    made = choose_speaker(settings_in(folder)).speaker
    assert isinstance(made, EspeakSpeaker)
    return made


@pytest.fixture(scope="module")
def client(folder: Path, speaker: EspeakSpeaker) -> Iterator[httpx.Client]:
    with Running(create_app(settings_in(folder), Choice(speaker, "test"))) as client:
        yield client


def check_protocol(answer: httpx.Response, texts: list[str]) -> list[dict[str, Any]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = list(events_of(answer.iter_lines()))
    assert [event["type"] for event in events] == ["metadata", "audio"] * len(texts) + ["done"]
    for number, text in enumerate(texts, start=1):
        metadata, audio = events[2 * number - 2 : 2 * number]
        assert (metadata["sentence"], metadata["of"]) == (number, len(texts))
        assert metadata["text"] == text
        assert audio["sentence"] == number
        with wave.open(io.BytesIO(base64.b64decode(audio["audio_data"], validate=True))) as wav:
            assert wav.getframerate() == audio["sample_rate_hz"]
            assert wav.getnframes() > 0
    return events


def test_post_streams_each_sentence_in_order_and_then_done(
    client: httpx.Client, folder: Path
) -> None:
    with client.stream("POST", "/narrate/stream", json={"text": TEXT}) as answer:
        events = check_protocol(answer, ["Mr. Vex waits.", "The gate opens!", "What now?"])
    done = events[-1]
    assert Path(done["path"]).parent == folder
    assert done["url"] == f"/media/audio/{Path(done['path']).name}"
    with wave.open(done["path"]) as whole:
        frames = whole.readframes(whole.getnframes())
    pieces = []
    for event in events:
        if event["type"] == "audio":
            with wave.open(io.BytesIO(base64.b64decode(event["audio_data"]))) as wav:
                pieces.append(wav.readframes(wav.getnframes()))
    assert frames == b"".join(pieces)


def test_get_streams_the_same_for_an_event_source(client: httpx.Client) -> None:
    query = {"text": "It’s dark. Go on?", "voice": "npc:Vex;gender=female", "speed": "1.25"}
    with client.stream("GET", "/narrate/stream", params=query) as answer:
        events = check_protocol(answer, ["It’s dark.", "Go on?"])
    assert events[0]["voice"] == "npc:Vex;gender=female"


def test_an_event_source_that_comes_back_after_the_end_is_sent_away(client: httpx.Client) -> None:
    with client.stream("GET", "/narrate/stream", params={"text": "Go."}) as answer:
        last_id = [line for line in answer.iter_lines() if line.startswith("id: ")][-1][4:]
    headers = {"Last-Event-ID": last_id}
    again = client.get("/narrate/stream", params={"text": "Go."}, headers=headers)
    assert again.status_code == 204


@pytest.mark.parametrize("query", [{}, {"text": ""}, {"text": "a", "speed": "3"}])
def test_get_rejects_a_bad_query(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/narrate/stream", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


def test_parts_are_streamed_in_their_own_voices(client: httpx.Client) -> None:
    parts = [{"text": "He nods."}, {"text": "Ale?", "voice": "npc:Bram"}]
    with client.stream("POST", "/narrate/stream", json={"parts": parts}) as answer:
        events = check_protocol(answer, ["He nods.", "Ale?"])
    voices = [event["voice"] for event in events if event["type"] == "metadata"]
    assert voices == ["narrator", "npc:Bram"]


def test_a_worker_killed_during_a_stream_is_not_heard(
    client: httpx.Client, speaker: EspeakSpeaker
) -> None:
    killed = speaker.worker.pid
    assert killed
    text = " ".join(f"Here is line {number} of the tale." for number in range(20))
    types = []
    with client.stream("POST", "/narrate/stream", json={"text": text}) as answer:
        for event in events_of(answer.iter_lines()):
            types.append(event["type"])
            if len(types) == 2:
                os.kill(killed, signal.SIGKILL)
    assert types == ["metadata", "audio"] * 20 + ["done"]
    until(lambda: speaker.worker.pid not in (None, killed))


class ScriptedSpeaker:
    """Takes a moment for each sentence and fails at the one that says so."""

    name = "scripted"
    clones_voices = False

    def __init__(self) -> None:
        self.spoken = 0

    def load(self) -> None: ...

    def close(self) -> None: ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        if "fail" in sentence:
            raise SentenceNotSpoken(reason="as written")
        if "crash" in sentence:
            raise RuntimeError("not one of ours")
        time.sleep(0.02)  # speaking takes time
        self.spoken += 1
        return Speech(b"\0\0" * 800, 8000)


def test_a_client_that_goes_away_stops_the_speaking(tmp_path: Path) -> None:
    speaker = ScriptedSpeaker()
    app = create_app(settings_in(tmp_path), Choice(speaker, "test"))
    open_narrations = app.state.studio.metrics.open_narrations
    with Running(app) as client:
        text = " ".join(f"Line {number}." for number in range(60))
        with client.stream("POST", "/narrate/stream", json={"text": text}) as answer:
            assert next(events_of(answer.iter_lines()))["type"] == "metadata"
        until(lambda: open_narrations.collect()[0].samples[0].value == 0)
        assert 0 < speaker.spoken < 60
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("word", "code"), [("fail", "sentence_not_spoken"), ("crash", "internal_error")]
)
def test_a_failure_in_mid_stream_is_an_error_event_and_frees_the_place(
    tmp_path: Path, word: str, code: str
) -> None:
    app = create_app(settings_in(tmp_path), Choice(ScriptedSpeaker(), "test"))
    with Running(app) as client:
        for _ in range(10):  # more often than there are places
            body = {"text": f"All well. Now {word}. Never."}
            with client.stream("POST", "/narrate/stream", json=body) as answer:
                events = list(events_of(answer.iter_lines()))
            assert [event["type"] for event in events] == ["metadata", "audio", "error"]
            assert events[-1]["code"] == code


def test_a_stream_that_is_not_to_be_kept_leaves_no_file(tmp_path: Path) -> None:
    app = create_app(settings_in(tmp_path), Choice(ScriptedSpeaker(), "test"))
    with Running(app) as client:
        body = {"text": "All well.", "keep": False}
        with client.stream("POST", "/narrate/stream", json=body) as answer:
            events = list(events_of(answer.iter_lines()))
    assert [event["type"] for event in events] == ["metadata", "audio", "done"]
    assert "url" not in events[-1]
    assert list(tmp_path.iterdir()) == []
