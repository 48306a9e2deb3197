"""Which Python a service of `make play` runs with, and for whom an environment of the neural cast is made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.play.layout import ROOT, Layout
from deploy.play.line_up import interpreter_of

SCRIPT = "deploy/play/prepare_cast.sh"


def test_a_service_runs_with_the_games_python_until_its_cast_is_whole(tmp_path: Path) -> None:
    layout = Layout(root=tmp_path)
    assert interpreter_of("tts_voice", layout) == sys.executable
    own = tmp_path / ".cast" / "tts_voice"
    (own / "bin").mkdir(parents=True)
    assert interpreter_of("tts_voice", layout) == sys.executable
    (own / ".installed").write_text("1")
    assert interpreter_of("tts_voice", layout) == str(own / "bin" / "python")
    assert interpreter_of("web_service", layout) == sys.executable
    assert interpreter_of("tts_voice", layout, str(tmp_path / "elsewhere")) == sys.executable
    (tmp_path / ".cast").rename(tmp_path / "elsewhere")
    other = tmp_path / "elsewhere" / "tts_voice" / "bin" / "python"
    assert interpreter_of("tts_voice", layout, str(tmp_path / "elsewhere")) == str(other)
    assert interpreter_of("tts_voice", layout, "elsewhere") == str(other)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the script, locks, and a Python that only says what it was asked."""
    script = tmp_path / SCRIPT
    script.parent.mkdir(parents=True)
    script.write_bytes((ROOT / SCRIPT).read_bytes())
    for service in ("llm_brain", "image_gen", "tts_voice"):
        (tmp_path / service).mkdir()
        (tmp_path / service / "requirements-full.lock").write_text("torch==2\n")
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python3.11"
    python.write_text('#!/bin/sh\n[ "$2" != venv ] || mkdir -p "$4"\n')
    python.chmod(0o755)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(python)
    return tmp_path


NOT_INHERITED = ("CAST", "CAST_HOME", "VENV", "NARRATOR", "PAINTER", "SPEAKER")


def prepared(checkout: Path, home: str = ".cast", **settings: str) -> set[str]:
    """Return the services for which an environment is there afterwards."""
    clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment = clean | {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", **settings}
    subprocess.run(["sh", SCRIPT], cwd=checkout, env=environment, check=True, capture_output=True)
    return {path.parent.name for path in checkout.glob(f"{home}/*/.installed")}


def test_nothing_is_installed_for_the_embedded_cast(checkout: Path) -> None:
    assert prepared(checkout, NARRATOR="auto", PAINTER="sketch", SPEAKER="espeak") == set()


@pytest.mark.parametrize(
    ("settings", "services"),
    [
        ({"CAST": "full"}, {"llm_brain", "image_gen", "tts_voice"}),
        ({"NARRATOR": "llama"}, {"llm_brain"}),
        ({"PAINTER": "stable_diffusion"}, {"image_gen"}),
        ({"PAINTER": "Diffusion", "SPEAKER": "chatterbox"}, {"image_gen", "tts_voice"}),
    ],
)
def test_whoever_is_asked_for_gets_an_environment(
    checkout: Path, settings: dict[str, str], services: set[str]
) -> None:
    assert prepared(checkout, **settings) == services


def test_the_settings_file_is_asked_too(checkout: Path) -> None:
    (checkout / ".env").write_text("NARRATOR=auto\nNARRATOR=llama\n")
    assert prepared(checkout) == {"llm_brain"}


def test_the_environments_lie_where_it_is_said(checkout: Path) -> None:
    assert prepared(checkout, "My Cast", NARRATOR="llama", CAST_HOME="My Cast") == {"llm_brain"}
    assert not (checkout / ".cast").exists()


def test_an_environment_of_an_older_release_is_not_used_until_it_is_renewed(checkout: Path) -> None:
    assert prepared(checkout, CAST="full") == {"llm_brain", "image_gen", "tts_voice"}
    (checkout / "tts_voice" / "requirements-full.lock").write_text("torch==3\n")
    assert prepared(checkout) == {"llm_brain", "image_gen"}
    assert prepared(checkout, CAST="full") == {"llm_brain", "image_gen", "tts_voice"}
