"""The write-ahead log on a small disk of its own, filled to its last byte under turns, with the database in its container."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg2
import pytest

from tests.containers.stack import Stack
from tests.containers.table import Player, assert_whole
from tests.robustness.small_disk import MIB, SmallDisk
from tests.robustness.tables import asking, until

SPARE_MIB = 48
OVERLAY = "small-log-disk.json"
DATA, DISK = "/var/lib/postgresql/data", "/var/lib/postgresql/log-disk"
LOG_BYTES = "SELECT sum(size) FROM pg_ls_waldir()"
RESTARTS = "{{.RestartCount}}"


def _move_the_log(stack: Stack, steps: str) -> None:
    """Take the steps with the database's volumes at hand and the database stopped; start it again."""
    stack.run_compose("stop", "database")
    stack.run_compose(
        "run", "--rm", "--no-deps", "-T", "--entrypoint", "sh", "database", "-ec", steps
    )


@pytest.fixture
def log_disk(stack: Stack) -> Iterator[SmallDisk]:
    """A disk that holds the write-ahead log and nothing else; afterwards the log is back where it was."""
    disk = SmallDisk(int(stack.sql(LOG_BYTES)) // MIB + SPARE_MIB)
    overlay = {"version": "3.8", "services": {"database": {"volumes": [f"{disk.folder}:{DISK}"]}}}
    (stack.folder / OVERLAY).write_text(json.dumps(overlay), encoding="utf-8")
    stack.environment["COMPOSE_FILE"] = f"docker-compose.yml:{OVERLAY}"
    away = f"cp -a {DATA}/pg_wal {DISK}/; rm -r {DATA}/pg_wal; ln -s {DISK}/pg_wal {DATA}/pg_wal"
    home = f"rm {DATA}/pg_wal; cp -a {DISK}/pg_wal {DATA}/"
    try:
        _move_the_log(stack, away)
        stack.run_compose("up", "-d", "database")
        stack.wait_until_healthy()
        yield disk
    finally:
        disk.make_room()
        _move_the_log(stack, home)
        del stack.environment["COMPOSE_FILE"]
        stack.run_compose("up", "-d")
        stack.wait_until_healthy()
        disk.unmount()


def _spend_the_log(stack: Stack) -> None:
    """Begin segment after segment of the write-ahead log until one cannot be made."""
    ask = asking(stack.owner_dsn)
    with suppress(psycopg2.Error):
        while True:
            ask("SELECT pg_logical_emit_message(false, 'spent', 'x')")
            ask("SELECT pg_switch_wal()")


def test_a_full_log_disk_is_said_and_survived(
    stack: Stack, player: Player, log_disk: SmallDisk
) -> None:
    player.say("I look at the water rising.")
    token = player.token()
    restarts = int(stack.inspect("database", RESTARTS))
    log_disk.fill()
    _spend_the_log(stack)
    until(
        lambda: int(stack.inspect("database", RESTARTS)) > restarts, "the database is started again"
    )
    refused = player.say_once("I call for a bucket.", token)
    assert refused.status_code == 503, refused.text
    assert len(refused.json()["error"]["message"].split()) > 5
    with ThreadPoolExecutor(1) as people:
        saying = people.submit(player.say, "I call for a bigger bucket.")
        log_disk.make_room()
        saying.result()
    player.say("I look at the water falling.")
    assert_whole(stack, player)
