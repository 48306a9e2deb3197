"""What an operator's worst day brings, really done to real processes: an exhausted pool, a full disk, a network that parts
and heals, a stop in the middle, readers that do not read. After each of them the tables are whole.
"""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2
import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from tests.robustness.conftest import Running
from tests.robustness.tables import Sql, founded, insist, is_whole, say, until
from tests.robustness.troubled_network import CUT, PASSES, SILENT, TroubledNetwork

Brains = Callable[..., Running]
GRACE_S = 20.0


def test_an_exhausted_pool_refuses_and_loses_nothing(brain: Brains, sql: Sql) -> None:
    url = brain(DB_POOL_MAX="1", DB_WAIT_S="0.05").start().url
    tables = [founded(url, f"Table {i}") for i in range(4)]
    messages = [(table, f"I wait {i}") for table in tables for i in range(4)]
    first: list[int] = []

    def once(table: int, message: str) -> None:
        first.append(say(url, table, message, key=message).status_code)

    with ThreadPoolExecutor(len(messages)) as people:
        list(people.map(lambda said: once(*said), messages))
    assert set(first) <= {200, 409, 503}
    assert 503 in first
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda said: insist(url, *said), messages))
    for table in tables:
        is_whole(url, sql, table, [said for at, said in messages if at == table])


def test_a_database_out_of_connections_is_said_and_waited_for(
    brain: Brains, sql: Sql, database: EmbeddedPostgres
) -> None:
    running = brain().start()
    table = founded(running.url)
    limit = "ALTER ROLE llama_user CONNECTION LIMIT %s"
    sql(limit, 0)
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'llama_user'")
    assert say(running.url, table, "I wait", key="k").status_code == 503
    sql(limit, -1)
    is_whole(running.url, sql, table, [insist(running.url, table, "I wait")])


def settled(sql: Sql, campaign_id: int, kind: str) -> list[str]:
    """Return what became of a campaign's jobs of one kind, once none is under way; those of other kinds are dropped."""
    asked = "SELECT status FROM media_jobs WHERE campaign_id = %s AND kind = %s ORDER BY id"
    found: list[str] = []

    def is_settled() -> bool:
        sql("UPDATE media_jobs SET status = 'dropped' WHERE kind <> %s AND status = 'queued'", kind)
        sql("UPDATE media_jobs SET run_after = now() WHERE status = 'queued'")
        found[:] = [status for (status,) in sql(asked, campaign_id, kind)]
        return bool(found) and set(found) <= {"done", "dead", "dropped"}

    until(is_settled, f"every {kind} done or given up")
    return found


@pytest.mark.parametrize(
    ("name", "kind", "folder", "api"),
    [
        ("image_gen", "image", "IMAGES_DIR", "IMAGE_API"),
        ("tts_voice", "audio", "AUDIO_DIR", "TTS_API"),
    ],
)
def test_a_full_media_disk_fails_no_turn_and_heals(
    name: str,
    kind: str,
    folder: str,
    api: str,
    service: Callable[..., Running],
    brain: Brains,
    sql: Sql,
    tmp_path: Path,
) -> None:
    sql("DELETE FROM media_jobs")
    media = tmp_path / "media"
    media.mkdir()
    full = service(name, **{folder: str(media)}).start(file_bytes=2048)
    url = brain(**{api: full.url, "MEDIA_WORKERS": "1", "MEDIA_MAX_ATTEMPTS": "2"}).start().url
    table = founded(url)
    said = [insist(url, table, "I look around")]
    waited = (
        "SELECT count(*) FROM media_jobs WHERE campaign_id = %s AND kind = %s AND error IS NOT NULL"
    )

    def is_refused() -> bool:
        sql("UPDATE media_jobs SET run_after = now() WHERE status = 'queued'")
        return bool(sql(waited, table, kind)[0][0])

    until(is_refused, "the full disk met")
    assert [path for path in media.iterdir() if path.stat().st_size] == []
    is_whole(url, sql, table, said, media)
    full.kill()
    full.start()
    said.append(insist(url, table, "I wait"))
    assert "done" in settled(sql, table, kind)
    is_whole(url, sql, table, said, media)


@pytest.fixture
def parted(
    brain: Brains, database: EmbeddedPostgres, network: Callable[[int], TroubledNetwork]
) -> tuple[str, TroubledNetwork]:
    """A brain that reaches its database over a troubled network."""
    between = network(database.port)
    return brain(DB_PORT=str(between.port)).start().url, between


@pytest.mark.parametrize("healing", [[CUT, PASSES], [SILENT, PASSES], [SILENT, CUT, PASSES]])
def test_a_network_that_parts_from_the_database_and_heals(
    healing: list[str], parted: tuple[str, TroubledNetwork], sql: Sql
) -> None:
    url, between = parted
    tables = [founded(url, f"Table {i}") for i in range(3)]
    messages = [(table, f"I search {i}") for table in tables for i in range(5)]
    with ThreadPoolExecutor(len(tables)) as people:
        saying = people.map(
            lambda table: [insist(url, at, said) for at, said in messages if at == table], tables
        )
        for mode in healing:
            time.sleep(0.3)
            assert httpx.get(f"{url}/health/live", timeout=5).status_code == 200
            between.become(mode)
        list(saying)
    for table in tables:
        is_whole(url, sql, table, [said for at, said in messages if at == table])


