import asyncio
import json
import threading
from typing import Any

import pytest

from tests.unit.llm_brain.generating.conftest import TOKEN, Over, comes_true
from tests.unit.llm_brain.narrators.server.fake_server import (
    STORY,
    Call,
    chunk,
    running,
)

TOLD = "".join(STORY)


def refusal(answer: Any) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["message"].endswith((".", "?")), error
    return answer.status_code, error["code"]


async def test_a_prompt_is_answered_by_the_server_that_tells_turns(over: Over) -> None:
    with running() as server:
        found = await over(server).answer("Who goes there?", temperature=0.3, max_new_tokens=40)
        body = server.calls[0].body
    assert found["text"] == found["response"] == TOLD
    assert (found["narrator"], found["model"], found["cached"]) == ("server", "tiny", False)
    assert found["took_ms"] >= 0
    assert body["messages"] == [{"role": "user", "content": "Who goes there?"}]
    assert (body["temperature"], body["max_tokens"], body["top_p"]) == (0.3, 40, 0.9)


async def test_messages_keep_their_roles_and_lines(over: Over) -> None:
    messages = [
        {"role": "system", "content": "You are a smith.\nYou are curt."},
        {"role": "user", "content": "Hello?"},
    ]
    with running() as server:
        answer = await over(server).http.post("/generate", json={"messages": messages})
        assert answer.status_code == 200, answer.text
        assert server.calls[0].body["messages"] == messages


async def test_the_fields_of_other_central_services_are_understood(over: Over) -> None:
    asked = {"temperature": 0.8, "max_tokens": 50, "top_p": 0.5, "top_k": 40}
    with running() as server:
        found = await over(server).answer(
            settings=asked, character_name="peter", conversation_id="channel_1", use_cache=True
        )
        body = server.calls[0].body
    assert (body["temperature"], body["max_tokens"], body["top_p"]) == (0.8, 50, 0.5)
    assert (found["cache_hit"], found["metadata"]["temperature"]) == (False, 0.8)
    assert found["metadata"]["ignored"] == ["top_k"]
    assert len(found["metadata"]["prompt_hash"]) == 64


async def test_control_tokens_in_what_is_given_are_torn_apart(over: Over) -> None:
    with running() as server:
        await over(server).answer("<|eot_id|>[INST]</s>\n<|start_header_id|>")
        given = server.calls[0].body["messages"][0]["content"]
    assert not any(token in given for token in ("<|", "|>", "[INST", "</s"))
    assert "eot_id" in given
    assert "\n" in given


async def test_an_answer_ends_before_a_stop_word_and_the_server_is_let_go(over: Over) -> None:
    gone = threading.Event()

    def goes_on(call: Call) -> None:
        call.head()
        call.write(chunk("A door. It is ") + chunk("EN") + chunk("D of it"))
        if call.has_gone():
            gone.set()

    with running(tells=goes_on) as server:
        found = await over(server).answer(stop=["END", "never"])
        assert await comes_true(gone.is_set)
    assert found["text"] == "A door. It is "


async def test_the_storyteller_says_that_it_cannot_answer(over: Over) -> None:
    answer = await over().ask()
    assert refusal(answer) == (503, "no_language_model")
    assert int(answer.headers["retry-after"]) > 0


async def test_a_server_that_is_not_there_is_said_not_to_be(over: Over) -> None:
    answer = await over("http://127.0.0.1:9/v1").ask()
    assert refusal(answer) == (503, "language_model_not_ready")
    assert int(answer.headers["retry-after"]) > 0


async def test_a_server_that_breaks_is_said_to_have_failed(over: Over) -> None:
    with running(tells=lambda call: call.answer(500, {"error": {"message": "no"}})) as server:
        service = over(server)
        answer = await service.ask()
        assert refusal(answer) == (503, "language_model_failed")
        assert (await service.numbers())["requests"]["exploration"] == {"failed": 1}


async def test_a_server_that_dies_is_passed_over_for_the_next(over: Over) -> None:
    with running() as first, running() as second:
        service = over(first, second)
        first.stop()
        assert (await service.answer())["text"] == TOLD


async def test_a_prompt_the_server_will_not_have_is_the_callers_matter(over: Over) -> None:
    full = {"error": {"message": "maximum context length exceeded"}}
    with running(tells=lambda call: call.answer(400, full)) as server:
        answer = await over(server).ask()
    assert refusal(answer) == (422, "prompt_refused")
    assert "context length" in answer.json()["error"]["message"]


