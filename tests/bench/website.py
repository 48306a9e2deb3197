"""One process of the website with its real settings, and what it and the database take of the machine."""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.play.ports import choose_port

TICKS_A_S = os.sysconf("SC_CLK_TCK")


class Website:
    """One process of the website."""

    def __init__(self) -> None:
        self.port = choose_port(18_500)
        command = [sys.executable, "-m", "uvicorn", "web_service.config.asgi:application", "--lifespan", "off",
                   "--port", str(self.port), "--no-access-log", "--timeout-graceful-shutdown", "3"]  # fmt: skip
        self.log = tempfile.NamedTemporaryFile("w+", prefix="website-", suffix=".log")  # noqa: SIM115
        self.process = subprocess.Popen(command, stderr=self.log)
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            if self.process.poll() is not None:
                raise SystemExit(f"the website ended with {self.process.returncode}")
            time.sleep(0.05)

    def memory_kib(self) -> int:
        """Return its resident memory."""
        return _memory_kib(self.process.pid)

    def complaints(self) -> int:
        """Return how many warnings and errors it has logged."""
        said = Path(self.log.name).read_text()
        return said.count("level=warning") + said.count("level=error")

    def threads(self) -> int:
        """Return how many threads it has."""
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


def _memory_kib(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def _cpu_s(pid: int, *, with_children: bool = False) -> float:
    """Return the processor seconds a process has used; of Postgres also what its sessions use."""
    total = 0.0
    for number in filter(str.isdigit, os.listdir("/proc")):
        stat = Path("/proc", number, "stat")
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == pid or (with_children and int(fields[1]) == pid):
            total += (int(fields[11]) + int(fields[12])) / TICKS_A_S
    return total


class Work:
    """What website and database do while a block runs, as shares of one core."""

    def __init__(self, website: int, database: int) -> None:
        self._pids = website, database
        self.website_percent = self.database_percent = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch for as long as the block runs."""
        began, before = time.monotonic(), self._now()
        yield
        took, after = time.monotonic() - began, self._now()
        self.website_percent, self.database_percent = (
            100 * (b - a) / took for a, b in zip(before, after, strict=True)
        )

    def _now(self) -> tuple[float, float]:
        website, database = self._pids
        return _cpu_s(website), _cpu_s(database, with_children=True)
