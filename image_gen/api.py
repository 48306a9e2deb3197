"""The HTTP surface: types in, types out, errors in one shape; the work is in `picture.py`.

`/generate` is a plain `def`, so it runs in a worker thread and `/health` answers meanwhile.
"""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from image_gen import __version__
from image_gen.picture import make_picture
from image_gen.refusals import NOT_WELL, PICTURE
from image_gen.state import AppState
from image_gen.styles import DEFAULT_NEGATIVE_PROMPT, STYLE_PROMPTS
from image_gen.wire import GenerateIn, GenerateOut, HealthOut, StyleOut, StylesOut

router = APIRouter()


def app_state(request: Request) -> AppState:
    """Hand the app's own parts to an endpoint."""
    state: AppState = request.app.state.parts
    return state


Parts = Annotated[AppState, Depends(app_state)]


@router.post("/generate")
def generate(order: GenerateIn, parts: Parts) -> GenerateOut:
    """Paint one picture and say where it hangs."""
    with parts.metrics.in_flight.track_inprogress():
        finished = make_picture(
            order,
            settings=parts.settings,
            choice=parts.choice,
            gallery=parts.gallery,
            clock=time.monotonic,
        )
    painter, style = parts.choice.painter.name, finished.order.style
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
        degraded=parts.choice.degraded,
        reason=parts.choice.reason,
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
    components = {
        "painter": parts.painter_state,
        "gallery": "healthy" if parts.gallery.is_writable else "unwritable",
    }
    out = HealthOut(
        status=parts.status,
        service="image_gen",
        painter=parts.choice.painter.name,
        degraded=parts.choice.degraded,
        reason=parts.choice.reason,
        why=parts.choice.why,
        components=components,
        version=__version__,
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
