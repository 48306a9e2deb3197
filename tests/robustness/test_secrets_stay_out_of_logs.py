"""A turn played, refused and failed at every service with all logs on: no password, token, seed or cookie is in them, nor in
what the last errors, the health calls and the metrics tell.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from deploy.play.embedded_postgres import EmbeddedPostgres
from image_gen.app import create_app as picture_app
from image_gen.config import Settings as PictureSettings
from llm_brain.app import create_app, make_brain
from llm_brain.config import Settings
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import Worker
from llm_brain.observe.logs import KeyValues
from tests.robustness.tables import PASSWORDS, Sql
from tts_voice.app import create_app as voice_app
from tts_voice.config import Settings as VoiceSettings

TOKEN = "tok-5f0e7d1c"
WRONG = "tok-guessed-99"
KEY = "idem-8c1b2a"
PRIVATE = "my-own-words-4711"


class Everything(logging.Handler):
    """Keeps every record as its line would read."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(KeyValues())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logs() -> Iterator[Everything]:
    kept, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def settings_for(database: EmbeddedPostgres, **changes: object) -> Settings:
    usual = {
        "db_host": "127.0.0.1", "db_port": database.port, "app_db_pass": PASSWORDS["APP_DB_PASS"], "embedder": "none",
        "image_api": "http://127.0.0.1:9", "tts_api": "http://127.0.0.1:9", "service_token": TOKEN, "media_workers": 0,
    }  # fmt: skip
    return Settings(**(usual | changes))


def played(http: TestClient) -> list[str]:
    """Play, be refused, fail; return what can be read about it."""
    http.headers["Authorization"] = f"Bearer {TOKEN}"
    new = {"name": "x", "theme": "high_fantasy"}
    table = http.post("/campaigns", json=new).json().get("id", 1)
    http.post(f"/campaigns/{table}/characters", json={"pregenerated": "rogue"})
    http.post(f"/campaigns/{table}/begin")
    body = {"campaign_id": table, "message": f"I say {PRIVATE}", "idempotency_key": KEY}
    http.post("/dm_turn", json=body)
    http.post("/dm_turn", json=body | {"message": ["wrong", PRIVATE]})
    http.post("/dm_turn", json=body, headers={"Authorization": f"Bearer {WRONG}"})
    return [http.get(path).text for path in ("/last_errors", "/metrics", "/health")]


def test_nothing_secret_is_in_any_log(
    database: EmbeddedPostgres,
    logs: Everything,
    sql: Sql,
    tmp_path: Path,
) -> None:
    settings = settings_for(database)
    brain = make_brain(settings)
    with TestClient(create_app(brain=brain), raise_server_exceptions=False) as http:
        told = played(http)
        with suppress(Exception):
            Worker(brain, MediaServices(settings)).work_once()
    seeds = [bytes(row[0]).hex() for row in sql("SELECT dice_seed FROM campaigns")]
    for broken in (
        settings_for(database, db_port=9),
        settings_for(database, app_db_pass="wrong-pass-31337"),
    ):
        with TestClient(create_app(broken), raise_server_exceptions=False) as http:
            told += played(http)
    for app in (
        picture_app(PictureSettings(images_dir=tmp_path, service_token=TOKEN)),
        voice_app(VoiceSettings(audio_dir=tmp_path, service_token=TOKEN)),
    ):
        with TestClient(app, raise_server_exceptions=False) as http:
            http.headers["Authorization"] = f"Bearer {TOKEN}"
            for path in ("/generate", "/narrate"):
                http.post(path, json={"prompt": PRIVATE, "style": "none", "text": PRIVATE})
                http.post(path, json={"text": PRIVATE}, headers={"Authorization": WRONG})
            told += [http.get(path).text for path in ("/last_errors", "/metrics", "/health")]
    lines = "\n".join([*logs.lines, *told])
    assert "/dm_turn" in lines
    for secret in (*PASSWORDS.values(), "wrong-pass-31337", TOKEN, WRONG, KEY, PRIVATE, *seeds):
        assert secret not in lines


def test_settings_shown_by_accident_hide_their_secrets(
    database: EmbeddedPostgres,
    tmp_path: Path,
) -> None:
    shown = [
        settings_for(database),
        PictureSettings(images_dir=tmp_path, service_token=TOKEN),
        VoiceSettings(audio_dir=tmp_path, service_token=TOKEN),
    ]
    text = " ".join(f"{one!r} {one} {one.model_dump_json()}" for one in shown)
    assert TOKEN not in text
    assert PASSWORDS["APP_DB_PASS"] not in text
