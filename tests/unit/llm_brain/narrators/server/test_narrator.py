import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from llm_brain.errors import NarratorFailed
from llm_brain.narrators.protocol import Sampling
from tests.unit.llm_brain.narrators.server.conftest import Bench, brief_of
from tests.unit.llm_brain.narrators.server.fake_server import (
    STORY,
    Call,
    FakeServer,
    chunk,
    running,
    tells,
    until,
)

Over = Callable[..., Bench]
TOLD = "".join(STORY)
KEY = "sk-a-key-nobody-may-see"


def answers(status: int, **headers: str) -> Callable[[Call], None]:
    return lambda call: call.answer(status, {"error": {"message": "no"}}, **headers)


def breaks_off(call: Call) -> None:
    call.head()
    call.write(chunk("The door ") + chunk("creaks"))
    call.handler.connection.shutdown(2)


def goes_silent(call: Call) -> None:
    call.head()
    call.has_gone()


def test_the_words_come_in_order(bench: Over) -> None:
    with running() as server:
        one = bench(server)
        assert one.tell() == TOLD
        assert (
            one.count("llm_brain_server_requests_total", replica=_label(server), outcome="told")
            == 1
        )
        assert one.count("llm_brain_server_first_token_seconds_count", replica=_label(server)) == 1
        assert one.count("llm_brain_server_in_flight", replica=_label(server)) == 0


def test_what_is_asked_is_the_prompt_the_model_and_the_sampling(bench: Over) -> None:
    with running() as server:
        bench(server).tell(sampling=Sampling(0.1, 0.5, 33))
        body = server.calls[0].body
    assert body["model"] == "tiny"
    assert body["messages"][1] == {"role": "user", "content": "I open the door."}
    assert (body["temperature"], body["top_p"], body["max_tokens"]) == (0.1, 0.5, 33)
    assert body["stream"] is True


def test_the_model_asked_for_is_the_one_that_was_chosen(bench: Over) -> None:
    with running() as server:
        bench(server, model="another").tell()
        assert server.calls[0].body["model"] == "another"


def test_a_key_goes_to_the_server_and_into_no_log(
    bench: Over, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with running(tells=answers(401)) as server:
        one = bench(server, key=SecretStr(KEY), llm_attempts=1)
        with pytest.raises(NarratorFailed) as failed:
            one.tell()
        assert server.calls[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in caplog.text + str(failed.value) + repr(one.narrator.choice)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(bench: Over, status: int) -> None:
    with running() as server:
        refusals = iter([answers(status, Retry_After="0"), answers(status)])

        def refuses_twice(call: Call) -> None:
            next(refusals, tells)(call)

        server.tells = refuses_twice
        one = bench(server)
        assert one.tell() == TOLD
        assert len(server.calls) == 3
        assert one.count("llm_brain_server_retries_total", replica=_label(server)) == 2


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for(bench: Over) -> None:
    with running(tells=answers(503, Retry_After="3600")) as server:
        with pytest.raises(NarratorFailed):
            bench(server).tell()
        assert len(server.calls) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 422, 500, 302])
def test_a_refusal_that_will_not_change_is_asked_for_once(bench: Over, status: int) -> None:
    with running(tells=answers(status)) as server:
        with pytest.raises(NarratorFailed):
            bench(server).tell()
        assert len(server.calls) == 1


def test_no_redirect_is_followed(bench: Over) -> None:
    with running() as inside, running() as server:
        server.tells = answers(307, Location=f"{inside.url}/chat/completions")
        with pytest.raises(NarratorFailed):
            bench(server).tell()
        assert inside.calls == []


def test_a_dead_server_is_tried_again_and_then_given_up(bench: Over) -> None:
    with running() as server:
        one = bench(server)
        server.stop()
        with pytest.raises(NarratorFailed):
            one.tell()
    assert one.narrator.standing().state == "unavailable"
    unreachable = {"replica": _label(server), "outcome": "unreachable"}
    assert one.count("llm_brain_server_requests_total", **unreachable) == 3


def test_a_server_that_is_back_tells_again_without_a_restart(bench: Over) -> None:
    with running() as server:
        one = bench(server)
        one.narrator.start()
        server.stop()
        with pytest.raises(NarratorFailed):
            one.tell()
        server.start()
        assert until(lambda: one.narrator.standing().state == "healthy")
        assert one.tell() == TOLD


def test_the_death_of_one_replica_costs_no_telling(bench: Over) -> None:
    with running() as first, running() as second:
        one = bench(first, second, llm_rest_s=60)
        assert one.tell(7) == TOLD
        first.stop()
        assert one.tell(7) == TOLD
        assert one.tell(7) == TOLD
        assert len(second.calls) == 2
        assert one.narrator.standing().state == "healthy"
        assert _label(first) in one.narrator.standing().reason


@pytest.mark.parametrize(
    "habit",
    [
        breaks_off,
        answers(500),
        answers(400),
        lambda call: call.answer(200, b"<html>hello</html>", "text/html"),
        lambda call: call.answer(200, b"\x00\xff\x80", "text/event-stream"),
        lambda call: call.answer(200, {"error": {"message": "out of memory"}}),
        lambda call: call.handler.connection.shutdown(2),
    ],
)
def test_a_replica_that_fails_before_its_first_sentence_is_replaced(
    bench: Over, habit: Callable[[Call], None]
) -> None:
    with running(tells=habit) as bad, running() as good:
        assert bench(bad, good).tell() == TOLD
        assert len(bad.calls) == 1


