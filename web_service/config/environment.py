"""Reading settings from the environment: plain, listed, yes-or-no, and secrets that may lie in a file.

It knows no setting by name; `settings.py` does.
"""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


def text(name: str, default: str) -> str:
    """Return a setting, or its default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def listed(name: str, default: str) -> list[str]:
    """Return a comma-separated setting as a list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def is_on(name: str, *, default: bool = False) -> bool:
    """Return whether a yes-or-no setting says yes."""
    value = os.environ.get(name, "").strip().lower()
    return value in TRUE_WORDS if value else default


def whole(name: str, default: int) -> int:
    """Return a setting as a whole number, 1 or more. Raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from 1 on.")
    return int(value)


def seconds(name: str, default: float) -> float:
    """Return a setting as a number of seconds, 0 or more. Raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must be a number of seconds, 0 or more."
        )
    return float(value)


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from NAME_FILE or NAME. Raises ImproperlyConfigured when it is needed and missing."""
    file = os.environ.get(f"{name}_FILE", "").strip()
    value = Path(file).read_text(encoding="utf-8").strip() if file else os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set and has no default. Put it into the environment, "
            f"or its file's path into {name}_FILE."
        )
    return default
