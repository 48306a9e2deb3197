"""`make rules FROM=folder`: the 5e-database files of a folder into the database of `make play`, whether it runs or not.

It finds or starts the database and hands the rest to the brain's own command.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.play.credentials import load_or_make
from deploy.play.database import APP_USER, bring_up_to_date
from deploy.play.embedded_postgres import DATABASE, EmbeddedPostgres
from deploy.play.errors import AlreadyRunning, DatabaseFailed, PlayError
from deploy.play.layout import ROOT, Layout
from deploy.play.ports import LOOPBACK, choose_port
from deploy.play.single import OnlyOne

DB_PORT = 55_432
PORT_LINE = 3
"""Line of postmaster.pid that holds the port."""


def main(arguments: list[str] | None = None) -> int:
    """Import the rules; exit code 1 comes with the reason."""
    parser = argparse.ArgumentParser(prog="python -m deploy.play.rules", description=__doc__)
    parser.add_argument("folder", type=Path, help="where 5e-SRD-Spells.json and its like lie")
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="the folder of `make play`")
    options = parser.parse_args(arguments)
    try:
        with reachable(Layout(var=options.var.resolve())) as (port, password):
            return _import(options.folder.resolve(), port, password)
    except PlayError as error:
        sys.stderr.write(f"{error}\n")
        return 1


@contextmanager
def reachable(layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield port and the brain's password of the running database, or of one started for as long as it is needed."""
    secrets = load_or_make(layout.secrets)
    server = EmbeddedPostgres(
        layout.postgres,
        admin_password=secrets["DB_PASS"],
        wanted_port=choose_port(DB_PORT),
        log_file=layout.log("database"),
    )
    try:
        with OnlyOne(layout.lock):
            layout.make()
            with server:
                bring_up_to_date(server, secrets)
                yield server.port, secrets["APP_DB_PASS"]
    except AlreadyRunning:
        yield _port_of(server.data / "postmaster.pid"), secrets["APP_DB_PASS"]


def _port_of(pid_file: Path) -> int:
    """Return the port of a running database. Raises DatabaseFailed while it is still starting."""
    try:
        return int(pid_file.read_text(encoding="utf-8").splitlines()[PORT_LINE])
    except (OSError, IndexError, ValueError):
        raise DatabaseFailed("is just starting: try again in a moment.") from None


def _import(folder: Path, port: int, password: str) -> int:
    env = {
        **os.environ,
        "DB_HOST": LOOPBACK,
        "DB_PORT": str(port),
        "DB_NAME": DATABASE,
        "APP_DB_USER": APP_USER,
        "APP_DB_PASS": password,
    }
    command = [sys.executable, "-m", "llm_brain.rules_reference", str(folder)]
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
