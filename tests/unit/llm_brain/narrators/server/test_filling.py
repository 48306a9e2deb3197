"""A language-model server fills forms: by schema where it forces one, in words where it does not."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from llm_brain.narrators.forms import Form, FormNotFilled
from llm_brain.narrators.protocol import ChatMessage
from tests.unit.llm_brain.narrators.server.conftest import Bench
from tests.unit.llm_brain.narrators.server.fake_server import Call, chunk, running, until

Over = Callable[..., Bench]


class Answer(BaseModel):
    """What the tests ask for."""

    deed: str


FORM = Form(
    "intent", (ChatMessage("system", "Read."), ChatMessage("user", "I go.")), Answer, 64, 5.0
)
NOBODY_WAITS = threading.Event()
NOBODY_WAITS.set()


def is_forced(call: Call) -> bool:
    return "response_format" in call.body


def fills(call: Call) -> None:
    call.stream('{"deed": ', '"go"}')


def refuses_schemas(call: Call) -> None:
    if is_forced(call):
        call.answer(400, {"error": {"message": "response_format is not supported"}})
    else:
        call.stream("Of course:\n```json\n", '{"deed": "go"}', "\n```")


def ignores_schemas(call: Call) -> None:
    call.stream("I go on. " if is_forced(call) else '{"deed": "go"}')


def filled(over: Bench, given_up: threading.Event | None = None) -> Answer:
    return over.narrator.fill(FORM, given_up or threading.Event())


def test_the_schema_is_asked_for_as_every_such_server_knows_it(bench: Over) -> None:
    with running(tells=fills) as server:
        assert filled(bench(server)) == Answer(deed="go")
    body = server.calls[0].body
    wanted = body["response_format"]
    assert wanted["type"] == "json_schema"
    assert wanted["json_schema"]["strict"] is True
    assert wanted["json_schema"]["schema"]["properties"]["deed"] == {"type": "string"}
    assert (body["temperature"], body["max_tokens"]) == (0.0, 64)


@pytest.mark.parametrize("habit", [refuses_schemas, ignores_schemas])
def test_a_server_without_schemas_is_asked_in_words_from_then_on(
    bench: Over, habit: Callable[[Call], None]
) -> None:
    with running(tells=habit) as server:
        over = bench(server)
        assert filled(over) == Answer(deed="go")
        assert filled(over) == Answer(deed="go")
    assert [is_forced(call) for call in server.calls] == [True, False, False]
    assert '"deed"' in server.calls[-1].body["messages"][-1]["content"]


@pytest.mark.parametrize("answer", ["", "no", "{", '{"deed": 7}', '{"do": "go"}', "{}" * 500])
def test_what_is_no_answer_by_the_schema_is_none(bench: Over, answer: str) -> None:
    with running(tells=lambda call: call.stream(answer)) as server, pytest.raises(FormNotFilled):
        filled(bench(server))


def test_a_form_nobody_waits_for_closes_its_stream(bench: Over) -> None:
    gone: list[bool] = []

    def waits(call: Call) -> None:
        call.head()
        call.write(chunk())
        gone.append(call.has_gone())

    with running(tells=waits) as server:
        over = bench(server)
        with pytest.raises(FormNotFilled):
            filled(over, NOBODY_WAITS)
        assert until(lambda: gone == [True] or not server.calls)


def test_a_telling_asks_for_no_shape(bench: Over) -> None:
    with running() as server:
        bench(server).tell()
    assert not is_forced(server.calls[0])


def test_a_server_that_breaks_at_a_schema_is_not_asked_for_one_again(bench: Over) -> None:
    def breaks(call: Call) -> None:
        if is_forced(call):
            call.answer(500, {"error": "assertion failed"})
        else:
            fills(call)

    with running(tells=breaks) as server:
        over = bench(server)
        assert over.narrator.look_now(5).state == "healthy"
        with pytest.raises(FormNotFilled):
            filled(over)
        assert over.narrator.standing().state == "healthy"  # no turn does without it for that
        assert filled(over) == Answer(deed="go")
        assert over.narrator.look_now(5).state == "healthy"
        assert over.tell()


def test_a_schema_is_plain_json(bench: Over) -> None:
    def reads(call: Call) -> None:
        shape: dict[str, Any] = call.body["response_format"]["json_schema"]["schema"]
        call.stream(json.dumps({"deed": ",".join(shape["required"])}))

    with running(tells=reads) as server:
        assert filled(bench(server)) == Answer(deed="deed")
