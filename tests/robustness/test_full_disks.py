"""Disks filled to their last byte while people play: the database's, that of its write-ahead log, those of pictures and
voices. What was acknowledged stays, and when there is room everything goes on by itself.
"""

import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import psycopg2
import pytest

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import LEAST_FREE_MIB, EmbeddedPostgres
from deploy.play.parts import DatabasePart
from deploy.play.ports import choose_port
from deploy.play.supervisor import Supervisor
from tests.robustness.conftest import Running
from tests.robustness.small_disk import SmallDisk
from tests.robustness.tables import (
    PASSWORDS,
    Sql,
    asking,
    founded,
    insist,
    is_refused_in_words,
    is_whole,
    say,
    until,
)  # fmt: skip

Brains = Callable[..., Running]
SIZES_MIB = {"everything": LEAST_FREE_MIB + 100, "the log": 100}


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], SmallDisk]]:
    """Return a way to make small disks; unmounted at the end."""
    with ExitStack() as made:

        def making(mib: int) -> SmallDisk:
            disk = SmallDisk(mib)
            made.callback(disk.unmount)
            return disk

        yield making


@contextmanager
def server_on(disk: SmallDisk, what: str) -> Iterator[EmbeddedPostgres]:
    """Make a server with everything, or only its write-ahead log, on a disk."""
    elsewhere = Path(tempfile.mkdtemp(prefix="dnd-elsewhere-"))
    elsewhere.chmod(0o755)
    home = disk.folder / "postgres" if what == "everything" else elsewhere / "postgres"
    server = EmbeddedPostgres(
        home,
        admin_password="for-tests",
        wanted_port=choose_port(random.randrange(16_000, 19_000)),
        log_file=elsewhere / "log",
    )
    try:
        if what == "the log":
            server.start()
            server.stop()
            log = disk.folder / "pg_wal"
            shutil.move(server.data / "pg_wal", log)
            (server.data / "pg_wal").symlink_to(log)
            server.run_as.give(log)
        yield server
    finally:
        server.stop()
        shutil.rmtree(elsewhere)


@contextmanager
def looked_after(server: EmbeddedPostgres) -> Iterator[list[str]]:
    """Have the supervisor of `make play` look after a server; yields what it says."""
    said: list[str] = []
    stopping = threading.Event()
    part = DatabasePart(server, lambda: bring_up_to_date(server, PASSWORDS))
    supervisor = Supervisor([part], say=said.append, stopping=stopping)
    is_up = threading.Event()

    def look_after() -> None:
        try:
            if supervisor.start():
                is_up.set()
                supervisor.watch()
        finally:
            supervisor.stop()

    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(look_after)
        until(lambda: is_up.is_set() or looking.done(), "the server has come up, or will not")
        assert is_up.is_set(), looking.result()
        try:
            yield said
        finally:
            stopping.set()
        looking.result()


def spend_the_log(server: EmbeddedPostgres) -> None:
    """Begin segment after segment of the write-ahead log until one cannot be made."""
    ask = asking(server.dsn())
    with suppress(psycopg2.Error):
        while True:
            ask("SELECT pg_logical_emit_message(false, 'spent', 'x')")
            ask("SELECT pg_switch_wal()")


@pytest.mark.parametrize("what", SIZES_MIB)
def test_a_full_database_disk_is_said_and_survived(
    what: str, small_disk: Callable[[int], SmallDisk], brain: Brains
) -> None:
    disk = small_disk(SIZES_MIB[what])
    with server_on(disk, what) as server, looked_after(server) as supervised:
        url = brain(DB_PORT=str(server.port)).start().url
        table = founded(url)
        said = [insist(url, table, "I look around")]
        with ThreadPoolExecutor(1) as people:
            saying = people.submit(lambda: [insist(url, table, f"I wait {i}") for i in range(20)])
            disk.fill()
            spend_the_log(server)
            until(lambda: not server.is_running, "the server ends for want of room")
            is_refused_in_words(say(url, table, "I knock", key="I knock"))
            assert httpx.get(f"{url}/health/live", timeout=5).status_code == 200
            assert not saying.done()
            until(
                lambda: " ".join(supervised).count("again in") > 1, "a start fails for want of room"
            )
            disk.make_room()
            said += saying.result()
        said.append(insist(url, table, "I knock"))
        is_whole(url, asking(server.dsn()), table, said)


MEDIA = [
    ("image_gen", "image", "IMAGES_DIR", "IMAGE_API"),
    ("tts_voice", "audio", "AUDIO_DIR", "TTS_API"),
]
STATES = "SELECT array_agg(DISTINCT {0}_state) FROM conversations WHERE campaign_id = %s AND {0}_state <> 'none'"
WAITED = (
    "SELECT count(*) > 0 FROM media_jobs WHERE campaign_id = %s AND kind = %s AND error IS NOT NULL"
)
DUE = "UPDATE media_jobs SET run_after = now() WHERE campaign_id = %s AND kind = %s AND status = 'queued'"


@pytest.mark.parametrize(("name", "kind", "folder", "api"), MEDIA)
def test_a_media_disk_without_room_holds_up_only_its_media(
    name: str, kind: str, folder: str, api: str,
    small_disk: Callable[[int], SmallDisk], service: Callable[..., Running], brain: Brains, sql: Sql,
) -> None:  # fmt: skip
    sql("DELETE FROM media_jobs")
    disk = small_disk(64)
    media = service(name, **{folder: str(disk.folder)}).start()
    url = brain(**{api: media.url, "MEDIA_WORKERS": "1", "MEDIA_MAX_ATTEMPTS": "2"}).start().url
    disk.fill()
    table = founded(url)
    said = [insist(url, table, "I look around")]

    def all_ready() -> bool:
        sql(DUE, table, kind)
        return sql(STATES.format(kind), table)[0][0] == ["ready"]

    until(lambda: sql(WAITED, table, kind)[0][0], "what cannot be kept waits")
    assert sql(STATES.format(kind), table)[0][0] == ["pending"]
    assert [path for path in disk.files() if path.stat().st_size] == []
    is_whole(url, sql, table, said, disk.folder)
    disk.make_room()
    said.append(insist(url, table, "I go on"))
    until(all_ready, "what waited and what is new comes")
    assert [path for path in disk.files() if path.name.startswith(".")] == []
    is_whole(url, sql, table, said, disk.folder)


def test_a_voice_that_fits_only_in_part_leaves_nothing(
    small_disk: Callable[[int], SmallDisk], service: Callable[..., Running]
) -> None:
    disk = small_disk(16)
    url = service("tts_voice", AUDIO_DIR=str(disk.folder)).start().url
    order = {"text": "The door is open. " * 8, "clips": True}
    before = disk.free_bytes
    assert httpx.post(f"{url}/narrate", json=order, timeout=60).status_code == 200
    needed, kept = before - disk.free_bytes, set(disk.files())
    disk.fill(but_bytes=needed * 3 // 4)
    assert httpx.post(f"{url}/narrate", json=order, timeout=60).status_code == 507
    assert set(disk.files()) == kept
    disk.make_room()
    assert httpx.post(f"{url}/narrate", json=order, timeout=60).status_code == 200
