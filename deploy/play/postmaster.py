"""Reads a data folder's postmaster.pid: who serves it, and how far that server has come.

Lines of the file: 1 pid, 2 data folder, 3 start time, 4 port, 5 socket folder, 6 address,
7 shared memory, 8 state.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from deploy.play.errors import DatabaseFailed

PATIENCE_S = 60.0


def _lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def is_ready(data: Path, pid: int) -> bool:
    """Tell whether server `pid` takes connections now."""
    lines = _lines(data)
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def serving_pid(data: Path) -> int | None:
    """Return the pid of the Postgres that serves this folder, None when a dead one left its file.

    Process ids are given out again, so the process must also be a postgres.
    """
    lines = _lines(data)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_postgres(pid) else None


def _is_postgres(pid: int) -> bool:
    """Tell whether a process lives (a zombie does not) and is a postgres."""
    if not Path("/proc/self/stat").exists():
        return _exists(pid)  # no /proc here: believe the file
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    name, _, rest = stat.partition("(")[2].rpartition(")")
    return "postgres" in name and rest.split()[0] not in "ZX"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def clear_the_way(data: Path) -> None:
    """Remove what a killed server left; stop one that still serves the folder.

    The caller holds the lock on the game's folder, so a server found here has lost its owner.
    """
    deadline = time.monotonic() + PATIENCE_S
    while (pid := serving_pid(data)) is not None:
        _ask_to_stop(pid)
        if time.monotonic() > deadline:
            raise DatabaseFailed(
                f"of an earlier start (process {pid}) does not stop. End it with `kill -QUIT "
                f"{pid}`, then start again."
            )
        time.sleep(0.2)
    while _has_leftovers(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _has_leftovers(data: Path) -> bool:
    """Tell whether children of a killed server still work in the folder; they end by themselves."""
    for number in filter(str.isdigit, os.listdir("/proc")):
        link = Path("/proc", number, "cwd")
        with suppress(OSError):  # gone meanwhile, a zombie, or another user's
            if link.readlink() == data:
                return True
    return False


def _ask_to_stop(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGINT)  # fast shutdown; asking twice does no harm
    except ProcessLookupError:
        pass
    except PermissionError:
        raise DatabaseFailed(
            f"is in use by process {pid} of another user. Stop that one first."
        ) from None
