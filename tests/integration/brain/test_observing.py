"""One player's turn, followed by its request id: through the turn's log line, the metrics, and on to picture and voice."""

import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from llm_brain.app import make_brain
from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.health import Vitals
from llm_brain.media.services import MediaServices
from llm_brain.media.worker import Worker
from llm_brain.observe.gauges import Gauges
from llm_brain.observe.logs import KeyValues
from tests.integration.brain.conftest import Table

ID = "0123456789abcdef"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The log lines of a test, as an operator would read them."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler, logger = Kept(), logging.getLogger("llm_brain")
    handler.setFormatter(KeyValues())
    logger.addHandler(handler)
    before, logger.level = logger.level, logging.INFO
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def measured(table: Table) -> dict[str, float]:
    text = table.http.get("/metrics").text
    rows = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}


def say(table: Table, message: str, path: str = "/dm_turn") -> httpx.Response:
    body = {"campaign_id": table.campaign_id, "message": message}
    return table.http.post(path, json=body, headers={"X-Request-ID": ID})


@pytest.mark.parametrize("path", ["/dm_turn", "/dm_turn/stream"])
def test_a_turns_line_says_who_asked_which_turn_it_is_and_who_told(
    table: Table, lines: list[str], path: str
) -> None:
    table.begun()
    assert say(table, "I look around", path).status_code == 200
    (told,) = [line for line in lines if "logger=llm_brain.turn " in line and ID in line]
    assert f"campaign_id={table.campaign_id} turn_number=2 turn_id=" in told
    assert "kind=turn narrator=storyteller took_ms=" in told


def test_a_turn_is_measured_step_by_step(table: Table) -> None:
    table.begun()
    say(table, "I look around")
    found = measured(table)
    assert found['llm_brain_turns_total{kind="turn",outcome="told"}'] == 1
    assert found['llm_brain_turns_total{kind="opening",outcome="told"}'] == 1
    assert found['llm_brain_tellings_total{narrator="storyteller"}'] == 2
    assert found['llm_brain_degradations_total{missing="embedder"}'] == 2
    assert found['llm_brain_turn_step_seconds_count{step="intent"}'] == 1
    assert found['llm_brain_turn_step_seconds_count{step="commit_2"}'] == 2
    assert found["llm_brain_first_sentence_seconds_count"] == 2


def test_no_label_names_a_campaign(table: Table) -> None:
    table.begun()
    say(table, "I look around")
    names = [name for name in measured(table) if "http_request_seconds_count" in name]
    assert any("/campaigns/{campaign_id}/begin" in name for name in names)
    assert not any(f"/campaigns/{table.campaign_id}" in name for name in names)


def test_a_refused_turn_is_no_failure(table: Table) -> None:
    table.new()
    answer = table.http.post("/dm_turn", json={"campaign_id": 999_999, "message": "Hello"})
    assert answer.status_code == 404
    found = measured(table)
    assert found['llm_brain_turns_total{kind="turn",outcome="refused"}'] == 1
    assert found['llm_brain_errors_total{code="campaign_not_found"}'] == 1


def test_picture_and_voice_are_asked_for_under_the_players_id(
    table: Table, settings: Settings, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    sql("DELETE FROM media_jobs")
    table.new()
    table.http.post(f"/campaigns/{table.campaign_id}/begin", headers={"X-Request-ID": ID})
    heard: list[tuple[str, str, bool]] = []

    def made(request: httpx.Request) -> httpx.Response:
        is_clean = b"request_id" not in request.content
        heard.append((request.url.path, request.headers["x-request-id"], is_clean))
        kind = "images" if request.url.path == "/generate" else "audio"
        answer = {"url": f"/media/{kind}/x", "painter": "sketch", "speaker": "espeak"}
        return httpx.Response(200, json=answer)

    brain = make_brain(settings)
    worker = Worker(brain, MediaServices(settings, httpx.MockTransport(made)))
    while worker.work_once():
        pass
    assert {path for path, _, _ in heard} == {"/generate", "/narrate"}
    assert {(request_id, is_clean) for _, request_id, is_clean in heard} == {(ID, True)}
    made_one = {"kind": "image", "outcome": "made"}
    registry = brain.watch.metrics.registry
    assert registry.get_sample_value("llm_brain_media_job_seconds_count", made_one) == 1
    brain.database.close()


def test_what_waits_and_what_died_is_known(
    table: Table, brain: Brain, sql: Callable[..., list[tuple[object, ...]]]
) -> None:
    table.begun()
    sql("UPDATE media_jobs SET status = 'dead', error = 'no ink' WHERE kind = 'image'")
    vitals = Vitals(brain, MediaServices(brain.settings))
    vitals._read_signs(is_there=True)
    assert vitals.signs is not None
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in Gauges(vitals, brain.database).collect()
        for sample in family.samples
    }
    assert found["llm_brain_media_queue", "dead"] >= 1
    assert found["llm_brain_media_queue", "waiting"] >= 1
    assert found["llm_brain_database_bytes",] > 1_000_000
    assert found["llm_brain_turns_untold",] == 0
    assert found["llm_brain_db_pool_in_use",] == 0
    dead = table.http.get("/last_errors").json()["dead_jobs"]
    assert dead[0]["error"] == "no ink"
    assert dead[0]["campaign_id"] == table.campaign_id


def test_without_a_database_nothing_is_said_to_be_zero(brain: Brain) -> None:
    vitals = Vitals(brain, MediaServices(brain.settings))
    names = {family.name for family in Gauges(vitals, brain.database).collect()}
    assert "llm_brain_component_up" in names
    assert "llm_brain_media_queue" not in names
