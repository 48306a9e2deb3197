"""What every service shows an operator in the same way: request ids, request metrics, its last errors behind the token."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from image_gen.app import create_app as picture_app
from image_gen.config import Settings as PictureSettings
from llm_brain.app import create_app as brain_app
from llm_brain.config import Settings as BrainSettings
from tts_voice.app import create_app as voice_app
from tts_voice.config import Settings as VoiceSettings

TOKEN = "a token for tests"
ID = "0123456789abcdef"
AWAY = {"db_host": "127.0.0.1", "db_port": 9, "embedder": "none", "media_workers": 0}
APPS: dict[str, Callable[[Path], FastAPI]] = {
    "llm_brain": lambda _: brain_app(
        BrainSettings(app_db_pass="none", service_token=TOKEN, **AWAY)
    ),
    "image_gen": lambda folder: picture_app(
        PictureSettings(images_dir=folder, service_token=TOKEN)
    ),
    "tts_voice": lambda folder: voice_app(VoiceSettings(audio_dir=folder, service_token=TOKEN)),
}


@pytest.fixture(params=APPS)
def http(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(APPS[request.param](tmp_path)) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


def test_an_answer_carries_the_id_it_was_asked_under(http: TestClient) -> None:
    assert http.get("/health/live", headers={"X-Request-ID": ID}).headers["x-request-id"] == ID


def test_a_refusal_at_the_door_carries_an_id_too(http: TestClient) -> None:
    refused = http.get("/metrics", headers={"Authorization": "none", "X-Request-ID": ID})
    assert refused.status_code == 401
    assert refused.headers["x-request-id"] == ID


def test_requests_are_counted_by_the_path_in_the_code(http: TestClient) -> None:
    http.get("/health/live")
    http.get("/no/such/thing/here-4711")
    text = http.get("/metrics").text
    assert 'http_request_seconds_count{method="GET",route="/health/live",status="200"}' in text
    assert 'route="unmatched",status="404"' in text
    assert "here-4711" not in text


def test_the_last_errors_are_told_behind_the_token_only(http: TestClient) -> None:
    logging.getLogger("somewhere").warning("the cellar is flooded")
    assert http.get("/last_errors", headers={"Authorization": "none"}).status_code == 401
    errors = http.get("/last_errors").json()["errors"]
    (found,) = [row for row in errors if row["message"] == "the cellar is flooded"]
    assert found["level"] == "warning"
    assert found["logger"] == "somewhere"
    assert 'log_records_total{level="warning"}' in http.get("/metrics").text
