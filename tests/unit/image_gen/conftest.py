"""What the picture service's unit tests share: settings, a painter without pixels, a client."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from image_gen.app import create_app
from image_gen.config import Settings
from image_gen.errors import PainterNotReady
from image_gen.painters.choosing import Choice
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile


class StillPainter:
    """A painter that gives the same few bytes, and can be made to hold its brush."""

    name = "still"

    def __init__(self, turnstile: Turnstile | None = None) -> None:
        self.turnstile = turnstile or Turnstile(wait_s=0.01, queue_limit=0)
        self.orders: list[PictureOrder] = []
        self.started = threading.Event()
        self.may_finish = threading.Event()
        self.may_finish.set()
        self._loaded = False

    @property
    def is_ready(self) -> bool:
        return self._loaded

    def load(self) -> None:
        self._loaded = True

    def paint(self, order: PictureOrder) -> bytes:
        if not self._loaded:
            raise PainterNotReady(retry_after_s=2)
        with self.turnstile.entered():
            self.orders.append(order)
            self.started.set()
            assert self.may_finish.wait(timeout=20)
            return b"picture"


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(**changes: object) -> Settings:
        return Settings(**{"images_dir": tmp_path / "images", "image_format": "png", **changes})

    return make


@pytest.fixture
def painter() -> StillPainter:
    return StillPainter()


@pytest.fixture
def client(make_settings: Callable[..., Settings], painter: StillPainter) -> Iterator[TestClient]:
    app = create_app(make_settings(), choice=Choice(painter))
    with TestClient(app, raise_server_exceptions=False) as client:
        while client.get("/health/ready").status_code != 200:
            pass
        yield client
