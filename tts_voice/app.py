"""create_app builds the service: `uvicorn --factory tts_voice.app:create_app --port 8002`.

Importing this costs nothing; the speaker is loaded in a thread once the app has started.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from tts_voice import __version__, api, health, last_errors, voices_api
from tts_voice.answers import add_error_answers
from tts_voice.audio import free_bytes
from tts_voice.config import Settings
from tts_voice.ending import end_well
from tts_voice.gate import SizeCheck, TokenCheck
from tts_voice.logs import set_up_logs
from tts_voice.metrics import Metrics
from tts_voice.narration import Stage
from tts_voice.readiness import Readiness
from tts_voice.recordings import MAX_RECORDING_BYTES
from tts_voice.refusals import REFUSALS
from tts_voice.request_trail import RequestTrail
from tts_voice.speakers.choosing import Choice, choose_speaker
from tts_voice.speakers.protocol import Interruptible, Speaker
from tts_voice.speakers.remembering import RememberingSpeaker
from tts_voice.studio import Studio
from tts_voice.troubles import Troubles

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 512 * 1024
LARGER_BODIES = {"/voices": MAX_RECORDING_BYTES}


def create_app(settings: Settings | None = None, choice: Choice | None = None) -> FastAPI:
    """Return the service."""
    settings = settings or Settings()
    set_up_logs(settings.log_level)
    end_well()
    studio = _studio(settings, choice or choose_speaker(settings))

    troubles = Troubles(studio.metrics.log_records)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        logging.getLogger().addHandler(troubles)
        _make_audio_dir(settings)
        studio.readiness.begin()
        try:
            yield
        finally:
            await run_in_threadpool(studio.readiness.close)
            logging.getLogger().removeHandler(troubles)

    app = FastAPI(
        title="tts_voice",
        version=__version__,
        description="Text in, sentences of speech out.",
        lifespan=lifespan,
        responses=REFUSALS,
    )
    app.state.studio = studio
    app.state.troubles = troubles
    app.include_router(api.router)
    app.include_router(voices_api.router)
    app.include_router(health.router)
    app.include_router(last_errors.router)
    add_error_answers(app, studio.metrics)
    app.add_middleware(SizeCheck, max_bytes=MAX_BODY_BYTES, larger=LARGER_BODIES)
    if settings.service_token is not None:
        app.add_middleware(TokenCheck, token=settings.service_token.get_secret_value())
    app.add_middleware(RequestTrail, metrics=studio.metrics)
    return app


def _studio(settings: Settings, choice: Choice) -> Studio:
    speaker = choice.speaker
    if not isinstance(speaker, Interruptible):  # what can be stopped for one may not be shared
        speaker = RememberingSpeaker(speaker)
    stage = Stage(
        speaker,
        settings.audio_dir,
        max_characters=settings.max_characters,
        max_narrations=settings.max_narrations,
    )
    readiness, metrics = Readiness(choice.speaker), Metrics()
    metrics.ready.set_function(lambda: float(readiness.is_ready))
    metrics.disk_free.labels("sounds").set_function(lambda: free_bytes(settings.audio_dir))
    for name in ("espeak", "chatterbox"):
        metrics.speaker.labels(name).set_function(_is_in_use(choice.speaker, name))
    return Studio(settings, choice, stage, readiness, metrics)


def _is_in_use(speaker: Speaker, name: str) -> Callable[[], float]:
    return lambda: float(speaker.name == name)


def _make_audio_dir(settings: Settings) -> None:
    try:
        settings.audio_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # said by /health; streaming works without it
        logger.warning("AUDIO_DIR %s cannot be made: %s", settings.audio_dir, error.strerror)
