"""What the tests of the supervisor share: fake services, a console, a way to wait for a condition."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.play.parts import ServicePart
from deploy.play.ports import choose_port
from deploy.play.supervisor import Supervisor

FAKE = Path(__file__).with_name("fake_service.py")
LONGEST_WAIT_S = 30.0


def _wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for a condition; the time limit only ends a test that would hang."""
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def _lives(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


class Console(list[str]):
    """What the supervisor said."""

    def has(self, *words: str) -> bool:
        return any(all(word in line for word in words) for line in self)


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def fake(tmp_path: Path) -> Callable[..., ServicePart]:
    ports: set[int] = set()

    def make(name: str, *options: str, port: int = 0, **fields: object) -> ServicePart:
        port = port or choose_port(21_000 + os.getpid() % 20_000, taken=frozenset(ports))
        ports.add(port)
        return ServicePart(
            name=name,
            command=[sys.executable, str(FAKE), str(port), *options],
            environment=dict(os.environ),
            folder=tmp_path,
            log_file=tmp_path / f"{name}.log",
            port=port,
            **fields,
        )

    return make


@pytest.fixture
def supervise(console: Console):
    """Make a supervisor that is stopped after the test, whatever happens."""
    made: list[Supervisor] = []

    def make(*parts: object, stopping: threading.Event | None = None) -> Supervisor:
        supervisor = Supervisor(parts, say=console.append, stopping=stopping or threading.Event())
        made.append(supervisor)
        return supervisor

    yield make
    for supervisor in made:
        supervisor.stop()


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    return _wait_until


@pytest.fixture
def lives() -> Callable[[int], bool]:
    return _lives
