"""The passwords of this folder's game: made at random on first use, kept in var/secrets.env (0600).

They belong to the data beside them, so they are never overwritten and never come from .env.
"""

import os
import secrets
from pathlib import Path

from deploy.gpu.block import without_block

NAMES = ("DB_PASS", "APP_DB_PASS", "WEB_DB_PASS", "WEB_SECRET_KEY")
HEADER = "# Made by `make play`. They belong to the database in var/postgres: keep both together.\n"


def load_or_make(path: Path) -> dict[str, str]:
    """Return the secrets; what is missing in the file is added to it, what is there stays."""
    known = read_env(path)
    missing = {name: secrets.token_urlsafe(36) for name in NAMES if not known.get(name)}
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(HEADER if is_new else "\n")
            file.writelines(f"{name}={value}\n" for name, value in missing.items())
    return {**known, **missing}


def read_env(path: Path) -> dict[str, str]:
    """Read NAME=value lines; comments, blank lines, `export` and quotes are understood. What a GPU_PLAN wrote is left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found: dict[str, str] = {}
    for raw in without_block(text).splitlines():
        line = raw.strip().removeprefix("export ")
        name, equals, value = line.partition("=")
        if not equals or line.startswith("#"):
            continue
        found[name.strip()] = _plain(value)
    return found


def _plain(value: str) -> str:
    """Take a value out of its quotes, or cut the comment behind it."""
    value = value.strip() if value.strip()[:1] in ("'", '"') else value
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].strip()
