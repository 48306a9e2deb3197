"""A picture that nobody waits for any more is not painted to its end; over a real socket."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
import uvicorn

from image_gen.app import create_app
from image_gen.errors import PaintingStopped
from image_gen.painters.choosing import Choice
from image_gen.painters.protocol import PictureOrder


class EndlessPainter:
    """Paints until nobody wants the picture, as a neural painter between its steps."""

    name = "endless"
    is_ready = True

    def __init__(self) -> None:
        self.began = threading.Event()
        self.gave_up = threading.Event()

    def load(self) -> None:
        pass

    def paint(self, order: PictureOrder) -> bytes:
        self.began.set()
        while order.is_wanted():
            time.sleep(0.005)
        self.gave_up.set()
        raise PaintingStopped(retry_after_s=5)


@pytest.fixture
def endless() -> EndlessPainter:
    return EndlessPainter()


@pytest.fixture
def server(make_settings, endless: EndlessPainter) -> Iterator[uvicorn.Server]:
    app = create_app(make_settings(), choice=Choice(endless))
    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield server
    server.should_exit = True
    thread.join(timeout=30)
    assert not thread.is_alive()


def order(server: uvicorn.Server, *, timeout_s: float) -> None:
    port = server.servers[0].sockets[0].getsockname()[1]
    with suppress(httpx.HTTPError):
        httpx.post(f"http://127.0.0.1:{port}/generate", json={"prompt": "a"}, timeout=timeout_s)


def test_a_caller_who_leaves_ends_the_painting(server: uvicorn.Server, endless) -> None:
    order(server, timeout_s=0.5)
    assert endless.began.is_set()
    assert endless.gave_up.wait(timeout=20)


def test_a_stop_of_the_service_ends_the_painting(server: uvicorn.Server, endless) -> None:
    caller = threading.Thread(target=order, args=(server,), kwargs={"timeout_s": 30})
    caller.start()
    assert endless.began.wait(timeout=20)
    server.should_exit = True
    assert endless.gave_up.wait(timeout=20)
    caller.join(timeout=20)
