"""Brings a database to the newest schema: applies the numbered files of db_init/ not yet applied.

Each file runs once, in one transaction, and is written down in `schema_history`; one run at a time.
It knows no table of the game. Files must be plain SQL (no psql commands).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg2
from psycopg2 import extensions

from deploy.play.errors import SchemaRefused

LOCK_KEY = 5_005_001  # pg_advisory_lock: whoever brings the schema up to date
NUMBERED = re.compile(r"^\d{2,}_[a-z0-9_]+\.sql$")

CREATE_HISTORY = """
CREATE TABLE IF NOT EXISTS schema_history (
    name       text PRIMARY KEY,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_history IS
    'Written by whoever starts the database. Which numbered files of db_init were applied, and when.';
"""
READ_HISTORY = "SELECT name, sha256 FROM schema_history"
WRITE_HISTORY = "INSERT INTO schema_history (name, sha256) VALUES (%s, %s)"


@dataclass(frozen=True)
class SchemaFile:
    name: str
    sql: str
    sha256: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one file; the checksum is of its bytes."""
        content = path.read_bytes()
        return cls(path.name, content.decode("utf-8"), hashlib.sha256(content).hexdigest())


def schema_files(folder: Path) -> list[SchemaFile]:
    """List the numbered files of a folder in the order they are applied."""
    paths = [path for path in folder.iterdir() if NUMBERED.match(path.name)]
    return [
        SchemaFile.read(path) for path in sorted(paths, key=lambda p: int(p.name.split("_")[0]))
    ]


def apply_schema(dsn: str, folder: Path, settings: Mapping[str, str]) -> list[str]:
    """Apply what is missing and return the names; SchemaRefused leaves the database as it was.

    `settings` become env.<NAME> of the session: role names and passwords for 01_roles.sql.
    """
    connection = psycopg2.connect(dsn)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK_KEY,))
            cursor.execute("SET client_min_messages = warning")
            for name, value in settings.items():
                cursor.execute("SELECT set_config(%s, %s, false)", (f"env.{name}", value))
            cursor.execute(CREATE_HISTORY)
            cursor.execute(READ_HISTORY)
            history: dict[str, str] = dict(cursor.fetchall())
        applied = {name: sha256 for name, sha256 in history.items() if NUMBERED.match(name)}
        missing = still_to_apply(schema_files(folder), applied)
        connection.autocommit = False
        for file in missing:
            _apply(connection, file)
        return [file.name for file in missing]
    finally:
        connection.close()


def still_to_apply(files: list[SchemaFile], applied: Mapping[str, str]) -> list[SchemaFile]:
    """Return the files not yet applied; SchemaRefused when the history does not fit the folder."""
    known = {file.name: file for file in files}
    for name, sha256 in applied.items():
        if name not in known:
            raise SchemaRefused(
                f"This database was made by a newer release: it has {name}, which is not in "
                "db_init/. Run that release, or restore a backup of this one."
            )
        if known[name].sha256 != sha256:
            raise SchemaRefused(
                f"db_init/{name} was changed after it had been applied to this database. Put the "
                f"file back as it was and write the change as a new numbered file."
            )
    missing = [file for file in files if file.name not in applied]
    late = [file.name for file in missing if applied and file.name < max(applied)]
    if late:
        raise SchemaRefused(
            f"db_init/{late[0]} is new but numbered before {max(applied)}, which this database has "
            "already. Give it the next free number."
        )
    return missing


def _apply(connection: extensions.connection, file: SchemaFile) -> None:
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(file.sql)
            cursor.execute("RESET client_min_messages")
            cursor.execute(WRITE_HISTORY, (file.name, file.sha256))
    except psycopg2.Error as error:
        raise SchemaRefused(
            f"db_init/{file.name} could not be applied; the database is as it was before it.\n"
            f"{error}"
        ) from error
