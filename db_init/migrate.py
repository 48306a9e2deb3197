"""Brings a database, empty, old or restored, to the newest schema: `python -m db_init.migrate`.

Roles and their passwords are set every time, so that a new password in `.env` is the one that counts; then Alembic applies the
revisions that are missing. One run at a time, by a lock in the database that dies with its holder.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg2.extensions import make_dsn
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from db_init import sql_files
from db_init.errors import NewerDatabase, SchemaRefused, SettingsMissing, StepFailed

ROLES_FILE = sql_files.FOLDER / "01_roles.sql"
LOCK_KEY = 5_005_001
FIRST_RELEASE = "0001"
OLD_NOTES = "SELECT to_regclass('public.campaigns') IS NOT NULL AND to_regclass('public.alembic_version') IS NULL"
COMMENT = "COMMENT ON TABLE alembic_version IS 'Written by db_init/migrate.py (Alembic). The newest revision applied.'"
CONNECT_PATIENCE_S = 60.0
ROLE_NAMES = ("APP_DB_USER", "WEB_DB_USER")
ROLE_PASSWORDS = ("APP_DB_PASS", "WEB_DB_PASS")


def migrate(dsn: str, roles: Mapping[str, str]) -> list[str]:
    """Bring the database up to date as its owner; return the revisions applied. Raises SchemaRefused.

    `roles` has APP_DB_PASS and WEB_DB_PASS, and APP_DB_USER and WEB_DB_USER where they are not the usual ones.
    """
    if missing := [name for name in ROLE_PASSWORDS if not roles.get(name)]:
        raise SettingsMissing(missing)
    engine = create_engine(
        "postgresql+psycopg2://", creator=lambda: psycopg2.connect(dsn), poolclass=NullPool
    )
    with engine.connect() as connection:
        try:
            with _alone(connection):
                _set_roles(connection, roles)
                return _upgrade(connection)
        except DBAPIError as error:
            raise StepFailed(str(error.orig).strip()) from error


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Wait for whoever else brings this database up to date, and keep others out."""
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK_KEY})")
    connection.exec_driver_sql("SET client_min_messages = warning")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK_KEY})")
        connection.commit()


def _set_roles(connection: Connection, roles: Mapping[str, str]) -> None:
    for name in (*ROLE_NAMES, *ROLE_PASSWORDS):
        value = roles.get(name, "")
        connection.exec_driver_sql("SELECT set_config(%s, %s, false)", (f"env.{name}", value))
    sql_files.run(connection, ROLES_FILE.read_text(encoding="utf-8"))
    connection.commit()


def _upgrade(connection: Connection) -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    is_first_release = connection.exec_driver_sql(OLD_NOTES).scalar()
    connection.commit()
    if is_first_release:  # made before revisions were counted
        command.stamp(config, FIRST_RELEASE)
    before = _revision(connection)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NewerDatabase(str(error)) from error
    connection.exec_driver_sql(COMMENT)
    connection.commit()
    return _between(config, before, _revision(connection))


def _revision(connection: Connection) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    return found


def _between(config: Config, before: str | None, after: str | None) -> list[str]:
    """Return the revisions after one and up to another, oldest first."""
    if before == after:
        return []
    script = ScriptDirectory.from_config(config)
    walked = script.iterate_revisions(after or "base", before or "base")
    return [step.revision for step in walked][::-1]


def _until_it_answers(dsn: str) -> None:
    """Wait for a database that is still starting. Raises SchemaRefused saying what it answered."""
    give_up_at = time.monotonic() + CONNECT_PATIENCE_S
    while True:
        try:
            psycopg2.connect(dsn).close()
        except psycopg2.OperationalError as error:
            if time.monotonic() > give_up_at:
                raise SchemaRefused(f"The database does not let us in: {error}") from error
            time.sleep(0.5)
        else:
            return


def dsn_of(env: Mapping[str, str]) -> str:
    """Return how to reach the database that DB_HOST and the like name, as its owner. Raises SettingsMissing."""
    if not env.get("DB_PASS"):
        raise SettingsMissing(["DB_PASS"])
    return make_dsn(
        host=env.get("DB_HOST") or "localhost",
        port=env.get("DB_PORT") or "5432",
        dbname=env.get("DB_NAME") or "dungeon_data",
        user=env.get("DB_USER") or "dm_admin",
        password=env["DB_PASS"],
    )


def main() -> int:
    """Bring the database that the environment names up to date; exit code 1 says why it could not be."""
    env = os.environ
    try:
        if missing := [name for name in ("DB_PASS", *ROLE_PASSWORDS) if not env.get(name)]:
            raise SettingsMissing(missing)
        dsn = dsn_of(env)
        _until_it_answers(dsn)
        applied = migrate(dsn, env)
    except SchemaRefused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"schema: {'applied ' + ', '.join(applied) if applied else 'up to date'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
