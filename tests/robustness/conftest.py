"""A real database, and services in processes of their own, which can be starved, cut off and stopped."""

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from deploy.play.ports import choose_port
from tests.robustness.tables import PASSWORDS, Sql
from tests.robustness.troubled_network import TroubledNetwork

NOBODY = "http://127.0.0.1:9"


class Running:
    """One service, started as play and the containers start it. `file_bytes` is the most a file of it may hold."""

    def __init__(self, name: str, log: Path, **environment: str) -> None:
        self.port = choose_port(random.randrange(20_000, 32_000))
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = log
        app = environment.pop("APP", f"--factory {name}.app:create_app").split()
        self._command = [
            sys.executable,
            "-m",
            "uvicorn",
            *app,
            "--port",
            str(self.port),
            "--timeout-graceful-shutdown",
            "3",
        ]
        self._environment = os.environ | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, file_bytes: int | None = None, cell: Path | None = None) -> "Running":
        def starve() -> None:
            if cell is not None:
                cell.write_text(str(os.getpid()), encoding="ascii")
            if file_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

        with self._log.open("ab") as log:
            pipe = log if file_bytes is None else subprocess.DEVNULL
            self.process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=pipe,
                stderr=pipe,
                preexec_fn=starve,  # noqa: PLW1509
            )
        while True:
            assert self.process.poll() is None, self._log.read_text()
            try:
                httpx.get(f"{self.url}/health/live", timeout=5)
                return self
            except httpx.TransportError:
                continue

    def end(self, how: signal.Signals, grace_s: float) -> int:
        """Send a signal and return the exit code. Raises TimeoutExpired past the grace."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(grace_s)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def memory_kib(self) -> int:
        """Return its resident memory."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize() // 1024


@pytest.fixture(scope="session")
def database() -> Iterator[EmbeddedPostgres]:
    with temporary_postgres() as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


@pytest.fixture(scope="session")
def sturdy_database() -> Iterator[EmbeddedPostgres]:
    """A database with the settings it is played with, which keeps what it has committed when it crashes."""
    with temporary_postgres(is_disposable=False) as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


@pytest.fixture
def sql(database: EmbeddedPostgres) -> Iterator[Sql]:
    """Ask the database as its owner."""
    with closing(psycopg2.connect(database.dsn())) as held:
        held.autocommit = True

        def ask(query: str, *params: Any) -> list[tuple[Any, ...]]:
            with held.cursor() as cursor:
                cursor.execute(query, params)
                return list(cursor.fetchall()) if cursor.description else []

        yield ask


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return a way to make services; killed at the end."""
    made: list[Running] = []

    def making(name: str, **environment: str) -> Running:
        made.append(Running(name, tmp_path / f"{name}.log", **environment))
        return made[-1]

    yield making
    for running in made:
        running.kill()


@pytest.fixture
def brain(service: Callable[..., Running], database: EmbeddedPostgres) -> Callable[..., Running]:
    """Return a way to make brains over the database."""

    def making(**environment: str) -> Running:
        usual = {
            "DB_HOST": "127.0.0.1", "DB_PORT": str(database.port), "EMBEDDER": "none", "MEDIA_WORKERS": "0",
            "APP_DB_PASS": PASSWORDS["APP_DB_PASS"], "IMAGE_API": NOBODY, "TTS_API": NOBODY, "SWEEP_S": "0.2",
            "DB_WAIT_S": "1",
        }  # fmt: skip
        return service("llm_brain", **(usual | environment))

    return making


@pytest.fixture
def network() -> Iterator[Callable[[int], TroubledNetwork]]:
    """Return a way to put a troubled network before a port."""
    made: list[TroubledNetwork] = []

    def making(port: int) -> TroubledNetwork:
        made.append(TroubledNetwork(port))
        return made[-1]

    yield making
    for each in made:
        each.close()
