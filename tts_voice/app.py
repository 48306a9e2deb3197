"""create_app builds the service: `uvicorn --factory tts_voice.app:create_app --port 8002`.

Importing this costs nothing; the speaker is loaded in a thread once the app has started.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from tts_voice import __version__, api, health
from tts_voice.answers import add_error_answers
from tts_voice.config import Settings
from tts_voice.gate import SizeCheck, TokenCheck
from tts_voice.metrics import Metrics
from tts_voice.narration import Stage
from tts_voice.readiness import Readiness
from tts_voice.speakers.choosing import Choice, choose_speaker
from tts_voice.studio import Studio

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 512 * 1024


def create_app(settings: Settings | None = None, choice: Choice | None = None) -> FastAPI:
    """Return the service; SpeakerNotInstalled when SPEAKER names one that is not here."""
    settings = settings or Settings()
    studio = _studio(settings, choice or choose_speaker(settings))

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        _make_audio_dir(settings)
        studio.readiness.begin()
        try:
            yield
        finally:
            await run_in_threadpool(studio.readiness.close)

    app = FastAPI(
        title="tts_voice",
        version=__version__,
        description="Text in, sentences of speech out.",
        lifespan=lifespan,
    )
    app.state.studio = studio
    app.include_router(api.router)
    app.include_router(health.router)
    add_error_answers(app, studio.metrics)
    app.add_middleware(SizeCheck, max_bytes=MAX_BODY_BYTES)
    if settings.service_token is not None:
        app.add_middleware(TokenCheck, token=settings.service_token.get_secret_value())
    return app


def _studio(settings: Settings, choice: Choice) -> Studio:
    stage = Stage(
        choice.speaker,
        settings.audio_dir,
        max_characters=settings.max_characters,
        max_narrations=settings.max_narrations,
    )
    return Studio(settings, choice, stage, Readiness(choice.speaker), Metrics())


def _make_audio_dir(settings: Settings) -> None:
    try:
        settings.audio_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # said by /health; streaming works without it
        logger.warning("AUDIO_DIR %s cannot be made: %s", settings.audio_dir, error.strerror)
