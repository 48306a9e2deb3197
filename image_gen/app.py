"""The factory of the picture service: settings, painter, gallery, handlers, routes.

Importing this costs nothing; the painter is loaded in a worker thread once the app starts.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from image_gen import __version__, last_errors
from image_gen.api import router
from image_gen.config import Settings
from image_gen.ending import end_well
from image_gen.gallery import Gallery, free_bytes
from image_gen.handlers import BodyLimit, TokenAtTheDoor, install_handlers
from image_gen.logs import set_up_logs
from image_gen.metrics import Metrics
from image_gen.painters.choosing import Choice, choose_painter
from image_gen.refusals import REFUSALS
from image_gen.request_trail import RequestTrail
from image_gen.state import AppState
from image_gen.styles import style_prompt
from image_gen.troubles import Troubles

log = logging.getLogger("image_gen")

STOP_WAIT_S = 5.0


def create_app(settings: Settings | None = None, *, choice: Choice | None = None) -> FastAPI:
    """Build the service; `choice` puts a painter of the caller's own in place."""
    settings = settings or Settings()
    set_up_logs(settings.log_level)
    end_well()
    style_prompt(settings.default_style)
    parts = AppState(
        settings=settings,
        choice=choice or choose_painter(settings),
        gallery=Gallery(settings.images_dir, url_prefix=settings.images_url_prefix),
        metrics=Metrics(),
    )
    if parts.choice.reason:
        log.warning("painting with %s: %s", parts.choice.painter.name, parts.choice.reason)
    app = FastAPI(title="image_gen", version=__version__, lifespan=_lifespan, responses=REFUSALS)
    app.state.parts = parts
    app.state.troubles = Troubles(parts.metrics.log_records)
    parts.metrics.ready.set_function(lambda: float(parts.is_ready))
    parts.metrics.disk_free.labels("pictures").set_function(lambda: free_bytes(settings.images_dir))
    parts.show_painter()
    install_handlers(app)
    app.include_router(router)
    app.include_router(last_errors.router)
    app.add_middleware(BodyLimit)  # added first, so the token is asked for before a body is read
    if settings.service_token is not None:
        app.add_middleware(TokenAtTheDoor, token=settings.service_token.get_secret_value())
    app.add_middleware(RequestTrail, metrics=parts.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the gallery and load the painter beside the running service."""
    parts: AppState = app.state.parts
    logging.getLogger().addHandler(app.state.troubles)
    try:
        parts.settings.images_dir.mkdir(parents=True, exist_ok=True)
        parts.gallery.sweep()
    except OSError as error:
        log.error("images folder %s: %s", parts.settings.images_dir, error)  # noqa: TRY400
    parts.casting.start()
    yield
    parts.stopping.set()
    await asyncio.to_thread(parts.casting.stop, wait_s=STOP_WAIT_S)
    logging.getLogger().removeHandler(app.state.troubles)