def test_a_replica_that_says_nothing_is_replaced_while_there_is_time(bench: Over) -> None:
    with running(tells=goes_silent) as mute, running() as good:
        one = bench(mute, good, first_words_deadline_s=0.4, llm_rest_s=60)
        assert one.tell() == TOLD
        assert one.tell() == TOLD
        assert len(mute.calls) == 1


def test_a_server_that_breaks_off_later_fails_and_nobody_begins_anew(bench: Over) -> None:
    def dies_later(call: Call) -> None:
        call.head()
        call.write(chunk("The door opens. ") + chunk("Then"))
        call.handler.connection.shutdown(2)

    with running(tells=dies_later) as bad, running() as good:
        heard = []
        with pytest.raises(NarratorFailed):
            heard.extend(piece.text for piece in bench(bad, good).narrator.narrate(brief_of()))
        assert good.calls == []


def test_whoever_stops_listening_closes_the_stream(bench: Over) -> None:
    gone = threading.Event()

    def tells_on(call: Call) -> None:
        call.head()
        call.write(chunk("The first sentence is out. "))
        if call.has_gone():
            gone.set()

    with running(tells=tells_on) as server:
        one = bench(server, first_words_deadline_s=60)
        words = one.narrator.narrate(brief_of())
        assert any(piece.text for piece in words)
        words.close()
        assert gone.wait(10)
        left = {"replica": _label(server), "outcome": "left"}
        assert until(lambda: one.count("llm_brain_server_requests_total", **left) == 1)
        assert one.narrator.standing().state == "healthy"


def test_while_it_waits_it_can_be_stopped(bench: Over) -> None:
    gone = threading.Event()

    def mute(call: Call) -> None:
        if call.has_gone():
            gone.set()

    with running(tells=mute) as server:
        words = bench(server, first_words_deadline_s=60).narrator.narrate(brief_of())
        assert next(words).text == ""
        assert until(lambda: bool(server.calls))
        words.close()
        assert gone.wait(10)


def test_a_server_that_ignores_max_tokens_is_cut_off(bench: Over) -> None:
    def goes_on(call: Call) -> None:
        call.head()
        while True:
            call.write(chunk("And on it goes, for ever. "))

    with running(tells=goes_on) as server:
        told = bench(server).tell(sampling=Sampling(max_new_tokens=10))
    assert len(told) < 500


def test_a_campaign_stays_where_its_prompt_is_warm(bench: Over) -> None:
    with running() as first, running() as second:
        one = bench(first, second)
        for _ in range(5):
            one.tell(1)
        assert sorted((len(first.calls), len(second.calls))) == [0, 5]


def test_campaigns_are_spread_over_the_replicas_at_work(bench: Over) -> None:
    go_on, began = threading.Event(), threading.Semaphore(0)

    def waits(call: Call) -> None:
        began.release()
        assert go_on.wait(20)
        tells(call)

    with running(tells=waits) as first, running(tells=waits) as second:
        one = bench(first, second)
        with ThreadPoolExecutor(4) as pool:
            told = []
            for campaign_id in range(1, 5):
                told.append(pool.submit(one.tell, campaign_id))
                assert began.acquire(timeout=10)
            go_on.set()
            assert [each.result(20) for each in told] == [TOLD] * 4
        assert (len(first.calls), len(second.calls)) == (2, 2)


def test_no_more_tellings_at_once_than_allowed(bench: Over) -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def counts(call: Call) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        tells(call)
        with lock:
            at_once -= 1

    with running(tells=counts) as server:
        one = bench(server, llm_concurrency=2)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(one.tell, range(1, 9))) == [TOLD] * 8
    assert most <= 2


def test_how_it_stands_says_why(bench: Over) -> None:
    with running(lists=answers(503)) as loading, running(lists=answers(401)) as locked:
        assert bench(loading).narrator.standing().state == "loading"
        assert bench(locked).narrator.standing().state == "unavailable"
    assert bench().narrator.standing().state == "unavailable"


def test_a_server_that_lists_no_models_may_tell_all_the_same(bench: Over) -> None:
    with running(lists=answers(404)) as server:
        one = bench(server, llm_model="by/name")
        assert one.narrator.standing().state == "healthy"
        assert one.tell() == TOLD
        assert server.calls[0].body["model"] == "by/name"


def test_once_closed_it_fails_and_does_not_hang(bench: Over) -> None:
    with running() as server:
        one = bench(server)
        one.narrator.close()
        with pytest.raises(NarratorFailed):
            one.tell()


def test_one_that_is_retired_finishes_what_it_tells(bench: Over) -> None:
    go_on = threading.Event()

    def waits(call: Call) -> None:
        assert go_on.wait(20)
        tells(call)

    with running(tells=waits) as server, ThreadPoolExecutor(1) as pool:
        one = bench(server)
        telling = pool.submit(one.tell)
        assert until(lambda: bool(server.calls))
        one.narrator.retire()
        go_on.set()
        assert telling.result(20) == TOLD


def _label(server: FakeServer) -> str:
    return f"127.0.0.1:{server.port}"
