"""Reference voices by upload: what is kept, what is refused, and who may."""

from __future__ import annotations

import io
import os
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tts_voice.app import create_app
from tts_voice.config import Settings

CONSENT = {"consent": "true", "consent_by": "Ada, who is heard, for this table"}


def wav(seconds: float = 6, rate: int = 16000, channels: int = 1) -> bytes:
    memory = io.BytesIO()
    with wave.open(memory, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\1\0" * int(seconds * rate) * channels)
    return memory.getvalue()


def flac(seconds: float = 6, rate: int = 44100, channels: int = 2) -> bytes:
    packed = rate << 44 | (channels - 1) << 41 | 15 << 36 | int(seconds * rate)
    return b"fLaC\x80\0\0\x22" + b"\0" * 10 + packed.to_bytes(8, "big") + b"\0" * 16


def ogg(seconds: float = 6) -> bytes:
    head = b"OpusHead\1\1" + struct.pack("<HIhB", 312, 48000, 0, 0)
    first = struct.pack("<4sBBqIIIB", b"OggS", 0, 2, 0, 1, 0, 0, 1) + bytes([len(head)]) + head
    samples = int(seconds * 48000) + 312
    return first + struct.pack("<4sBBqIIIB", b"OggS", 0, 4, samples, 1, 1, 0, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "voices"


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(
        speaker="espeak", audio_dir=tmp_path / "audio", reference_voices_path=folder
    )
    with TestClient(create_app(settings)) as client:
        yield client


def add(client: TestClient, content: bytes, name: str = "Old Bram", **query: Any) -> Any:
    headers = {"content-type": "audio/wav"}
    params = {"name": name, **CONSENT, **query}
    return client.post("/voices", params=params, content=content, headers=headers)


@pytest.mark.parametrize(("content", "kind"), [(wav(), "wav"), (flac(), "flac"), (ogg(), "ogg")])
def test_a_recording_is_kept_with_its_consent_and_can_be_asked_for(
    client: TestClient, folder: Path, content: bytes, kind: str
) -> None:
    answer = add(client, content)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["duration_ms"] == 6000
    assert (folder / f"Old Bram.{kind}").read_bytes() == content
    assert CONSENT["consent_by"] in (folder / "Old Bram.consent.txt").read_text()
    listed = client.get("/voices").json()["voices"]
    assert [v["voice"] for v in listed if v["has_consent"]] == ["reference:Old Bram"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"RIFF", wav(4.9), wav(30.5), wav(rate=4000), wav()[:-10], wav(channels=3), b"x" * 99,
        flac()[:20], ogg()[:30], ogg(99), b"ID3\3" + b"\0" * 999,
    ],
)  # fmt: skip
def test_what_is_no_fitting_recording_is_refused(
    client: TestClient, folder: Path, content: bytes
) -> None:
    answer = add(client, content)
    assert answer.status_code == 422
    assert not folder.exists()


@pytest.mark.parametrize(
    "name",
    ["", " ", "../up", "a/b", ".hidden", "a.wav", "a\0b", "x" * 61, "-", "é" * 200, "..", "a\nb;c"],
)
def test_a_name_cannot_leave_the_folder(client: TestClient, folder: Path, name: str) -> None:
    assert add(client, wav(), name).status_code == 422
    assert not folder.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"consent": "false"},
        {"consent": ""},
        {"consent_by": ""},
        {"consent_by": "a\nb"},
        {"extra": 1},
    ],
)
def test_without_consent_nothing_is_kept(
    client: TestClient, folder: Path, query: dict[str, Any]
) -> None:
    assert add(client, wav(), **query).status_code == 422
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", ""])
def test_what_a_strange_page_could_send_is_refused(
    client: TestClient, folder: Path, kind: str
) -> None:
    params = {"name": "Eve", **CONSENT}
    answer = client.post("/voices", params=params, content=wav(), headers={"content-type": kind})
    assert answer.status_code == 422
    assert not folder.exists()


def test_a_name_is_taken_once_unless_it_is_to_be_replaced(client: TestClient, folder: Path) -> None:
    add(client, wav(6))
    again = add(client, flac(7))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "recording_exists")
    assert add(client, flac(7), replace="true").status_code == 201
    assert sorted(path.name for path in folder.iterdir()) == [
        "Old Bram.consent.txt",
        "Old Bram.flac",
    ]


def test_a_deleted_recording_and_its_consent_are_gone(client: TestClient, folder: Path) -> None:
    add(client, wav())
    assert client.delete("/voices/Old Bram").status_code == 204
    assert list(folder.iterdir()) == []
    answer = client.delete("/voices/Old Bram")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "recording_not_found")


def test_a_body_past_the_limit_is_refused_and_narrations_keep_their_own(client: TestClient) -> None:
    assert add(client, b"x" * (16 * 1024 * 1024 + 1)).status_code == 413
    assert client.post("/narrate", content=b"x" * 600_000).status_code == 413


def test_a_folder_that_takes_no_files_is_said_in_words(client: TestClient, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    answer = add(client, wav())
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "voices_not_writable")
    assert "REFERENCE_VOICES_MODE" in answer.json()["error"]["message"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said_in_words(client: TestClient, folder: Path) -> None:
    folder.mkdir(mode=0o500)
    assert add(client, wav()).json()["error"]["code"] == "voices_not_writable"


def test_the_token_guards_the_voices(tmp_path: Path) -> None:
    settings = Settings(
        speaker="espeak",
        audio_dir=tmp_path,
        reference_voices_path=tmp_path / "voices",
        service_token=SecretStr("hush"),
    )
    with TestClient(create_app(settings)) as client:
        assert add(client, wav()).status_code == 401
        assert client.delete("/voices/a").status_code == 401
