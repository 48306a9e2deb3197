"""The heavy libraries, imported by load() and handed on: nothing else in this package imports them.

A fake of these few attributes is all that a test without torch needs.
"""

import os
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from image_gen.errors import PainterUnavailable

NEEDED = ("torch", "diffusers", "transformers")


@dataclass(frozen=True, slots=True)
class Libraries:
    """torch and diffusers, as modules."""

    torch: Any
    diffusers: Any


def missing_libraries() -> list[str]:
    """Name what is not installed, without importing anything."""
    return [name for name in NEEDED if find_spec(name) is None]


def not_installed(names: list[str]) -> str:
    """Say in words what to do about libraries that are not there."""
    return (
        f"this build carries no {', '.join(names)}: build with CAST=full, or install "
        "image_gen/requirements-full.lock, or set PAINTER=sketch"
    )


def import_libraries() -> Libraries:
    """Import them; raise PainterUnavailable saying which one is missing or broken."""
    if missing := missing_libraries():
        raise PainterUnavailable(reason=not_installed(missing))
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        torch, diffusers = import_module("torch"), import_module("diffusers")
    except (ImportError, OSError, RuntimeError) as error:
        raise PainterUnavailable(
            reason=f"the libraries of CAST=full are there but broken ({first_line(error)}); "
            "install image_gen/requirements-full.lock anew"
        ) from error
    diffusers.utils.logging.disable_progress_bar()
    return Libraries(torch, diffusers)


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, 200 characters at most; its type when it says nothing."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
