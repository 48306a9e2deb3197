"""The painter says what it does without, and a machine without room is tried again and painted on by the sketch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from PIL import Image

from image_gen.app import create_app
from image_gen.config import Settings
from image_gen.errors import OutOfMemory, PainterUnavailable
from image_gen.painters.choosing import Choice, build_sketch
from image_gen.painters.diffusion.device import Device
from image_gen.painters.diffusion.loading import _unreadable
from image_gen.painters.diffusion.painter import DiffusionPainter
from image_gen.painters.protocol import PictureOrder
from image_gen.painters.turnstile import Turnstile

ORDER = {"prompt": "a crypt", "width_px": 128, "height_px": 128}


class Studio:
    """Paints black, from its second picture on with less; or has no memory for any."""

    device = Device("cuda", "fp16")
    model_bytes = 2_700_000_000

    def __init__(self, *, has_memory: bool = True) -> None:
        self.thrift = ""
        self._has_memory = has_memory

    def paint(self, order: PictureOrder) -> Image.Image:
        self.thrift = "attention in slices"
        if not self._has_memory:
            raise OutOfMemory(width_px=64, height_px=64)
        return Image.new("RGB", (order.width_px, order.height_px))


def app_with(
    settings: Settings, opening: Callable[[Settings, Callable[[str], None]], Any]
) -> TestClient:
    neural = DiffusionPainter(settings, Turnstile(wait_s=20, queue_limit=2), opening=opening)
    choice = Choice(build_sketch(settings), why="PAINTER=auto", neural=neural)
    client = TestClient(create_app(settings, choice=choice))
    client.__enter__()
    return client


def wait_for_the_cast(client: TestClient) -> None:
    client.app.state.parts.casting.join(timeout=60)  # type: ignore[attr-defined]


def test_health_says_what_is_done_without(tmp_path: Path) -> None:
    client = app_with(Settings(images_dir=tmp_path), lambda _settings, _say: Studio())
    wait_for_the_cast(client)
    assert "little memory" not in client.get("/health").json()["why"]
    assert client.post("/generate", json=ORDER).json()["painter"] == "diffusion"
    assert "attention in slices" in client.get("/health").json()["why"]
    client.__exit__(None, None, None)


def test_a_picture_that_no_rung_has_memory_for_is_sketched_and_says_so(tmp_path: Path) -> None:
    opening = lambda _settings, _say: Studio(has_memory=False)  # noqa: E731
    client = app_with(Settings(images_dir=tmp_path), opening)
    wait_for_the_cast(client)
    made = client.post("/generate", json=ORDER).json()
    assert (made["painter"], made["degraded"]) == ("sketch", True)
    assert "memory" in made["reason"]
    client.__exit__(None, None, None)


def test_a_model_there_was_no_room_for_is_tried_again_by_itself(tmp_path: Path) -> None:
    tries: list[str] = []

    def opening(settings: Settings, say: Callable[[str], None]) -> Studio:
        tries.append(settings.image_model)
        if len(tries) < 3:
            raise _unreadable(RuntimeError("CUDA out of memory."), Path("model"))
        return Studio()

    client = app_with(Settings(images_dir=tmp_path, image_retry_s=0.01), opening)
    wait_for_the_cast(client)
    assert len(tries) == 3
    assert client.get("/health").json()["painter"] == "diffusion"
    client.__exit__(None, None, None)


def test_only_want_of_memory_is_taken_for_something_that_passes() -> None:
    assert _unreadable(MemoryError(), Path("model")).is_passing
    broken: PainterUnavailable = _unreadable(ValueError("bad header"), Path("model"))
    assert not broken.is_passing
