"""One embedded Postgres with the real schema for all integration tests, emptied before each test that uses it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import psycopg2
import pytest
from psycopg2 import extensions, sql

from deploy.play.database import APP_USER, WEB_USER, bring_up_to_date
from deploy.play.embedded_postgres import DATABASE, EmbeddedPostgres, temporary_postgres

ROLE_SECRETS = {"APP_DB_PASS": "of the game", "WEB_DB_PASS": "of the web"}
KEPT_TABLES = ("schema_history", "alembic_version", "embedders")

TABLES_TO_EMPTY = """
SELECT schemaname, tablename FROM pg_tables
WHERE schemaname IN ('public', 'web') AND tablename <> ALL (%s) AND tablename <> 'django_migrations'
"""


@dataclass(frozen=True)
class TestDatabase:
    """A running database: connection strings and environments for its three roles."""

    __test__ = False
    server: EmbeddedPostgres

    @property
    def admin_dsn(self) -> str:
        """Of dm_admin, who owns everything."""
        return self.server.dsn()

    @property
    def app_dsn(self) -> str:
        """Of llama_user, who writes the game."""
        return self._dsn(APP_USER, ROLE_SECRETS["APP_DB_PASS"])

    @property
    def web_dsn(self) -> str:
        """Of web_user, who reads views and owns the schema web."""
        return self._dsn(WEB_USER, ROLE_SECRETS["WEB_DB_PASS"])

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a service that uses this database."""
        return {
            "DB_HOST": "127.0.0.1",
            "DB_PORT": str(self.server.port),
            "DB_NAME": DATABASE,
            "APP_DB_USER": APP_USER,
            "WEB_DB_USER": WEB_USER,
            **ROLE_SECRETS,
        }

    def _dsn(self, user: str, password: str) -> str:
        return extensions.make_dsn(self.server.dsn(), user=user, password=password)

    def empty(self) -> None:
        """Delete every row of every table; numbers start at 1 again."""
        with closing(psycopg2.connect(self.admin_dsn)) as connection, connection.cursor() as cursor:
            cursor.execute(TABLES_TO_EMPTY, (list(KEPT_TABLES),))
            names = [sql.Identifier(schema, table) for schema, table in cursor.fetchall()]
            cursor.execute(
                sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(names))
            )
            connection.commit()


@pytest.fixture(scope="session")
def database_server() -> Iterator[TestDatabase]:
    with temporary_postgres() as server:
        bring_up_to_date(server, ROLE_SECRETS)
        yield TestDatabase(server)


@pytest.fixture
def database(database_server: TestDatabase) -> TestDatabase:
    """The database, empty."""
    database_server.empty()
    return database_server


def _connect(dsn: str) -> Iterator[extensions.connection]:
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        yield connection


@pytest.fixture
def as_admin(database: TestDatabase) -> Iterator[extensions.connection]:
    yield from _connect(database.admin_dsn)


@pytest.fixture
def as_app(database: TestDatabase) -> Iterator[extensions.connection]:
    yield from _connect(database.app_dsn)


@pytest.fixture
def as_web(database: TestDatabase) -> Iterator[extensions.connection]:
    yield from _connect(database.web_dsn)
