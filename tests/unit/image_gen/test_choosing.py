"""Who paints, and what is said when it is not the one asked for."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from image_gen.app import create_app
from image_gen.casting import Casting
from image_gen.config import Settings
from image_gen.errors import OutOfMemory, PainterStandsBack, PainterUnavailable
from image_gen.painters.choosing import Choice, choose_painter
from image_gen.painters.protocol import PictureOrder


class FakeNeural:
    """A neural painter whose loading ends as a test says: each call of load() takes the next of `endings`."""

    name = "diffusion"
    model_bytes = 0

    def __init__(self, *endings: Exception | None) -> None:
        self.endings = list(endings)
        self.progress = "reading"
        self.is_ready = False
        self.failure: Exception | None = None

    def load(self) -> None:
        ending = self.endings.pop(0)
        if ending is not None:
            raise ending
        self.is_ready, self.model_bytes = True, 4711

    def paint(self, order: PictureOrder) -> bytes:
        if self.failure:
            raise self.failure
        return b"a neural picture"


def cast(settings: Settings, painter: Any, neural: FakeNeural, **changes: Any) -> TestClient:
    client = TestClient(create_app(settings, choice=Choice(painter, neural=neural, **changes)))
    client.__enter__()
    client.app.state.parts.casting.join(timeout=20)
    return client


def test_auto_takes_the_sketch_without_complaint_where_no_libraries_are(make_settings) -> None:
    choice = choose_painter(make_settings(painter="auto"), missing=lambda: ["torch"])
    assert (choice.at_work.name, choice.degraded, choice.neural) == ("sketch", False, None)


@pytest.mark.parametrize("name", ["diffusion", "stable_diffusion"])
def test_asking_for_a_painter_that_is_not_installed_says_what_to_build(make_settings, name) -> None:
    settings = make_settings(painter=name)
    choice = choose_painter(settings, missing=lambda: ["torch", "diffusers"])
    with TestClient(create_app(settings, choice=choice)) as client:
        while client.get("/health").status_code != 200:
            pass
        health = client.get("/health").json()
    assert (health["painter"], health["status"]) == ("sketch", "degraded")
    assert "CAST=full" in health["reason"]


def test_a_neural_painter_is_cast_where_its_libraries_are(make_settings) -> None:
    neural = FakeNeural(None)
    choice = choose_painter(
        make_settings(), neural={"diffusion": lambda _: neural}, missing=lambda: []
    )
    assert choice.neural is neural
    assert choice.neural_state == "loading"
    assert choice.at_work.name == "sketch"


def test_the_sketch_is_never_asked_to_stand_in_when_it_is_asked_for(make_settings) -> None:
    choice = choose_painter(make_settings(painter="sketch"), missing=lambda: [])
    assert (choice.neural, choice.neural_state, choice.degraded) == (None, None, False)


def test_a_loaded_neural_painter_paints_and_is_named(make_settings, painter) -> None:
    client = cast(make_settings(), painter, FakeNeural(None), reason="still loading")
    answer = client.post("/generate", json={"prompt": "a"}).json()
    health = client.get("/health").json()
    assert (answer["painter"], answer["degraded"]) == ("diffusion", False)
    assert (health["painter"], health["model_bytes"]) == ("diffusion", 4711)
    assert health["components"] == {
        "painter": "healthy",
        "gallery": "healthy",
        "diffusion": "healthy",
    }
    client.__exit__()


def test_a_painter_that_cannot_be_had_is_told_while_another_paints(make_settings, painter) -> None:
    neural = FakeNeural(PainterUnavailable(reason="no weights; do this"))
    client = cast(make_settings(), painter, neural)
    answer = client.post("/generate", json={"prompt": "a"}).json()
    health = client.get("/health").json()
    assert (answer["painter"], answer["reason"]) == ("still", "no weights; do this")
    assert (health["status"], health["components"]["diffusion"]) == ("degraded", "unavailable")
    client.__exit__()


def test_standing_back_is_no_complaint(make_settings, painter) -> None:
    client = cast(make_settings(), painter, FakeNeural(PainterStandsBack(reason="no GPU")))
    health = client.get("/health").json()
    assert (health["status"], health["degraded"], health["why"]) == ("healthy", False, "no GPU")
    client.__exit__()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failure_nobody_foresaw_leaves_the_other_painter_at_work(make_settings, painter) -> None:
    client = cast(make_settings(), painter, FakeNeural(ZeroDivisionError("odd")))
    assert client.get("/health").json()["components"]["diffusion"] == "unavailable"
    assert client.post("/generate", json={"prompt": "a"}).json()["painter"] == "still"
    client.__exit__()


def test_loading_is_tried_again_only_where_waiting_may_help(painter) -> None:
    passing, lasting = (PainterUnavailable(reason="r", is_passing=is_so) for is_so in (True, False))
    for first, retry_s, loads in ((passing, 0.001, 2), (lasting, 0.001, 1), (passing, 0.0, 1)):
        neural = FakeNeural(first, None)
        casting = Casting(Choice(painter, neural=neural), retry_s=retry_s, on_change=lambda: None)
        casting.run()
        assert len(neural.endings) == 2 - loads
        assert neural.is_ready is (loads == 2)


def test_a_stop_does_not_wait_for_the_next_try(painter) -> None:
    neural = FakeNeural(PainterUnavailable(reason="r", is_passing=True), None)
    tried = threading.Event()
    casting = Casting(Choice(painter, neural=neural), retry_s=3600, on_change=tried.set)
    casting.start()
    assert tried.wait(timeout=10)
    casting.stop(wait_s=10)
    assert not casting.is_alive()


def test_a_model_that_fails_while_painting_is_stood_in_for_with_the_reason(
    make_settings, painter
) -> None:
    neural = FakeNeural(None)
    neural.failure = OutOfMemory(width_px=64, height_px=64)
    client = cast(make_settings(), painter, neural)
    answer = client.post("/generate", json={"prompt": "a"})
    assert answer.status_code == 200
    assert (answer.json()["painter"], answer.json()["degraded"]) == ("still", True)
    assert answer.json()["reason"] == str(neural.failure)
    client.__exit__()


def test_an_open_port_without_a_token_is_refused(make_settings, tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        make_settings(ai_bind="0.0.0.0")
    secret = tmp_path / "token"
    secret.write_text("hush\n")
    settings = make_settings(ai_bind="0.0.0.0", service_token_file=secret)
    assert settings.service_token is not None
    assert settings.service_token.get_secret_value() == "hush"


def test_an_empty_variable_is_an_unset_one(
    make_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PAINTER", "IMAGE_FEW_STEPS", "IMAGE_SAFETY_CHECKER", "SERVICE_TOKEN"):
        monkeypatch.setenv(name, "")
    settings = make_settings()
    assert (settings.painter, settings.image_few_steps) == ("auto", 0)
    assert settings.service_token is None


def test_importing_the_app_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    code = "import sys, image_gen.app; print([n in sys.modules for n in ('numpy', 'resvg_py', 'torch', 'diffusers')])"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert "True" not in done.stdout
