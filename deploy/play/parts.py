"""The kinds of thing the supervisor starts: a service that answers, a chore that ends, the database.

Each knows how it is started, when it is ready, whether it has died, and how it is stopped; the order
and what to do about a death are the supervisor's.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Protocol

from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.errors import DatabaseFailed, PlayError, ServiceFailed
from deploy.play.logs import open_fresh, tail
from deploy.play.orphans import die_with_parent

HEALTH_TIMEOUT_S = 1.5
STOP_PATIENCE_S = 10.0


class Part(Protocol):
    """Something that is started after what it needs is ready."""

    @property
    def name(self) -> str: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def is_essential(self) -> bool:
        """Whether the game cannot start without it."""
        ...

    def start(self) -> None: ...
    def is_ready(self) -> bool: ...
    def death(self) -> str | None:
        """Say how it ended when it should not have; None while all is well."""
        ...

    def failure(self, what: str) -> PlayError: ...
    def stop(self) -> None: ...


@dataclass
class ProcessPart:
    """A process in a group and a log file of its own."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    folder: Path
    log_file: Path
    needs: tuple[str, ...] = ()
    is_essential: bool = True
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start the process; a restart goes on in the same log file."""
        with self.log_file.open("ab") if self.process else open_fresh(self.log_file) as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command, env=dict(self.environment), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509
            )  # fmt: skip

    def is_ready(self) -> bool:
        """Tell whether the process has come far enough."""
        return self.process is not None

    def death(self) -> str | None:
        """Say how the process ended, None while it lives."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        if code >= 0:
            return f"stopped (exit code {code})"
        return f"was killed ({signal.Signals(-code).name})"

    def failure(self, what: str) -> PlayError:
        """Make the error that shows the end of the log."""
        return ServiceFailed(self.name, what, log_file=self.log_file, log_tail=tail(self.log_file))

    def stop(self) -> None:
        """Ask the process to end, then make sure, children of its own included."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_PATIENCE_S)
        # Whoever of the group is left: mostly nobody (which macOS says with EPERM).
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class ServicePart(ProcessPart):
    """A process that answers GET /health with 200 when it is ready."""

    port: int = 0
    health_path: str = "/health"

    def is_ready(self) -> bool:
        """Tell whether the service says that it is well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=HEALTH_TIMEOUT_S)
        try:
            connection.request("GET", self.health_path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@dataclass
class ChorePart(ProcessPart):
    """A process that does something once and ends with 0; not run when nothing is to be done."""

    is_needed: Callable[[], bool] = lambda: True
    when_done: Callable[[], object] = lambda: None
    is_done: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start the chore, unless there is nothing to do."""
        if self.is_needed():
            super().start()
        else:
            self.is_done = True

    def is_ready(self) -> bool:
        """Tell whether the chore is done."""
        if not self.is_done and self.process is not None and self.process.poll() == 0:
            self.when_done()
            self.is_done = True
        return self.is_done

    def death(self) -> str | None:
        """Say how the chore failed; its good end is no death."""
        if self.is_done or (self.process is not None and self.process.poll() == 0):
            return None
        return super().death()


@dataclass
class DatabasePart:
    """The embedded Postgres, brought to the newest schema once it runs."""

    server: EmbeddedPostgres
    bring_up_to_date: Callable[[], object]
    name: str = "database"
    needs: tuple[str, ...] = ()
    is_essential: bool = True
    is_current: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start the server without waiting for it."""
        self.server.launch()

    def is_ready(self) -> bool:
        """Tell whether it takes connections; the first time also applies what is new."""
        if not self.server.is_ready:
            return False
        if not self.is_current:
            self.bring_up_to_date()
            self.is_current = True
        return True

    def death(self) -> str | None:
        """Say that the server is gone."""
        return None if self.server.is_running else "stopped"

    def failure(self, what: str) -> PlayError:
        """Make the error that shows the end of the server's log."""
        log_file = self.server.log_file
        return DatabaseFailed(f"{what}.", log_tail=tail(log_file), log_file=log_file)

    def stop(self) -> None:
        """Stop the server."""
        self.server.stop()
