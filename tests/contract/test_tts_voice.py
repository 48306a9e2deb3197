"""The voice service over HTTP with the real eSpeak NG: /narrate, /voices, errors, health, token."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tts_voice.app import create_app
from tts_voice.config import Settings
from tts_voice.speakers.choosing import Choice
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice

TEXT = "The goblin grins at you. Roll a d20!"


def settings_in(folder: Path, **changes: Any) -> Settings:
    (folder / "voices").mkdir(exist_ok=True)
    return Settings(
        **{
            "speaker": "espeak",
            "audio_dir": folder / "audio",
            "reference_voices_path": folder / "voices",
            **changes,
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tts")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    app = create_app(settings_in(folder))
    with TestClient(app) as client:
        assert app.state.studio.readiness.wait(20)
        yield client


def wav_of(path: str) -> tuple[int, np.ndarray]:
    with wave.open(io.BytesIO(Path(path).read_bytes())) as wav:
        samples = np.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2")
        return wav.getframerate(), samples.astype(float)


def test_narrate_answers_with_a_file_that_holds_the_speech(
    client: TestClient, folder: Path
) -> None:
    answer = client.post("/narrate", json={"text": TEXT})
    told = answer.json()
    assert answer.status_code == 200
    assert set(told) == {
        "audio_id", "path", "url", "duration_ms", "sample_rate_hz", "voice", "speaker", "truncated",
    }  # fmt: skip
    assert Path(told["path"]).parent == folder / "audio"
    assert told["url"] == f"/media/audio/{Path(told['path']).name}"
    rate, samples = wav_of(told["path"])
    assert rate == told["sample_rate_hz"]
    assert len(samples) / rate * 1000 == pytest.approx(told["duration_ms"], abs=2)
    assert np.abs(samples).mean() > 300
    assert (told["voice"], told["speaker"], told["truncated"]) == ("narrator", "espeak", False)


def test_clips_are_the_sentences_of_the_parts_in_order(client: TestClient) -> None:
    parts = [
        {"text": "The smith looks up.", "voice": "narrator"},
        {"text": "What will it be? Quick!", "voice": "npc:Bram;gender=male"},
        {"text": "She waits.", "voice": {"name": "Ilse", "gender": "female", "age": "old"}},
    ]
    told = client.post("/narrate", json={"parts": parts, "clips": True}).json()
    assert [clip["text"] for clip in told["clips"]] == [
        "The smith looks up.", "What will it be?", "Quick!", "She waits.",
    ]  # fmt: skip
    assert [clip["voice"] for clip in told["clips"]] == [
        "narrator",
        "npc:Bram;gender=male",
        "npc:Bram;gender=male",
        "npc:Ilse;gender=female;age=old",
    ]
    _, whole = wav_of(told["path"])
    pieces = np.concatenate([wav_of(clip["path"])[1] for clip in told["clips"]])
    assert np.array_equal(whole, pieces)
    assert sum(clip["duration_ms"] for clip in told["clips"]) == pytest.approx(
        told["duration_ms"], abs=5
    )


def test_past_a_thousand_characters_it_is_cut_at_a_sentence_and_says_so(
    client: TestClient,
) -> None:
    sentence = "The rain falls on the roofs of the old town tonight. "
    told = client.post("/narrate", json={"text": sentence * 30, "clips": True, "speed": 2}).json()
    assert told["truncated"]
    assert len(told["clips"]) == 1000 // len(sentence)
    assert {clip["text"] for clip in told["clips"]} == {sentence.strip()}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": "a", "parts": [{"text": "b"}]}, "body"),
        ({"parts": []}, "parts"),
        ({"parts": [{"text": ""}]}, "parts.0.text"),
        ({"text": "a", "speed": 0.49}, "speed"),
        ({"text": "a", "speed": 2.01}, "speed"),
        ({"text": "a", "speed": "fast"}, "speed"),
    ],
)
@pytest.mark.parametrize("path", ["/narrate", "/narrate/stream"])
def test_it_rejects_a_bad_request_naming_the_field(
    client: TestClient, path: str, body: dict[str, Any], field: str
) -> None:
    answer = client.post(path, json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "invalid_request")
    assert [problem["field"] for problem in error["details"]["fields"]] == [field]


def test_a_wrong_speed_is_told_the_range(client: TestClient) -> None:
    message = client.post("/narrate", json={"text": "a", "speed": 9}).json()["error"]["message"]
    assert "0.5" in message
    assert "2.0" in message


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": "a", "voice": "wizard"}, "unknown_voice"),
        ({"text": "a", "voice": "reference:gone"}, "unknown_voice"),
        ({"text": "a", "voice": "npc:" + "x" * 100}, "unknown_voice"),
        ({"text": "a", "voice": "npc:" + "x" * 200}, "invalid_request"),
        ({"text": "a", "voice": {"gender": "elf"}}, "invalid_request"),
        ({"text": "a", "voice": {"name": "x;gender=male;y"}}, "unknown_voice"),
        ({"text": "— … *"}, "nothing_to_say"),
    ],
)
@pytest.mark.parametrize("path", ["/narrate", "/narrate/stream"])
def test_it_rejects_what_cannot_be_spoken_before_the_first_byte(
    client: TestClient, path: str, body: dict[str, Any], code: str
) -> None:
    answer = client.post(path, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_half_a_character_is_spoken_around(client: TestClient) -> None:
    body = b'{"text": "The \\ud83d door \\udc00 opens.", "voice": "narrator"}'
    answer = client.post("/narrate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200


def test_the_frameworks_own_errors_have_the_same_shape(client: TestClient) -> None:
    answers = {
        404: client.get("/nowhere"),
        405: client.get("/narrate"),
        413: client.post("/narrate", content=b"x" * 600_000),
        422: client.post("/narrate", content=b"{", headers={"content-type": "application/json"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert set(answer.json()["error"]) == {"code", "message", "details"}


def test_a_body_that_grows_too_large_unannounced_is_refused(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"x" * 10_000

    answer = client.post("/narrate", content=pieces())
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


def test_voices_lists_narrator_recordings_and_how_people_are_written(
    client: TestClient, folder: Path
) -> None:
    recording = folder / "voices" / "innkeeper.wav"
    recording.write_bytes(b"RIFF")
    told = client.get("/voices").json()
    assert told["default"] == "narrator"
    assert [(v["voice"], v["heard_as_recorded"]) for v in told["voices"]] == [
        ("narrator", False),
        ("reference:innkeeper", False),
    ]
    body = {"text": "Ale?", "voice": "reference:innkeeper"}
    assert client.post("/narrate", json=body).json()["voice"] == "reference:innkeeper"
    recording.unlink()


def test_health_and_metrics(client: TestClient) -> None:
    client.post("/narrate", json={"text": "One. Two."})
    health = client.get("/health")
    assert health.status_code == 200
    assert health.json()["status"] == "healthy"
    assert health.json()["service"] == "tts_voice"
    assert health.json()["speaker"] == "espeak"
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert "tts_voice_sentences_total" in client.get("/metrics").text


def test_the_token_guards_everything_but_health(tmp_path: Path) -> None:
    app = create_app(settings_in(tmp_path, service_token=SecretStr("hush")))
    with TestClient(app) as client:
        app.state.studio.readiness.wait(20)
        for call in ("/voices", "/metrics", "/docs", "/nowhere", "/healthy"):
            answer = client.get(call)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_rejected")
        for wrong in ("Bearer no", "hush", "Basic hush", "Bearer hüsh".encode("latin-1")):
            answer = client.post("/narrate", json={"text": "a"}, headers={"Authorization": wrong})
            assert answer.status_code == 401
        assert client.get("/health").status_code == 200
        allowed = client.get("/voices", headers={"Authorization": "Bearer hush"})
        assert allowed.status_code == 200


def test_an_unwritable_folder_is_said_by_health_and_by_narrate(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = create_app(settings_in(tmp_path, audio_dir=tmp_path / "file" / "audio"))
    with TestClient(app) as client:
        app.state.studio.readiness.wait(20)
        assert client.get("/health").json()["status"] == "degraded"
        answer = client.post("/narrate", json={"text": "Hello."})
        assert (answer.status_code, answer.json()["error"]["code"]) == (507, "audio_not_stored")


class GatedSpeaker:
    """Loads and speaks only when let."""

    name = "gated"
    clones_voices = False

    def __init__(self) -> None:
        self.may_load, self.may_speak = threading.Event(), threading.Event()
        self.speaking = threading.Event()

    def load(self) -> None:
        self.may_load.wait(20)

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        self.speaking.set()
        self.may_speak.wait(20)
        return Speech(b"\0\0" * 800, 8000)

    def close(self) -> None:
        self.may_load.set()


def test_while_loading_it_says_so_and_refuses_kindly(tmp_path: Path) -> None:
    speaker = GatedSpeaker()
    with TestClient(create_app(settings_in(tmp_path), Choice(speaker, "test"))) as client:
        health = client.get("/health")
        assert (health.status_code, health.json()["status"]) == (503, "loading")
        for path in ("/narrate", "/narrate/stream"):
            answer = client.post(path, json={"text": "Hello."})
            error = answer.json()["error"]
            assert (answer.status_code, error["code"]) == (503, "speaker_unavailable")
            assert int(answer.headers["Retry-After"]) > 0


def test_while_speaking_health_answers_and_one_too_many_is_busy(tmp_path: Path) -> None:
    speaker = GatedSpeaker()
    speaker.may_load.set()
    app = create_app(settings_in(tmp_path, max_narrations=1), Choice(speaker, "test"))
    with TestClient(app) as client:
        assert app.state.studio.readiness.wait(20)
        answers: list[int] = []
        first = threading.Thread(
            target=lambda: answers.append(
                client.post("/narrate", json={"text": "Hello."}).status_code
            )
        )
        first.start()
        assert speaker.speaking.wait(20)
        assert client.get("/health").status_code == 200
        for path in ("/narrate", "/narrate/stream"):
            busy = client.post(path, json={"text": "Me too."})
            assert (busy.status_code, busy.json()["error"]["code"]) == (503, "busy")
            assert int(busy.headers["Retry-After"]) > 0
        speaker.may_speak.set()
        first.join(20)
        assert answers == [200]
        assert client.post("/narrate", json={"text": "Now me."}).status_code == 200
