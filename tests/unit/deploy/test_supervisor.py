"""The supervisor with tiny real processes: order by health, deaths, restarts, an end in reverse."""

import os
import signal
import socket
import threading
from contextlib import contextmanager

import pytest

from deploy.play.errors import ServiceFailed


@contextmanager
def watching(supervisor, stopping):
    """Watch from a thread of its own, as long as the block lasts."""
    thread = threading.Thread(target=supervisor.watch)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def test_a_part_starts_only_when_what_it_needs_is_healthy(fake, supervise, console):
    slow = fake("slow", "--healthy-after", "3")
    assert supervise(fake("late", needs=("slow",)), slow).start()
    assert [line.split()[0] for line in console] == ["slow", "late"]


def test_all_without_needs_start_at_once(fake, supervise):
    one, two = fake("one", "--healthy-after", "2"), fake("two")
    supervisor = supervise(one, two)
    assert supervisor.start()
    assert one.process.pid != two.process.pid


def test_an_essential_part_that_dies_at_the_start_ends_it_with_its_last_words(fake, supervise):
    supervisor = supervise(fake("brain", "--fail"))
    with pytest.raises(ServiceFailed) as failed:
        supervisor.start()
    assert failed.value.service == "brain"
    assert "the dragon ate it" in str(failed.value)


def test_the_game_starts_without_a_helper_that_dies(fake, supervise, console):
    painter = fake("painter", "--fail", is_essential=False)
    assert supervise(painter, fake("brain", needs=("painter",))).start()
    assert console.has("painter", "without it")
    assert console.has("brain", "ready")


def test_a_taken_port_is_named_as_the_trouble(fake, supervise):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        supervisor = supervise(fake("web", port=other.getsockname()[1]))
        with pytest.raises(ServiceFailed, match="port"):
            supervisor.start()


def test_a_service_that_dies_is_started_again(fake, supervise, console, wait_until):
    stopping = threading.Event()
    service = fake("voice")
    supervisor = supervise(service, stopping=stopping)
    supervisor.start()
    first = service.process.pid
    with watching(supervisor, stopping):
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: console.has("voice", "back"))
    assert service.process.pid != first
    assert console.has("voice", "SIGKILL")


def test_a_part_that_cannot_be_started_again_at_once_does_not_end_the_game(
    fake, supervise, console, wait_until
):
    stopping = threading.Event()
    service = fake("voice")
    supervisor = supervise(service, stopping=stopping)
    supervisor.start()
    folder, away = service.folder, service.folder / "away"
    service.folder = away  # a process cannot be started in a folder that is not there
    with watching(supervisor, stopping):
        os.kill(service.process.pid, signal.SIGKILL)
        wait_until(lambda: console.has("voice", "cannot be started"))
        service.folder = folder
        wait_until(lambda: console.has("voice", "back"))


def test_the_pause_before_a_restart_grows(fake, supervise, console, wait_until):
    stopping = threading.Event()
    supervisor = supervise(fake("voice", "--fail", is_essential=False), stopping=stopping)
    supervisor.start()
    with watching(supervisor, stopping):
        wait_until(lambda: console.has("again in 2 s"))
    assert console.has("again in 1 s")


def test_stop_ends_everything_last_first(fake, supervise, lives):
    first, second = fake("first"), fake("second", needs=("first",))
    supervisor = supervise(first, second)
    supervisor.start()
    stopped = []
    for part in (first, second):
        part.stop = lambda part=part: (stopped.append(part.name), type(part).stop(part))
    supervisor.stop()
    assert stopped == ["second", "first"]
    assert not lives(first.process.pid)
    assert not lives(second.process.pid)


def test_stop_also_ends_the_children_of_a_service(fake, supervise, tmp_path, lives, wait_until):
    supervisor = supervise(fake("voice", "--with-child", str(tmp_path / "pids")))
    supervisor.start()
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert all(lives(pid) for pid in pids)
    supervisor.stop()
    wait_until(lambda: not any(lives(pid) for pid in pids))


def test_it_gives_up_starting_when_told_to_stop(fake, supervise):
    stopping = threading.Event()
    stopping.set()
    assert supervise(fake("never", "--healthy-after", "999"), stopping=stopping).start() is False
