"""Log files under var/logs: a fresh one at each start, the one before kept beside it."""

from pathlib import Path
from typing import BinaryIO


def open_fresh(path: Path) -> BinaryIO:
    """Open a new log file for writing; what was there becomes `<name>.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log file, or nothing when there is none."""
    try:
        with path.open("rb") as log:
            log.seek(0, 2)
            log.seek(max(0, log.tell() - 16_384))
            text = log.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.rstrip().splitlines()[-lines:])
