"""The kernel's OOM killer takes the brain, or a backend of Postgres, in the middle of a turn: resolved, not yet told."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from tests.robustness.conftest import Running
from tests.robustness.memory_cell import MemoryCell
from tests.robustness.tables import asking, founded, held_in_the_middle, insist, is_whole

Brains = Callable[..., Running]


@pytest.fixture
def memory_cell() -> Iterator[MemoryCell]:
    cell = MemoryCell()
    try:
        yield cell
    finally:
        cell.close()


@pytest.fixture
def brain_in_a_cell(memory_cell: MemoryCell, brain: Brains, sturdy_database: EmbeddedPostgres):
    running = brain(DB_PORT=str(sturdy_database.port))
    yield running
    running.kill()  # before its cell is closed


def test_a_brain_out_of_memory_under_a_turn_tells_it_once(
    brain_in_a_cell: Running, memory_cell: MemoryCell, sturdy_database: EmbeddedPostgres
) -> None:
    running = brain_in_a_cell.start(cell=memory_cell.entrance)
    table = founded(running.url)
    said = [insist(running.url, table, "I look around")]
    memory_cell.seat_the_greedy()
    with ThreadPoolExecutor() as people:
        with held_in_the_middle(sturdy_database.dsn()) as standing:
            waiting = people.submit(insist, running.url, table, "I search the ground")
            standing()
            memory_cell.squeeze()
            assert running.process is not None
            assert running.process.wait(60) == -signal.SIGKILL
            assert (
                memory_cell.kills >= 1
            )  # a kernel may count a process of several threads more than once
        running.start()
        said.append(waiting.result())
    said.append(insist(running.url, table, "I go on"))
    is_whole(running.url, asking(sturdy_database.dsn()), table, said)


def test_a_database_backend_killed_under_a_turn_loses_nothing(
    brain: Brains, sturdy_database: EmbeddedPostgres
) -> None:
    url = brain(DB_PORT=str(sturdy_database.port)).start().url
    table = founded(url)
    said = [insist(url, table, "I look around")]
    server = sturdy_database.pid
    with ThreadPoolExecutor() as people, held_in_the_middle(sturdy_database.dsn()) as standing:
        waiting = people.submit(insist, url, table, "I search the ground")
        os.kill(standing(), signal.SIGKILL)
        said.append(waiting.result())
    said.append(insist(url, table, "I go on"))
    assert sturdy_database.pid == server, "it recovers by itself"
    is_whole(url, asking(sturdy_database.dsn()), table, said)
