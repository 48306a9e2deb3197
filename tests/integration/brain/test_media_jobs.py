import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from image_gen.wire import GenerateIn
from llm_brain.app import make_brain
from llm_brain.config import Settings
from llm_brain.media.holders import THIS_PROCESS
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import Worker, workers_for
from tests.integration.brain.conftest import Table
from tests.integration.brain.studio import Studio, drain
from tts_voice.wire import NarrateIn

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def no_old_jobs(sql: Sql) -> None:
    sql("DELETE FROM media_jobs")


def _statuses(sql: Sql) -> dict[str, str]:
    return dict(sql("SELECT kind, status FROM media_jobs"))


def test_a_turn_gets_its_picture_and_its_voice(
    table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    table.begun()
    assert table.get("turns")[0]["image"]["state"] == "pending"
    drain(hire())
    assert set(_statuses(sql).values()) == {"done"}
    turn = table.get("turns")[0]
    assert turn["image"]["state"] == turn["audio"]["state"] == "ready"
    assert turn["image"]["url"].startswith("/media/images/")
    flags = "SELECT image_generated, audio_generated FROM conversations WHERE id = %s"
    assert sql(flags, turn["turn_id"]) == [(True, True)]
    assert {"picture_ready", "voice_ready"} <= {event["type"] for event in table.get("events")}
    assert table.is_true()


def test_a_picture_does_not_wait_for_a_voice(
    table: Table, settings: Settings, studio: Studio
) -> None:
    studio.hold, studio.holds = threading.Event(), ("/narrate",)
    table.begun()
    brain = make_brain(settings)
    services = MediaServices(settings, httpx.MockTransport(studio))
    with closing(brain.database):
        voices, pictures = workers_for(brain, services, loops=1)
        speaking = threading.Thread(target=voices.work_once)
        speaking.start()
        assert studio.entered.wait(10)
        assert pictures.work_once()
        turn = table.get("turns")[0]
        assert (turn["image"]["state"], turn["audio"]["state"]) == ("ready", "pending")
        studio.hold.set()
        speaking.join()
    assert table.get("turns")[0]["audio"]["state"] == "ready"


def test_what_a_turn_orders_is_what_painter_and_speaker_take(
    table: Table, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    table.begun()
    table.say("I look around")
    orders = dict(sql("SELECT DISTINCT ON (kind) kind, payload FROM media_jobs ORDER BY kind, id"))
    for order in orders.values():
        order.pop("request_id", None)
    assert NarrateIn.model_validate(orders["audio"]).emotion is not None
    assert GenerateIn.model_validate(orders["image"]).scene is not None
    assert GenerateIn.model_validate(orders["portrait"]).kind == "portrait"


def test_a_service_that_is_away_costs_no_attempt(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    studio.is_away = True
    table.begun()
    worker = hire()
    for _ in range(20):
        sql("UPDATE media_jobs SET run_after = now()")
        assert worker.work_once()
    assert sql("SELECT max(attempts) FROM media_jobs") == [(0,)]
    studio.is_away = False
    sql("UPDATE media_jobs SET run_after = now()")
    drain(worker)
    assert set(_statuses(sql).values()) == {"done"}


def test_a_job_that_keeps_failing_is_given_up_and_the_page_told(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    studio.status = 500
    table.begun()
    worker = hire(media_max_attempts=3)
    for _ in range(3):
        sql("UPDATE media_jobs SET run_after = now()")
        drain(worker)
    assert set(_statuses(sql).values()) == {"dead"}
    turn = table.get("turns")[0]
    assert turn["image"]["state"] == turn["audio"]["state"] == "failed"
    given_up = [e["payload"]["kind"] for e in table.get("events") if e["type"] == "media_failed"]
    assert sorted(given_up) == sorted(kind for (kind,) in sql("SELECT kind FROM media_jobs"))
    assert table.is_true()


def test_two_workers_do_not_do_one_job_twice(
    table: Table, hire: Callable[..., Worker], studio: Studio
) -> None:
    table.begun()
    for text in ("I look around", "I wait", "I search"):
        table.say(text)
    threads = [threading.Thread(target=drain, args=(hire(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pending = [
        t for t in table.get("turns") if "pending" in (t["image"]["state"], t["audio"]["state"])
    ]
    assert pending == []
    voices = sum(t["audio"]["state"] == "ready" for t in table.get("turns"))
    assert studio.asked.count("/narrate") == voices


def test_the_job_of_a_worker_that_died_is_taken_up_again(
    table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    table.begun()
    sql(
        """UPDATE media_jobs SET status = 'leased', lease_holder = 'dead', attempts = 1,
                  leased_until = now() - interval '1 second'"""
    )
    drain(hire())
    assert set(_statuses(sql).values()) == {"done"}


@pytest.mark.parametrize(
    ("holder", "is_taken_over"),
    [
        (f"{socket.gethostname()}/{os.getpid()}/earlier/1", True),
        (f"{socket.gethostname()}/{{dead}}/life/1", True),
        (f"{socket.gethostname()}/{os.getppid()}/life/1", False),
        (f"{THIS_PROCESS}/1", False),
        ("another-host/1/life/1", False),
        ("somebody", False),
    ],
    ids=["an-earlier-life", "a-dead-one", "a-living-one", "itself", "elsewhere", "a-stranger"],
)
def test_what_a_dead_process_of_this_host_had_in_hand_is_taken_over_at_once(
    holder: str, is_taken_over: bool, table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    table.begun()
    sql(
        """UPDATE media_jobs SET status = 'leased', lease_holder = %s, attempts = 1,
                  leased_until = now() + interval '1 hour'""",
        holder.format(dead=ended.pid),
    )
    hire().take_over()
    assert set(_statuses(sql).values()) == {"queued" if is_taken_over else "leased"}


def test_a_worker_that_lost_its_lease_records_nothing(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    table.begun()
    studio.hold = threading.Event()
    slow, quick = hire(), hire()
    thread = threading.Thread(target=slow.work_once)
    thread.start()
    assert studio.entered.wait(20)
    sql("UPDATE media_jobs SET leased_until = now() - interval '1 second' WHERE status = 'leased'")
    studio.hold.set()
    drain(quick)
    thread.join()
    ready = [event["type"] for event in table.get("events") if event["type"] == "voice_ready"]
    assert ready == ["voice_ready"]


def test_what_was_undone_is_not_painted(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    table.begun()
    drain(hire())
    asked = len(studio.asked)
    table.say("I wait")
    table.post("undo")
    assert drain(hire()) == 0
    assert len(studio.asked) == asked
    assert ("audio", "dropped") in sql("SELECT kind, status FROM media_jobs")


def test_a_dead_painter_never_fails_a_turn(table: Table) -> None:
    assert table.begun().say("I look around").status_code == 200


def test_a_stopped_worker_hands_its_job_to_the_next_at_once(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    table.begun()
    first, second = hire(), hire()
    studio.hold = threading.Event()
    first.start()
    assert studio.entered.wait(10)
    [(taken,)] = sql("SELECT kind FROM media_jobs WHERE status = 'leased'")
    first.stop(within_s=0)
    assert sql("SELECT status, attempts FROM media_jobs WHERE kind = %s", taken) == [("queued", 0)]
    studio.hold.set()
    drain(second)
    assert set(_statuses(sql).values()) == {"done"}
    made = "picture_ready" if taken == "image" else "voice_ready"
    assert sql(
        "SELECT count(*) FROM events WHERE campaign_id = %s AND type = %s",
        table.campaign_id,
        made,
    ) == [(1,)]


class _SlowStudio(BaseHTTPRequestHandler):
    """A real service that answers when it may."""

    entered = threading.Event()
    may_answer = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.entered.set()
        assert self.may_answer.wait(20)
        kind = "audio" if self.path == "/narrate" else "images"
        body = json.dumps({"url": f"/media/{kind}/made.file"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def slow_studio() -> Iterator[str]:
    """The address of a studio that waits."""
    _SlowStudio.entered.clear()
    _SlowStudio.may_answer.clear()
    with HTTPServer(("127.0.0.1", 0), _SlowStudio) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        _SlowStudio.may_answer.set()
        server.shutdown()


def test_a_worker_of_its_own_finishes_what_it_has_in_hand_and_ends_well(
    table: Table, settings: Settings, slow_studio: str, sql: Sql
) -> None:
    table.begun()
    environment = {
        **os.environ,
        "DB_HOST": settings.db_host,
        "DB_PORT": str(settings.db_port),
        "APP_DB_PASS": settings.app_db_pass.get_secret_value(),
        "IMAGE_API": slow_studio,
        "TTS_API": slow_studio,
    }
    command = [sys.executable, "-m", "llm_brain.media.worker"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            assert _SlowStudio.entered.wait(30)
            process.send_signal(signal.SIGTERM)
            _SlowStudio.may_answer.set()
            assert process.wait(30) == 0
        finally:
            process.kill()
    ended = [status for (status,) in sql("SELECT status FROM media_jobs")]
    assert "done" in ended
    assert set(ended) <= {"done", "queued"}


def test_a_turn_knows_the_mood_that_its_kept_voice_is_said_in(
    open_table: Callable[..., Table], sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    table = open_table().begun()
    table.say("I look around")
    someone = table.get("table")["scene"]["people"][0]["name"]
    table.say(f"I attack {someone} with my weapon")
    both = sql(
        """SELECT c.mood, j.payload #>> '{emotion,mood}' FROM conversations c
           JOIN media_jobs j ON j.turn_id = c.id AND j.kind = 'audio'
           WHERE c.campaign_id = %s ORDER BY c.turn_number""",
        table.campaign_id,
    )
    assert [kept for kept, _ in both] == [asked for _, asked in both]
    assert [kept for kept, _ in both] == ["plain", "plain", "fierce"]
    branched = table.post("branch", {"after_turn": 3}).json()["id"]
    moods = "SELECT mood FROM conversations WHERE campaign_id = %s ORDER BY turn_number"
    assert sql(moods, branched) == sql(moods, table.campaign_id)
