"""Health and metrics. They wait for nothing and nobody, so they answer while all else works."""

from __future__ import annotations

import os
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tts_voice import __version__
from tts_voice.refusals import NOT_WELL
from tts_voice.speakers.ladder import LadderSpeaker
from tts_voice.studio import Studio, StudioDep

router = APIRouter(tags=["health"])


@router.get("/health", responses=NOT_WELL)
async def health(studio: StudioDep) -> JSONResponse:
    """Say how the service is: 200 when it can speak, degraded included; else 503."""
    return JSONResponse(_report(studio), status_code=200 if studio.readiness.is_ready else 503)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Answer at all."""
    return {"status": "alive"}


@router.get("/health/ready", responses=NOT_WELL)
async def ready(studio: StudioDep) -> JSONResponse:
    """Say whether the speaker can speak now: 200 or 503."""
    status_code = 200 if studio.readiness.is_ready else 503
    return JSONResponse({"status": studio.readiness.state}, status_code=status_code)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(studio: StudioDep) -> Response:
    """Return the numbers for Prometheus."""
    return Response(generate_latest(studio.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _report(studio: Studio) -> dict[str, Any]:
    state = studio.readiness.state
    folder = studio.settings.audio_dir
    is_writable = folder.is_dir() and os.access(folder, os.W_OK)
    speaker = studio.choice.speaker
    components = {"speaker": state, "audio_dir": "ok" if is_writable else "not_writable"}
    reason = studio.choice.reason
    if isinstance(speaker, LadderSpeaker):
        components["neural_speaker"] = speaker.neural_state
        reason = speaker.reason
    is_whole = is_writable and components.get("neural_speaker") not in ("loading", "failed")
    status = "loading" if state == "loading" else "degraded"
    if state == "ready" and is_whole:
        status = "healthy"
    return {
        "status": status,
        "service": "tts_voice",
        "speaker": speaker.name,
        "reason": studio.readiness.failure or reason,
        "components": components,
        "version": __version__,
    }
