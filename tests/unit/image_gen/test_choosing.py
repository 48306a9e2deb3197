"""Who paints, and what is said when it is not the one asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from image_gen.app import create_app
from image_gen.config import Settings
from image_gen.painters.choosing import choose_painter, find_weights


def test_auto_takes_the_sketch_without_complaint_when_no_weights_are_there(make_settings) -> None:
    choice = choose_painter(make_settings(painter="auto"))
    assert (choice.painter.name, choice.degraded) == ("sketch", False)


def test_asking_for_a_painter_that_is_not_there_degrades_and_says_so(make_settings) -> None:
    choice = choose_painter(make_settings(painter="stable_diffusion"))
    assert choice.painter.name == "sketch"
    assert choice.reason
    with TestClient(create_app(make_settings(painter="stable_diffusion"), choice=choice)) as client:
        while client.get("/health").status_code != 200:
            pass
        health = client.get("/health").json()
    assert (health["status"], health["degraded"]) == ("degraded", True)


def test_auto_takes_the_neural_painter_once_its_weights_are_there(
    make_settings: Callable[..., Settings], tmp_path: Path, painter
) -> None:
    settings = make_settings(diffusers_cache=tmp_path / "cache")
    neural = {"stable_diffusion": lambda _: painter}
    assert choose_painter(settings, neural=neural).painter.name == "sketch"
    snapshot = tmp_path / "cache/models--stable-diffusion-v1-5--stable-diffusion-v1-5/snapshots/abc"
    snapshot.mkdir(parents=True)
    (snapshot / "model_index.json").write_text("{}")
    assert find_weights(settings) == snapshot
    assert choose_painter(settings, neural=neural).painter is painter


def test_an_open_port_without_a_token_is_refused(make_settings, tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        make_settings(ai_bind="0.0.0.0")
    secret = tmp_path / "token"
    secret.write_text("hush\n")
    settings = make_settings(ai_bind="0.0.0.0", service_token_file=secret)
    assert settings.service_token is not None
    assert settings.service_token.get_secret_value() == "hush"


def test_importing_the_app_loads_no_drawing_library() -> None:
    import subprocess
    import sys

    code = "import sys, image_gen.app; print('numpy' in sys.modules, 'resvg_py' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
