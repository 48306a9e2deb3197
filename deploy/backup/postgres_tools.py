"""pg_dump, pg_restore and psql as a backup calls them, wherever they run: beside an embedded server or in a container."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import IO

from deploy.backup.errors import BackupError

DUMP_OPTIONS = ("--format=custom", "--no-unlogged-table-data")
RESTORE_OPTIONS = ("--exit-on-error", "--single-transaction")
ROLES_FILE = Path(__file__).resolve().parents[2] / "db_init" / "01_roles.sql"
ROLE_SETTINGS = ("APP_DB_USER", "APP_DB_PASS", "WEB_DB_USER", "WEB_DB_PASS")
CLEAR_THE_WAY = "DROP SCHEMA IF EXISTS web; DROP EXTENSION IF EXISTS vector;"
EXISTS = "SELECT to_regclass('{}') IS NOT NULL"
COUNT = "SELECT count(*) FROM {}"
REVISION = "SELECT version_num FROM public.alembic_version"


@dataclass(frozen=True)
class PostgresTools:
    """`program` makes the command line of a tool with the administrator's connection; `environment` is what it runs with."""

    program: Callable[[str], Sequence[str]]
    environment: Mapping[str, str]

    def dump(self, database: str, to: Path) -> None:
        """Write a dump of one database."""
        with to.open("wb") as file:
            self._run([*self.program("pg_dump"), *DUMP_OPTIONS, database], stdout=file)

    def restore(self, database: str, dump: Path) -> None:
        """Fill an empty database from a dump: all of it or nothing."""
        with dump.open("rb") as file:
            self._run(
                [*self.program("pg_restore"), *RESTORE_OPTIONS, f"--dbname={database}"], stdin=file
            )

    def ask(self, database: str, query: str) -> str:
        """Return the one value that a query gives."""
        command = [*self.program("psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        return self._run([*command, "-c", query, database]).decode().strip()

    def databases(self) -> list[str]:
        """Return the names of the databases there are."""
        return self.ask("postgres", "SELECT datname FROM pg_database").split()

    def has(self, database: str, table: str) -> bool:
        """Say whether a table is there."""
        return self.ask(database, EXISTS.format(table)) == "t"

    def count(self, database: str, table: str) -> int:
        """Return how many rows a table has, 0 where there is no such table."""
        return int(self.ask(database, COUNT.format(table))) if self.has(database, table) else 0

    def revision(self, database: str) -> str:
        """Return the newest revision of the schema, empty where none was counted yet."""
        has_one = self.has(database, "public.alembic_version")
        return self.ask(database, REVISION) if has_one else ""

    def make_anew(self, database: str, settings: Mapping[str, str]) -> None:
        """Throw a database that holds nothing away; make an empty one, and the roles that its tables will belong to."""
        self.ask("postgres", f'DROP DATABASE IF EXISTS "{database}"')
        self.ask("postgres", f'CREATE DATABASE "{database}"')
        lines = [
            f"SELECT set_config('env.{name}', {_quoted(settings.get(name, ''))}, false);"
            for name in ROLE_SETTINGS
        ]
        sql = "\n".join([*lines, ROLES_FILE.read_text(encoding="utf-8"), CLEAR_THE_WAY])
        command = [*self.program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", database]
        self._run(command, text=sql)

    def _run(
        self,
        command: Sequence[str],
        *,
        stdin: IO[bytes] | None = None,
        stdout: IO[bytes] | None = None,
        text: str = "",
    ) -> bytes:
        with TemporaryFile() as said_to_it:
            said_to_it.write(text.encode())
            said_to_it.seek(0)
            done = subprocess.run(  # noqa: S603
                command,
                stdin=stdin or said_to_it,
                stdout=stdout or PIPE,
                stderr=PIPE,
                env=dict(self.environment),
                check=False,
            )
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip()
            raise BackupError(f"{Path(command[0]).name} failed:\n{said}")
        return done.stdout or b""


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
