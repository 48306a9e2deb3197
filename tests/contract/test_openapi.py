"""The calls each service answers, as committed. `GOLDEN=write` writes them anew; read the difference before committing it."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from image_gen.app import create_app as picture_app
from image_gen.config import Settings as PictureSettings
from llm_brain.app import create_app as brain_app
from llm_brain.config import Settings as BrainSettings
from tts_voice.app import create_app as voice_app
from tts_voice.config import Settings as VoiceSettings

COMMITTED = Path(__file__).parent / "openapi"
APPS: dict[str, Callable[[Path], FastAPI]] = {
    "llm_brain": lambda _folder: brain_app(BrainSettings(app_db_pass="none")),
    "image_gen": lambda folder: picture_app(PictureSettings(images_dir=folder)),
    "tts_voice": lambda folder: voice_app(VoiceSettings(audio_dir=folder)),
}


@pytest.mark.parametrize("service", APPS)
def test_the_calls_are_the_committed_ones(service: str, tmp_path: Path) -> None:
    made = json.dumps(APPS[service](tmp_path).openapi(), indent=1, sort_keys=True) + "\n"
    committed = COMMITTED / f"{service}.json"
    if os.environ.get("GOLDEN") == "write":
        committed.write_text(made, encoding="utf-8")
    assert made == committed.read_text(encoding="utf-8")


def test_every_call_of_the_wire_is_there() -> None:
    calls = json.loads((COMMITTED / "llm_brain.json").read_text(encoding="utf-8"))["paths"]
    wanted = {
        "/campaigns": {"get", "post"},
        "/campaigns/{campaign_id}": {"get", "patch", "delete"},
        "/campaigns/{campaign_id}/characters": {"post"},
        "/campaigns/{campaign_id}/begin": {"post"},
        "/campaigns/{campaign_id}/state": {"get"},
        "/dm_turn": {"post"},
        "/dm_turn/stream": {"post"},
        "/campaigns/{campaign_id}/turns/{turn_number}/stop": {"post"},
        "/campaigns/{campaign_id}/turns/{turn_number}": {"patch"},
        "/campaigns/{campaign_id}/turns/{turn_number}/retry": {"post"},
        "/campaigns/{campaign_id}/interpret": {"post"},
        "/campaigns/{campaign_id}/turns": {"get"},
        "/campaigns/{campaign_id}/events": {"get"},
        "/campaigns/{campaign_id}/undo": {"post"},
        "/campaigns/{campaign_id}/branch": {"post"},
        "/campaigns/{campaign_id}/check": {"post"},
        "/pregenerated": {"get"},
        "/themes": {"get"},
        "/health": {"get"},
    }
    missing = {
        f"{verb} {path}"
        for path, verbs in wanted.items()
        for verb in verbs
        if verb not in calls.get(path, {})
    }
    assert missing == set()
