"""The game's database in an embedded server: made, brought to the newest schema, started again.

It knows the role names and the folder of the schema, not what a table means.
"""

from collections.abc import Mapping
from contextlib import closing

import psycopg2
from psycopg2 import sql

import db_init.errors
from db_init.migrate import migrate
from deploy.play.embedded_postgres import DATABASE, EmbeddedPostgres
from deploy.play.errors import DatabaseFailed, SchemaRefused

APP_USER = "llama_user"
WEB_USER = "web_user"

HISTORY = """
CREATE TABLE IF NOT EXISTS schema_history (
    name       text PRIMARY KEY,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_history IS 'Written by whoever starts the services. What was brought up to date, and when.';
"""
NOTED = "SELECT sha256 FROM schema_history WHERE name = %s"
NOTE = """
INSERT INTO schema_history (name, sha256) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = now()
"""


def bring_up_to_date(server: EmbeddedPostgres, secrets: Mapping[str, str]) -> list[str]:
    """Make the database where there is none and apply what is new; return the revisions applied."""
    _create_database(server)
    roles = {
        "APP_DB_USER": APP_USER,
        "APP_DB_PASS": secrets["APP_DB_PASS"],
        "WEB_DB_USER": WEB_USER,
        "WEB_DB_PASS": secrets["WEB_DB_PASS"],
    }
    try:
        return migrate(server.dsn(), roles)
    except db_init.errors.SchemaRefused as error:
        raise SchemaRefused(str(error)) from error


def _create_database(server: EmbeddedPostgres) -> None:
    try:
        connection = psycopg2.connect(server.dsn(database="postgres"))
    except psycopg2.OperationalError as error:
        raise DatabaseFailed("does not let us in.", log_tail=str(error).strip()) from None
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def is_noted(server: EmbeddedPostgres, name: str, sha256: str) -> bool:
    """Tell whether this very state of something (Django's migrations) was noted as applied."""
    with closing(psycopg2.connect(server.dsn())) as connection, connection.cursor() as cursor:
        cursor.execute("SET client_min_messages = warning")
        cursor.execute(HISTORY)
        cursor.execute(NOTED, (name,))
        row = cursor.fetchone()
        connection.commit()
    return row is not None and row[0] == sha256


def note(server: EmbeddedPostgres, name: str, sha256: str) -> None:
    """Write down that this state was applied."""
    with closing(psycopg2.connect(server.dsn())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET client_min_messages = warning")
            cursor.execute(HISTORY)
            cursor.execute(NOTE, (name, sha256))