@pytest.mark.parametrize("trouble", [CUT, SILENT])
def test_a_network_that_parts_from_the_painter_and_heals(
    trouble: str,
    service: Callable[..., Running],
    brain: Brains,
    network: Callable[[int], TroubledNetwork],
    sql: Sql,
    tmp_path: Path,
) -> None:
    sql("DELETE FROM media_jobs")
    between = network(service("image_gen", IMAGES_DIR=str(tmp_path)).start().port)
    api = f"http://127.0.0.1:{between.port}"
    url = brain(IMAGE_API=api, MEDIA_WORKERS="1", MEDIA_LEASE_S="2").start().url
    between.become(trouble)
    table = founded(url)
    said = [insist(url, table, "I look around")]
    between.become(PASSES)
    assert set(settled(sql, table, "image")) == {"done"}
    is_whole(url, sql, table, said, tmp_path)


SERVICES = {"llm_brain": {}, "image_gen": {"IMAGES_DIR": ""}, "tts_voice": {"AUDIO_DIR": ""}}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_told_to_stop_ends_well(
    name: str, service: Callable[..., Running], brain: Brains, tmp_path: Path
) -> None:
    folder = dict.fromkeys(SERVICES[name], str(tmp_path))
    running = (brain() if name == "llm_brain" else service(name, **folder)).start()
    assert httpx.get(f"{running.url}/health/live").status_code == 200
    assert running.end(signal.SIGTERM, GRACE_S) == 0


def test_the_website_told_to_stop_ends_well(service: Callable[..., Running]) -> None:
    running = service(
        "web_service",
        APP="web_service.config.asgi:application --lifespan off",
        WEB_SECRET_KEY="a key for tests",
        WEB_DB_PASS="none",
        DB_HOST="127.0.0.1",
        DB_PORT="9",
        LLM_API="http://127.0.0.1:9",
    ).start()
    assert running.end(signal.SIGTERM, GRACE_S) == 0


def test_a_brain_told_to_stop_under_turns_and_streams_loses_none(brain: Brains, sql: Sql) -> None:
    running = brain().start()
    tables = [founded(running.url, f"Table {i}") for i in range(3)]
    messages = [(table, f"I search {i}") for table in tables for i in range(6)]
    path = f"{running.url}/campaigns/{tables[0]}/events"
    with (
        ThreadPoolExecutor(len(tables)) as people,
        httpx.stream("GET", path, headers={"Accept": "text/event-stream"}, timeout=30) as stream,
    ):
        next(stream.iter_lines())
        saying = people.map(
            lambda table: [insist(running.url, at, said) for at, said in messages if at == table],
            tables,
        )
        time.sleep(0.3)
        code = running.end(signal.SIGTERM, GRACE_S)
        running.start()
        list(saying)
    assert code == 0
    for table in tables:
        is_whole(running.url, sql, table, [said for at, said in messages if at == table])


READERS = 40
BIG_EVENTS = 4000
GROWTH_KIB_A_READER = 750


@pytest.fixture
def long_story(brain: Brains, sql: Sql) -> Iterator[tuple[Running, int]]:
    """A brain and a campaign whose ledger is far larger than any socket's buffers."""
    running = brain().start()
    campaign_id = founded(running.url)
    payload = json.dumps({"text": "x" * 2000})
    last = sql("SELECT last_seq FROM campaigns WHERE id = %s", campaign_id)[0][0]
    sql(
        "INSERT INTO events (campaign_id, seq, type, payload)"
        " SELECT %s, n, 'remarked', %s::jsonb FROM generate_series(%s + 1, %s + %s) AS n",
        campaign_id, payload, last, last, BIG_EVENTS,
    )  # fmt: skip
    yield running, campaign_id
    sql("DELETE FROM campaigns WHERE id = %s", campaign_id)


def test_readers_that_do_not_read_grow_no_memory(long_story: tuple[Running, int]) -> None:
    running, campaign_id = long_story
    request = f"GET /campaigns/{campaign_id}/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"

    def open_one() -> socket.socket:
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", running.port))
        reader.sendall(request.encode())
        assert reader.recv(15).startswith(b"HTTP/1.1 200")
        return reader

    readers = [open_one()]
    time.sleep(1)
    before = running.memory_kib()
    readers += [open_one() for _ in range(READERS)]
    for _ in range(4):
        time.sleep(0.5)
        assert httpx.get(f"{running.url}/health", timeout=5).status_code == 200
    grown = running.memory_kib() - before
    for reader in readers:
        reader.close()
    whole_ledger_kib = BIG_EVENTS * 2
    assert grown < READERS * GROWTH_KIB_A_READER < READERS * whole_ledger_kib


def test_a_reader_far_behind_need_not_wait_for_the_rest(long_story: tuple[Running, int]) -> None:
    running, campaign_id = long_story
    seen = 0
    path = f"{running.url}/campaigns/{campaign_id}/events"
    with httpx.stream("GET", path, headers={"Accept": "text/event-stream"}, timeout=10) as stream:
        for line in stream.iter_lines():
            seen += line.startswith("event: remarked")
            if seen == BIG_EVENTS:
                return


def test_the_brain_is_no_reader_of_what_it_is_not_told(database: EmbeddedPostgres) -> None:
    with closing(psycopg2.connect(database.dsn())) as held, held.cursor() as cursor:
        cursor.execute(
            "SELECT has_schema_privilege('llama_user', 'web', 'USAGE'),"
            " has_table_privilege('web_user', 'campaigns', 'UPDATE')"
        )
        assert cursor.fetchone() == (False, False)
