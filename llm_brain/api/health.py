"""Is the brain well? Answers within a second whatever else goes on: in threads of its own, not in those the turns fill."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from llm_brain.api.refusals import NOT_WELL
from llm_brain.health import VERSION, Vitals

router = APIRouter()


def _vitals(request: Request) -> Vitals:
    vitals: Vitals = request.app.state.vitals
    return vitals


@router.get("/health", responses=NOT_WELL)
async def health(request: Request) -> JSONResponse:
    """Say whether turns can be taken, and what is missing if not everything is there."""
    vitals = _vitals(request)
    components = await asyncio.to_thread(vitals.components)
    can_play = components["database"] == "healthy"
    if not can_play:
        status = "degraded"
    elif "loading" in components.values():
        status = "loading"
    else:
        is_whole = all(state == "healthy" for state in components.values())
        status = "healthy" if is_whole else "degraded"
    body = {
        "status": status,
        "service": "llm_brain",
        "narrator": vitals.narrator,
        "reason": vitals.narrator_reason,
        "narrators": vitals.rungs(),
        "components": components,
        "vectors": vitals.vectors(),
        "version": VERSION,
    }
    return JSONResponse(body, status_code=200 if can_play else 503)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "alive"}


@router.get("/health/ready", responses=NOT_WELL)
async def ready(request: Request) -> JSONResponse:
    """Turns can be taken."""
    components = await asyncio.to_thread(_vitals(request).components)
    is_ready = components["database"] == "healthy"
    return JSONResponse({"ready": is_ready}, status_code=200 if is_ready else 503)


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Prometheus metrics."""
    registry = request.app.state.brain.watch.metrics.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