async def test_letters_cut_in_two_are_joined_and_broken_ones_replaced(over: Over) -> None:
    halves = ["A \ud83d", "\ude00 and a \ud83d. "]
    with running(tells=lambda call: call.stream(*halves)) as server:
        service = over(server)
        assert (await service.answer(temperature=0))["text"] == "A \U0001f600 and a \ufffd. "
        server.tells = lambda call: call.answer(400, {"error": {"message": "no \ud83d"}})
        assert refusal(await service.ask()) == (422, "prompt_refused")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"prompt": "x" * 101}, 413, "prompt_too_long"),
        ({"messages": [{"role": "user", "content": "x" * 60}] * 2}, 413, "prompt_too_long"),
        ({"prompt": "x", "max_new_tokens": 51}, 422, "too_many_new_tokens"),
        ({"prompt": "x", "settings": {"max_tokens": 51}}, 422, "too_many_new_tokens"),
        ({}, 422, "invalid_request"),
        ({"prompt": " "}, 422, "invalid_request"),
        ({"prompt": "x", "messages": [{"role": "user", "content": "x"}]}, 422, "invalid_request"),
        ({"prompt": "x", "priority": "urgent"}, 422, "invalid_request"),
        ({"prompt": "x", "temperature": 3}, 422, "invalid_request"),
        ({"messages": [{"role": "tool", "content": "x"}]}, 422, "invalid_request"),
        ({"prompt": "x", "stop": [""]}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_asked_is_refused_before_any_model_is(
    over: Over, body: dict[str, Any], status: int, code: str
) -> None:
    with running() as server:
        service = over(server, generate_max_prompt_chars=100, generate_max_new_tokens=50)
        answer = await service.http.post("/generate", json=body)
        assert refusal(answer) == (status, code)
        assert server.calls == []


async def test_every_call_wants_the_token(over: Over) -> None:
    http = over().http
    for method, path in (
        ("POST", "/generate"),
        ("POST", "/cache/clear"),
        ("GET", "/metrics/detailed"),
    ):
        answer = await http.request(method, path, headers={"Authorization": "none"})
        assert answer.status_code == 401, path


async def test_an_answer_that_takes_too_long_is_given_up(over: Over) -> None:
    gone = threading.Event()

    def dawdles(call: Call) -> None:
        call.head()
        call.write(chunk("A door. And "))
        if call.has_gone():
            gone.set()

    with running(tells=dawdles) as server:
        service = over(server, generate_limit_s=0.3)
        answer = await service.ask()
        assert refusal(answer) == (504, "took_too_long")
        assert await comes_true(gone.is_set)
        numbers = await service.numbers()
    assert numbers["requests"]["exploration"] == {"late": 1}


async def test_whoever_hangs_up_ends_the_servers_work_and_frees_the_place(over: Over) -> None:
    began, gone = threading.Event(), threading.Event()

    def goes_on(call: Call) -> None:
        call.head()
        call.write(chunk("A door. And "))
        began.set()
        if call.has_gone():
            gone.set()

    with running(tells=goes_on) as server:
        service = over(server, max_concurrent_requests=1)
        hangs_up = asyncio.Event()
        asking = asyncio.create_task(_call(service.app, hangs_up))
        assert await comes_true(began.is_set)
        assert (await service.numbers())["in_flight"] == 1
        hangs_up.set()
        await asking
        assert await comes_true(gone.is_set)
        assert await comes_true(lambda: service.app.state.central_model.line.inside == 0)
        assert (await service.numbers())["requests"]["exploration"] == {"left": 1}
        server.tells = lambda call: call.stream(*STORY)
        assert (await service.answer())["text"] == TOLD


async def test_whoever_hangs_up_in_the_line_is_never_asked_for(over: Over) -> None:
    let_go = threading.Event()

    def held(call: Call) -> None:
        let_go.wait(20)
        call.stream(*STORY)

    with running(tells=held) as server:
        service = over(server, max_concurrent_requests=1)
        first = asyncio.create_task(service.answer("first"))
        assert await comes_true(lambda: len(server.calls) == 1)
        hangs_up = asyncio.Event()
        waits = asyncio.create_task(_call(service.app, hangs_up))
        await service.waits("exploration")
        hangs_up.set()
        await waits
        await service.waits("exploration", 0)
        let_go.set()
        await first
        assert len(server.calls) == 1
        requests = (await service.numbers())["requests"]["exploration"]
    assert requests == {"answered": 1, "left": 1}


async def _call(app: Any, hangs_up: asyncio.Event) -> None:
    """Ask as a web server does for a caller who hangs up before the answer."""
    waiting = [
        {"type": "http.request", "body": json.dumps({"prompt": "Hello?"}).encode()},
    ]

    async def receive() -> Any:
        if waiting:
            return waiting.pop()
        await hangs_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        """Nobody hears it."""

    headers = [
        (b"content-type", b"application/json"),
        (b"authorization", b"Bearer " + TOKEN.encode()),
    ]
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/generate",
        "raw_path": b"/generate", "query_string": b"", "root_path": "", "scheme": "http",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    await app(scope, receive, send)
