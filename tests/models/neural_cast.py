"""Tiny checkpoints of all three neural parts, and an interpreter for each service that can load its own.

Both come from the environments that `make play CAST=full` makes under CAST_HOME, or from others laid out like them: one folder
for each service, with `bin/python`.
"""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.play.layout import ROOT

REAL = ROOT / os.environ.get("CAST_HOME", ".cast")
KINDS = {"llm_brain": "llama", "image_gen": "diffusion", "tts_voice": "chatterbox"}
SMALL = ROOT / "tests" / "models" / "small_chatterbox"


def missing() -> list[str]:
    """Name the services whose neural libraries are not installed."""
    return [service for service in KINDS if not python_of(service).exists()]


def python_of(service: str) -> Path:
    return REAL / service / "bin" / "python"


def settings_for(folder: Path) -> dict[str, str]:
    """Make checkpoints and interpreters in a folder; return what has a game play with them, and with nothing else."""
    with ThreadPoolExecutor() as at_once:
        list(at_once.map(lambda part: _make_checkpoint(*part, folder / part[1]), KINDS.items()))
    for service in KINDS:
        _make_interpreter(service, folder / "cast" / service)
    return {
        "CAST_HOME": str(folder / "cast"),
        "NARRATOR": "llama", "PAINTER": "diffusion", "SPEAKER": "chatterbox",
        "LLM_MODEL": str(folder / "llama"), "IMAGE_MODEL": str(folder / "diffusion"), "TTS_MODEL": str(folder / "chatterbox"),
        "REFERENCE_VOICES_PATH": str(folder / "chatterbox" / "voices"),
        "LLM_DEVICE": "cpu", "IMAGE_DEVICE": "cpu", "TTS_DEVICE": "cpu",
        "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _make_checkpoint(service: str, kind: str, folder: Path) -> None:
    command = [str(python_of(service)), "-m", "tests.models.make_tiny", kind, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    made = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr[-2000:]


def _make_interpreter(service: str, home: Path) -> None:
    """Make what looks like an installed environment; Chatterbox is shrunk in it, which no checkpoint can do."""
    more = f':"{SMALL}"' if service == "tts_voice" else ""
    python = home / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        f'#!/bin/sh\nPYTHONPATH="$PYTHONPATH"{more} exec "{python_of(service)}" "$@"\n'
    )
    python.chmod(0o755)
    (home / ".installed").write_text("made for a test\n")
