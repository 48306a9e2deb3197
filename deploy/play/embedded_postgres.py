"""A Postgres 16 with pgvector of our own: programs from a wheel, one data folder, one process.

Passwords everywhere (scram-sha-256), loopback only, never as root. It knows nothing of the game's
schema (`schema.py`) and of the other services. Used by `make play` and by the tests.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.play.errors import DatabaseFailed
from deploy.play.logs import open_fresh, tail
from deploy.play.orphans import die_with_parent
from deploy.play.ports import LOOPBACK, choose_port
from deploy.play.postgres_home import programs, reachable_home, unprivileged_user
from deploy.play.postmaster import clear_the_way, is_ready

ADMIN = "dm_admin"
DATABASE = "dungeon_data"
LEAST_FREE_MIB = 200
FIRST_TEST_PORT = 56_000
SOCKET_PATH_MAX = 100  # sun_path holds 107 bytes
QUICK_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedPostgres:
    """One server over one data folder: start, dsn, stop; start may follow stop."""

    def __init__(
        self,
        home: Path,
        *,
        admin_password: str,
        wanted_port: int = 55432,
        log_file: Path | None = None,
        is_disposable: bool = False,
    ) -> None:
        """`home` holds the data folder; `is_disposable` trades safety for speed, for tests."""
        self.run_as = unprivileged_user()
        self.home = reachable_home(home, self.run_as)
        self.data = self.home / "data"
        self.log_file = log_file or home / "postgres.log"
        self.port = wanted_port
        self.is_disposable = is_disposable
        self.is_new = not (self.data / "PG_VERSION").exists()
        self._admin_password = admin_password
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it takes connections, however long recovery takes."""
        self.launch()
        process = self._process
        while process is not None and not self.is_ready:
            if process.poll() is not None:
                raise DatabaseFailed(
                    f"stopped while starting (exit code {process.returncode}).",
                    log_tail=tail(self.log_file),
                    log_file=self.log_file,
                )
            time.sleep(0.02)

    def launch(self) -> None:
        """Start the server without waiting; makes the data folder where there is none."""
        self.stop()
        self._refuse_a_full_disk()
        bin_folder = programs(self.run_as)
        if not (self.data / "PG_VERSION").exists():
            self._initdb(bin_folder)
        clear_the_way(self.data)
        self.port = choose_port(self.port)
        with open_fresh(self.log_file) as log:
            self._process = subprocess.Popen(  # noqa: S603
                [bin_folder / "postgres", "-D", self.data, *self._options()],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data,
                env=_plain_environment(), start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509
                **self.run_as.popen,
            )  # fmt: skip

    def _options(self) -> list[str]:
        socket_folder = str(self.data) if len(str(self.data)) < SOCKET_PATH_MAX else ""
        options = [
            f"listen_addresses={LOOPBACK}",
            f"port={self.port}",
            f"unix_socket_directories={socket_folder}",
            "unix_socket_permissions=0700",
        ]
        if self.is_disposable:
            options += QUICK_NOT_SAFE
        return [part for option in options for part in ("-c", option)]

    def _initdb(self, bin_folder: Path) -> None:
        """Make the data folder; a half-made one of an interrupted start is thrown away first."""
        making = self.home / "data.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self.run_as.give(making)
        with tempfile.NamedTemporaryFile("w", dir=self.home, prefix="pw-") as password_file:
            password_file.write(self._admin_password + "\n")
            password_file.flush()
            self.run_as.give(Path(password_file.name))
            made = subprocess.run(  # noqa: S603
                [bin_folder / "initdb", "-D", making, "-U", ADMIN, "-E", "UTF8",
                 "--pwfile", password_file.name, "--auth=scram-sha-256", *_locale(),
                 *(["--no-sync"] if self.is_disposable else [])],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/",
                env=_plain_environment(), **self.run_as.popen,
            )  # fmt: skip
        if made.returncode != 0:
            shutil.rmtree(making, ignore_errors=True)
            raise DatabaseFailed(
                f"could not be set up in {self.home} (initdb ended with {made.returncode}).",
                log_tail=(made.stderr + made.stdout).strip(),
            )
        if self.data.exists():
            self.data.rmdir()
        making.rename(self.data)

    def dsn(self, user: str = ADMIN, password: str | None = None, database: str = DATABASE) -> str:
        """Return a libpq connection string for one role; no password means the admin's."""
        return (
            f"host={LOOPBACK} port={self.port} dbname={database} user={user} "
            f"password={password or self._admin_password}"
        )

    @property
    def pid(self) -> int | None:
        """Process id of the server, or None when it is not running."""
        return self._process.pid if self.is_running and self._process else None

    @property
    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return self._process is not None and is_ready(self.data, self._process.pid)

    @property
    def is_running(self) -> bool:
        """Whether the server process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self, timeout_s: float = 60.0) -> None:
        """Stop fast (open sessions are ended, nothing is lost), at once when that hangs."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        for stop_signal, wait_s in ((signal.SIGINT, timeout_s), (signal.SIGQUIT, 10.0)):
            process.send_signal(stop_signal)
            try:
                process.wait(wait_s)
            except subprocess.TimeoutExpired:
                continue
            return
        process.kill()
        process.wait()

    def _refuse_a_full_disk(self) -> None:
        free_mib = shutil.disk_usage(self.home).free // 2**20
        if free_mib < LEAST_FREE_MIB:
            raise DatabaseFailed(
                f"needs room: {free_mib} MiB are free under {self.home}, "
                f"{LEAST_FREE_MIB} MiB is the least. Free some space, then start again."
            )

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def temporary_postgres(*, is_disposable: bool = True) -> Iterator[EmbeddedPostgres]:
    """Run a server for tests: new, quick (and unsafe), on a free port, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dnd-postgres-"))
    server = EmbeddedPostgres(
        folder,
        admin_password=secrets.token_urlsafe(16),
        wanted_port=choose_port(FIRST_TEST_PORT + secrets.randbelow(5_000)),
        is_disposable=is_disposable,
    )
    try:
        with server:
            yield server
    finally:
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _locale() -> list[str]:
    """Choose a UTF-8 locale that every machine of this kind has."""
    return ["--locale=en_US.UTF-8"] if os.uname().sysname == "Darwin" else ["--locale=C.UTF-8"]


def _plain_environment() -> dict[str, str]:
    """Return an environment without the caller's PG* settings and without secrets."""
    return {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "TZ": "UTC"}
