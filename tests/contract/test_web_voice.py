"""The web service's voice client against the real voice service."""

import base64
import os
from pathlib import Path

import pytest

pytest.importorskip("django")
tts = pytest.importorskip("tts_voice.app", exc_type=ImportError)

import httpx  # noqa: E402

from tts_voice.config import Settings  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")
os.environ.setdefault("WEB_SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-varied-0123456789")
os.environ.setdefault("WEB_DB_PASS", "of the web")

import django  # noqa: E402

django.setup()

from web_service.clients.voice import Voice  # noqa: E402
from web_service.play.speech import parts_of  # noqa: E402

SENTENCE = {
    "text": "“It rings for the ones who stay,” says Old Wen.",
    "speaker": {"ref": "n3", "name": "Old Wen; gender=loud"},
}


async def test_a_sentence_of_the_story_comes_back_as_sound(tmp_path: Path) -> None:
    app = tts.create_app(Settings(audio_dir=tmp_path, speaker="espeak"))
    async with app.router.lifespan_context(app):
        voice = Voice("http://voice", transport=httpx.ASGITransport(app))
        await wait_until_ready(app)
        events = [event async for event in voice.speak(parts_of(SENTENCE), 1.2, "fierce")]
    sounds = [base64.b64decode(e["audio_data"]) for e in events if e["type"] == "audio"]
    assert len(sounds) == 2
    assert all(sound.startswith(b"RIFF") for sound in sounds)
    assert events[-1]["type"] == "done"


async def wait_until_ready(app: object) -> None:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://voice") as client:
        for _ in range(200):
            if (await client.get("/health/ready")).status_code == 200:
                return
    pytest.skip("no speaker is installed here")
