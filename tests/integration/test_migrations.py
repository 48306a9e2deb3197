"""The schema on fresh, old, newer and damaged databases."""

import gzip
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from db_init import migrate as migrating
from db_init import sql_files
from db_init.errors import NewerDatabase, ReleasedFileChanged, SettingsMissing
from db_init.migrate import migrate
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from deploy.play.postgres_home import programs
from llm_brain.turn.check import check

ROLES = {"APP_DB_PASS": "a b'c%d", "WEB_DB_PASS": "b\\d"}
FIRST_RELEASE = Path(__file__).parent / "data" / "first_release.sql.gz"
COUNT_EVERY_TABLE = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'web') ORDER BY 1
"""


@pytest.fixture(scope="module")
def server():
    with temporary_postgres() as running:
        yield running


@pytest.fixture
def dsn(server: EmbeddedPostgres, request):
    """A fresh database of its own."""
    name = f"db_{abs(hash(request.node.name)) % 10**9}"
    with closing(psycopg2.connect(server.dsn(database="postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.dsn(database=name)


def ask(dsn: str, query: str) -> list[tuple]:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        connection.commit()
        return cursor.fetchall() if cursor.description else []


def counts(dsn: str) -> dict[str, int]:
    return {
        table: ask(dsn, f"SELECT count(*) FROM {table}")[0][0]
        for (table,) in ask(dsn, COUNT_EVERY_TABLE)
    }


def load_first_release(server: EmbeddedPostgres, dsn: str) -> None:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        for name, password in ROLES.items():
            cursor.execute("SELECT set_config(%s, %s, false)", (f"env.{name}", password))
        cursor.execute(migrating.ROLES_FILE.read_text())
        cursor.execute("DROP SCHEMA web; DROP EXTENSION vector")
        connection.commit()
    done = subprocess.run(
        [str(programs(server.run_as) / "psql"), "--quiet", "-v", "ON_ERROR_STOP=1", dsn],
        input=gzip.decompress(FIRST_RELEASE.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_an_empty_database_gets_every_revision_once(dsn):
    assert migrate(dsn, ROLES)[0] == "0001"
    assert migrate(dsn, ROLES) == []


def test_several_at_once_apply_each_revision_once(dsn):
    applied: list[list[str]] = []
    runs = [threading.Thread(target=lambda: applied.append(migrate(dsn, ROLES))) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(applied)[:3] == [[], [], []]
    assert len(sorted(applied)[3]) > 0


def test_a_volume_of_the_first_release_loses_nothing(server, dsn):
    load_first_release(server, dsn)
    before = counts(dsn)
    assert before["public.conversations"] > 20
    assert before["web.seats"] >= 1
    assert "0001" not in migrate(dsn, ROLES)
    after = counts(dsn)
    assert {table: after[table] for table in before} == before


def test_campaigns_of_the_first_release_agree_with_their_ledger(server, dsn):
    load_first_release(server, dsn)
    migrate(dsn, ROLES)
    campaigns = [row[0] for row in ask(dsn, "SELECT id FROM campaigns")]
    assert len(campaigns) == 2
    with closing(psycopg2.connect(dsn)) as connection:
        assert [check(connection, campaign) for campaign in campaigns] == [[], []]


def test_a_database_of_a_newer_release_is_left_alone(dsn):
    migrate(dsn, ROLES)
    ask(dsn, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer release"):
        migrate(dsn, ROLES)
    assert ask(dsn, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_released_file_that_was_changed_is_refused():
    with pytest.raises(ReleasedFileChanged, match=r"04_events\.sql"):
        sql_files.apply(None, {"04_events.sql": "0" * 64})


def test_every_numbered_file_belongs_to_one_revision():
    numbered = {path.name for path in sql_files.FOLDER.glob("[0-9]*.sql")}
    revisions = sorted((sql_files.FOLDER / "migrations" / "versions").glob("*.py"))
    named = [name for name in numbered for path in revisions if f'"{name}"' in path.read_text()]
    assert sorted(named) == sorted(numbered - {migrating.ROLES_FILE.name})


def test_a_new_password_counts_from_the_next_start(server, dsn):
    migrate(dsn, ROLES)
    migrate(dsn, ROLES | {"APP_DB_PASS": "another"})
    database = dict(part.split("=") for part in dsn.split() if part.startswith("dbname="))
    with closing(
        psycopg2.connect(
            host="127.0.0.1",
            port=server.port,
            user="llama_user",
            password="another",
            dbname=database["dbname"],
        )
    ) as connection:
        assert connection.info.user == "llama_user"


def test_no_password_has_a_default(dsn):
    with pytest.raises(SettingsMissing, match="WEB_DB_PASS"):
        migrate(dsn, {"APP_DB_PASS": "x"})
