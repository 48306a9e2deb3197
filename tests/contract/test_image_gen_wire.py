"""The picture service as its callers meet it, with the painter that really draws."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from PIL import Image

from image_gen.app import create_app
from image_gen.config import Settings


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("images")
    app = create_app(Settings(images_dir=folder, painter="sketch"))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        while client.get("/health").status_code != 200:
            pass
        yield client
    server.should_exit = True
    thread.join()


def test_an_order_comes_back_with_every_promised_field(service: httpx.Client) -> None:
    order = {
        "prompt": "the party meets two skeletons under the bell",
        "style": "dark_gothic",
        "width_px": 320,
        "height_px": 200,
        "scene": {"place_kind": "crypt", "place_name": "Lower nave", "weather": "rain", "time_of_day": "dusk",
                  "light": "torch", "figures": [{"kind": "Skeleton", "count": 2, "stance": "hostile"}],
                  "focal": "bell", "mood": "grim", "theme": "undead", "place_seed": 4},
    }  # fmt: skip
    answer = service.post("/generate", json=order)
    assert answer.status_code == 200
    body = answer.json()
    promised = {
        "image_id",
        "path",
        "url",
        "seed",
        "style",
        "painter",
        "width_px",
        "height_px",
        "duration_ms",
    }
    assert promised <= set(body)
    assert body["url"] == "/media/images/" + Path(body["path"]).name
    assert Image.open(body["path"]).size == (320, 200)


def test_styles_are_listed_with_the_default(service: httpx.Client) -> None:
    body = service.get("/styles").json()
    names = [style["name"] for style in body["styles"]]
    assert body["default_style"] in names
    assert {"fantasy_art", "dark_gothic", "watercolor", "ink_sketch", "oil_painting"} <= set(names)


def test_health_answers_while_a_picture_is_really_being_drawn(service: httpx.Client) -> None:
    done = threading.Event()

    def order() -> None:
        service.post(
            "/generate",
            json={
                "prompt": "a dragon over a village in a storm",
                "width_px": 1280,
                "height_px": 800,
            },
        )
        done.set()

    thread = threading.Thread(target=order)
    thread.start()
    slowest_s, answers = 0.0, 0
    while not done.is_set():
        started = time.monotonic()
        assert httpx.get(service.base_url.join("/health")).status_code == 200
        slowest_s, answers = max(slowest_s, time.monotonic() - started), answers + 1
    thread.join()
    print(f"slowest /health while drawing: {slowest_s * 1000:.0f} ms over {answers} answers")
    assert answers >= 2


def test_the_api_describes_itself(service: httpx.Client) -> None:
    paths = service.get("/openapi.json").json()["paths"]
    assert {"/generate", "/styles", "/health", "/metrics"} <= set(paths)
    assert service.get("/docs").status_code == 200
