"""The stack's `.env`: made with random secrets when there is none, completed when a secret is missing, never overwritten.

What is in it belongs to the volumes beside it: the passwords are those of the database.
"""

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from deploy.gpu.block import with_block
from deploy.play.credentials import NAMES as SECRETS
from deploy.play.credentials import read_env

HEADER = """\
# Made by `make up`. The passwords belong to the database's volume: keep both together. Every setting: .env.example
"""
PROJECT = "dungeon_master"
GPU_FILES = "docker-compose.yml:deploy/compose.gpu.yml"
SHORT_INTERVAL = "5s"


def complete(path: Path, host_names: list[str], *, has_gpu: bool) -> dict[str, str]:
    """Return the settings of `.env`, made or completed first."""
    if not path.exists():
        add(path, _first_settings(host_names, has_gpu=has_gpu))
    known = read_env(path)
    missing = {name: secrets.token_urlsafe(36) for name in SECRETS if not known.get(name)}
    if missing:
        add(path, missing)
    return {**known, **missing}


def add(path: Path, settings: Mapping[str, str]) -> None:
    """Append settings; a new file gets a header and mode 0600."""
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(HEADER if is_new else "\n")
        file.writelines(f"{name}={value}\n" for name, value in settings.items())


def keep_plan(path: Path, settings: Mapping[str, str]) -> None:
    """Write a GPU_PLAN's settings where `docker compose` by hand sees them too, in the place of those written before."""
    path = path.resolve()
    before = path.read_text(encoding="utf-8")
    after = with_block(before, settings)
    if after == before:
        return
    written = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(after)
    shutil.copymode(path, written)
    written.replace(path)


def _first_settings(host_names: list[str], *, has_gpu: bool) -> dict[str, str]:
    """Return what `docker compose` by hand must see too: the same project, overlay, cast, names."""
    chosen = {
        "COMPOSE_PROJECT_NAME": PROJECT,
        "CAST": "full" if has_gpu else "embedded",
        "HEALTH_INTERVAL": SHORT_INTERVAL,
        "ALLOWED_HOSTS": ",".join(host_names),
    }
    if has_gpu:
        chosen |= {"COMPOSE_FILE": GPU_FILES, "FIRST_WORDS_DEADLINE_S": "5"}
    return chosen
