"""The embedded server itself: passwords, privacy, crashes, old pid files, schema history."""

import os
import signal
import socket
import stat
from contextlib import closing

import psycopg2
import pytest

from deploy.play.database import bring_up_to_date, is_noted, note
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from deploy.play.errors import DatabaseFailed

SECRETS = {"APP_DB_PASS": "a b'c", "WEB_DB_PASS": "b\\d"}


@pytest.fixture
def server():
    with temporary_postgres() as running:
        yield running


def ask(dsn, query):
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_nobody_gets_in_without_the_right_password(server):
    for address in ("host=127.0.0.1", f"host={server.data}"):
        dsn = f"{address} port={server.port} dbname=postgres user=dm_admin password=wrong"
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(dsn)


def test_it_listens_on_loopback_only(server):
    assert ask(server.dsn(database="postgres"), "SHOW listen_addresses") == "127.0.0.1"


def test_its_data_is_for_its_user_only_and_never_roots(server):
    of = server.data.stat()
    assert stat.S_IMODE(of.st_mode) == 0o700
    assert of.st_uid != 0


def test_it_is_the_containers_major_version_with_vectors(server):
    bring_up_to_date(server, SECRETS)
    assert ask(server.dsn(), "SHOW server_version_num").startswith("16")
    assert ask(server.dsn(), "SELECT '[1,2]'::vector <-> '[1,3]'") == 1.0


def test_what_was_written_outlives_a_crash():
    with temporary_postgres(is_disposable=False) as server:
        bring_up_to_date(server, SECRETS)
        note(server, "something", "abc")
        os.kill(server.pid, signal.SIGKILL)
        server.start()
        assert is_noted(server, "something", "abc")


def test_an_old_pid_file_of_another_process_is_no_hindrance(server):
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n\n\n\n")
    server.start()
    assert server.is_ready


def test_a_server_left_over_by_a_dead_owner_is_replaced(server):
    heir = EmbeddedPostgres(
        server.home, admin_password=server._admin_password, wanted_port=server.port
    )
    with heir:
        assert heir.is_ready
        assert not server.is_running


def test_a_taken_port_is_stepped_over(server):
    server.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", server.port))
        other.listen()
        server.start()
        assert server.port != other.getsockname()[1]


def test_a_damaged_data_folder_is_told_with_the_log(server):
    server.stop()
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseFailed, match="pg_control"):
        server.start()


def test_odd_passwords_work(server):
    bring_up_to_date(server, SECRETS)
    connection = psycopg2.connect(
        host="127.0.0.1",
        port=server.port,
        dbname="dungeon_data",
        user="llama_user",
        password="a b'c",
    )
    connection.close()
