"""A campaign told by a language-model server over real HTTP, and what a table sees when that server is bad at it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from pydantic import SecretStr

from tests.integration.brain.conftest import Table
from tests.unit.llm_brain.narrators.server.fake_server import (
    Call,
    FakeServer,
    chunk,
    running,
    tells,
    until,
)

OpenTable = Callable[..., Table]


@pytest.fixture
def two() -> Any:
    with ExitStack() as stack:
        yield stack.enter_context(running()), stack.enter_context(running())


def opened(open_table: OpenTable, *servers: FakeServer, **more: Any) -> Table:
    """Open a table that a server tells at, once that server is known to be there."""
    urls = tuple(server.url for server in servers)
    wanted = {"first_words_deadline_s": 5.0, "llm_rest_s": 60.0, "narrator": "auto", **more}
    table = open_table(llm_base_url=urls, **wanted)
    assert until(lambda: _narrators(table)[0]["state"] != "loading")
    return table


def test_a_campaign_is_told_by_the_server(open_table: OpenTable) -> None:
    with running() as server:
        table = opened(open_table, server).begun()
        turn = table.say("I look around").json()
        assert turn["narrator"] == {"name": "server", "degraded": False, "reason": None}
        assert turn["narration"].startswith("The door creaks open.")
        health = table.http.get("/health").json()
        assert health["narrator"] == "server"
        assert [rung["narrator"] for rung in health["narrators"]] == ["server", "storyteller"]
        roles = [message["role"] for message in server.calls[-1].body["messages"]]
        assert roles == ["system", "user", "assistant", "user"]
        metrics = table.http.get("/metrics").text
        assert (
            f'llm_brain_server_requests_total{{outcome="told",replica="127.0.0.1:{server.port}"}} 2'
            in metrics
        )
        assert table.is_true()


def test_one_replica_dies_and_no_turn_is_lost_or_told_by_another(
    open_table: OpenTable, two: tuple[FakeServer, FakeServer]
) -> None:
    first, second = two
    table = opened(open_table, first, second).begun()
    for words in ("I look around", "I wait"):
        assert table.say(words).json()["narrator"]["name"] == "server"
    home, other = (first, second) if first.calls else (second, first)
    assert other.calls == []
    home.stop()
    for words in ("I search the room", "I look around"):
        assert table.say(words).json()["narrator"] == {
            "name": "server",
            "degraded": False,
            "reason": None,
        }
    assert len(other.calls) == 2
    assert table.is_true()


def test_when_all_die_the_storyteller_tells_at_once_and_they_come_back_by_themselves(
    open_table: OpenTable,
) -> None:
    with running() as server:
        table = opened(open_table, server, llm_rest_s=0.5).begun()
        server.stop()
        turn = table.say("I look around").json()
        assert turn["narrator"]["name"] == "storyteller"
        assert turn["narrator"]["degraded"] is True
        health = table.http.get("/health").json()
        assert health["narrator"] == "storyteller"
        assert health["narrators"][0]["state"] == "unavailable"
        server.start()
        assert until(lambda: _narrators(table)[0]["state"] == "healthy", 20)
        assert table.say("I wait").json()["narrator"]["name"] == "server"
        assert table.is_true()


@pytest.mark.parametrize(
    "habit",
    [
        lambda call: call.answer(200, b"<html>hello</html>", "text/html"),
        lambda call: call.answer(200, {"error": {"message": "out of memory"}}),
        lambda call: call.answer(401, {"error": {"message": "who are you"}}),
        lambda call: call.stream("", ""),
        lambda call: call.stream("and never a whole sentence"),
        lambda call: call.handler.connection.shutdown(2),
    ],
)
def test_a_server_that_tells_nonsense_costs_no_turn(
    open_table: OpenTable, habit: Callable[[Call], None]
) -> None:
    with running() as server:
        table = opened(open_table, server, llm_attempts=1).begun()
        server.tells = habit
        turn = table.say("I look around").json()
        assert turn["narrator"]["name"] == "storyteller"
        assert turn["narrator"]["degraded"] is True
        assert turn["sentences"]
        assert table.is_true()


def test_a_server_that_is_silent_is_waited_for_once(open_table: OpenTable) -> None:
    gone = threading.Event()

    def mute(call: Call) -> None:
        if call.has_gone():
            gone.set()

    with running() as server:
        table = opened(open_table, server, first_words_deadline_s=2.0).begun()
        server.tells = mute
        asked = len(server.calls)
        for words in ("I look around", "I wait"):
            turn = table.say(words).json()
            assert turn["narrator"]["name"] == "storyteller"
            assert turn["narrator"]["degraded"] is True
        assert gone.wait(10)
        assert len(server.calls) == asked + 1
        assert table.is_true()


def test_stop_ends_the_telling_and_the_servers_work(
    open_table: OpenTable, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    began, gone = threading.Event(), threading.Event()

    def tells_on(call: Call) -> None:
        call.head()
        call.write(chunk("The first sentence is out. ") + chunk("The second"))
        began.set()
        if call.has_gone():
            gone.set()

    with running() as server:
        table = opened(open_table, server, first_words_deadline_s=60.0).begun()
        server.tells = tells_on
        with ThreadPoolExecutor(1) as pool:
            saying = pool.submit(table.say, "I wait")
            assert began.wait(20)
            heard = "SELECT 1 FROM live_sentences WHERE campaign_id = %s"
            assert until(lambda: bool(sql(heard, table.campaign_id)))
            table.post("turns/2/stop")
            turn = saying.result(20).json()
        assert gone.wait(10)
    assert turn["status"] == "stopped"
    assert turn["narration"] == "The first sentence is out."
    assert turn["narrator"]["degraded"] is False
    assert table.is_true()


def test_another_server_tells_from_the_next_turn_on(
    open_table: OpenTable, two: tuple[FakeServer, FakeServer]
) -> None:
    first, second = two
    table = opened(open_table, first, llm_api_key=SecretStr("given-for-the-first")).begun()
    found = table.http.get("/model").json()
    assert (found["base_url"], found["has_key"], found["is_from_settings"]) == (
        first.url,
        True,
        True,
    )
    chosen = table.http.put("/model", json={"base_url": second.url, "model": "other"})
    assert chosen.status_code == 200, chosen.text
    assert chosen.json()["narrators"][0]["state"] == "healthy"
    assert chosen.json()["has_key"] is False
    table.say("I look around")
    assert second.calls[-1].body["model"] == "other"
    assert "Authorization" not in second.calls[-1].headers
    assert len(first.calls) == 1
    table.http.put("/model", json={"base_url": ""})
    assert table.say("I wait").json()["narrator"]["name"] == "storyteller"
    table.http.put("/model", json={"base_url": first.url, "key": "anew"})
    assert table.say("I wait").json()["narrator"]["name"] == "server"
    assert first.calls[-1].headers["Authorization"] == "Bearer anew"


@pytest.mark.parametrize("call", ["/validate-model", "/model"])
@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/v1", "nonsense"])
def test_no_call_reaches_where_it_must_not(table: Table, call: str, url: str) -> None:
    send = table.http.put if call == "/model" else table.http.post
    answer = send(call, json={"base_url": url})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "address_refused"


@pytest.mark.parametrize("key", ["two words", "línea", "a\nb"])
def test_a_key_that_cannot_be_one_is_refused_and_not_repeated(table: Table, key: str) -> None:
    answer = table.http.put("/model", json={"base_url": "http://127.0.0.1:9/v1", "key": key})
    assert answer.status_code == 422
    assert key not in answer.text


@pytest.mark.parametrize("host", ["a..b", "x" * 70, "no-such-host.invalid"])
def test_a_name_that_nobody_has_is_said_not_to_be_reached(table: Table, host: str) -> None:
    report = table.http.post("/validate-model", json={"base_url": f"http://{host}/v1"})
    refused = report.status_code == 422 or report.json()["model_available"] is False
    assert refused, report.text


def test_without_a_server_there_is_nothing_to_question(table: Table) -> None:
    answer = table.http.post("/validate-model")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "no_language_model_server"


def test_a_server_is_questioned_in_words(open_table: OpenTable) -> None:
    with running(tells=_obeys) as server:
        table = opened(open_table, server)
        report = table.http.post("/validate-model").json()
    found = {probe["name"]: probe["result"] for probe in report["probes"]}
    assert report["model_available"] is True
    assert report["model_name"] == "tiny"
    assert found == {
        "reachable": "pass",
        "model_listed": "pass",
        "context_length": "pass",
        "answers": "pass",
        "streams": "pass",
        "time_to_first_token": "pass",
        "max_tokens": "pass",
        "stop": "pass",
        "json_schema": "pass",
        "grammar": "pass",
    }
    assert all(probe["sentence"].endswith(".") for probe in report["probes"])


def test_a_server_that_can_do_nothing_more_is_said_to_tell_all_the_same(
    open_table: OpenTable,
) -> None:
    with running(tells=tells) as server:
        table = opened(open_table, server)
        report = table.http.post("/validate-model", json={"base_url": server.url}).json()
    found = {probe["name"]: probe["result"] for probe in report["probes"]}
    assert report["model_available"] is True
    assert (found["stop"], found["json_schema"], found["grammar"]) == ("fail", "fail", "fail")


def test_a_server_that_is_not_there_is_said_not_to_be(table: Table) -> None:
    report = table.http.post("/validate-model", json={"base_url": "http://127.0.0.1:9/v1"}).json()
    assert report["model_available"] is False
    assert [probe["name"] for probe in report["probes"]] == ["reachable"]


def _obeys(call: Call) -> None:
    body = call.body
    if "response_format" in body:
        call.stream('{"deed": ', '"talk"}')
    elif "grammar" in body:
        call.stream("yon", "der")
    elif body["max_tokens"] < 10:
        call.stream("one ", "two ", finish="length")
    elif "stop" in body:
        call.stream("The road ", "goes ")
    else:
        call.stream("The road ", "goes ", "ever ", "on and ", "on.")


def _narrators(table: Table) -> list[dict[str, str]]:
    found: list[dict[str, str]] = table.http.get("/health").json()["narrators"]
    return found
