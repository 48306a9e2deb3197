"""The HTTP surface: types in, types out, errors in one shape; the work is in `picture.py`.

The painting of `/generate` runs in a worker thread, so `/health` answers meanwhile, and ends early when its caller leaves.
"""

import time
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from image_gen import __version__
from image_gen.picture import Finished, make_picture
from image_gen.refusals import NOT_WELL, PICTURE
from image_gen.state import AppState
from image_gen.styles import DEFAULT_NEGATIVE_PROMPT, STYLE_PROMPTS
from image_gen.wanted import while_wanted
from image_gen.wire import GenerateIn, GenerateOut, HealthOut, StyleOut, StylesOut

router = APIRouter()


def app_state(request: Request) -> AppState:
    """Hand the app's own parts to an endpoint."""
    state: AppState = request.app.state.parts
    return state


Parts = Annotated[AppState, Depends(app_state)]


@router.post("/generate")
async def generate(order: GenerateIn, request: Request, parts: Parts) -> GenerateOut:
    """Paint one picture and say where it hangs."""

    def make(is_wanted: Callable[[], bool]) -> Finished:
        return make_picture(
            order,
            settings=parts.settings,
            choice=parts.choice,
            gallery=parts.gallery,
            clock=time.monotonic,
            is_wanted=is_wanted,
        )

    with parts.metrics.in_flight.track_inprogress():
        finished = await while_wanted(request, parts.stopping, make)
    painter, style = finished.painter, finished.order.style
    parts.metrics.pictures.labels(painter, style).inc()
    parts.metrics.seconds.labels(painter).observe(finished.duration_ms / 1000)
    return GenerateOut(
        image_id=finished.hung.image_id,
        path=str(finished.hung.path),
        url=finished.hung.url,
        seed=finished.order.seed,
        style=style,
        painter=painter,
        width_px=finished.order.width_px,
        height_px=finished.order.height_px,
        duration_ms=finished.duration_ms,
        degraded=finished.reason is not None,
        reason=finished.reason,
    )


@router.get("/images/{image_id}", response_class=FileResponse, responses=PICTURE)
def image(image_id: str, parts: Parts) -> FileResponse:
    """Give a finished picture's bytes, for a look without the website."""
    return FileResponse(parts.gallery.find(image_id))


@router.get("/styles")
async def styles(parts: Parts) -> StylesOut:
    """List the styles a picture may be asked in."""
    return StylesOut(
        styles=[StyleOut(name=name, prompt=line) for name, line in STYLE_PROMPTS.items()],
        default_style=parts.settings.default_style,
        default_negative_prompt=DEFAULT_NEGATIVE_PROMPT,
    )


@router.get("/health", responses=NOT_WELL)
async def health(parts: Parts) -> JSONResponse:
    """Say how the service is: 200 when a picture can be ordered, 503 while it cannot."""
    (painter, reason), neural = parts.choice.now(), parts.choice.neural
    out = HealthOut(
        status=parts.status,
        service="image_gen",
        painter=painter.name,
        degraded=reason is not None,
        reason=reason,
        why=parts.choice.said,
        components=parts.components,
        version=__version__,
        progress=neural.progress if neural else None,
        model_bytes=neural.model_bytes if neural else 0,
    )
    return JSONResponse(out.model_dump(), status_code=200 if parts.is_ready else 503)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "alive"}


@router.get("/health/ready", responses=NOT_WELL)
async def ready(parts: Parts) -> JSONResponse:
    """Say whether a picture can be ordered now."""
    body = {"status": "ready" if parts.is_ready else parts.status}
    return JSONResponse(body, status_code=200 if parts.is_ready else 503)


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(parts: Parts) -> Response:
    """Give the service's metrics in Prometheus' text format."""
    return Response(generate_latest(parts.metrics.registry), media_type=CONTENT_TYPE_LATEST)
