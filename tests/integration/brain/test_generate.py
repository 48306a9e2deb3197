"""The central model service beside a game, over a real Postgres and over real connections."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

from llm_brain.app import create_app, make_brain
from llm_brain.config import Settings
from tests.integration.brain.conftest import Table
from tests.unit.llm_brain.narrators.server.fake_server import STORY, Call, chunk, running, until

OpenTable = Callable[..., Table]
HEAD = b"POST /generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def test_free_prompts_and_turns_are_told_side_by_side_and_neither_knows_the_other(
    open_table: OpenTable,
) -> None:
    with running() as server:
        table = open_table(llm_base_url=(server.url,), first_words_deadline_s=5.0)
        assert until(lambda: _state(table) == "healthy")
        table.begun()
        free = table.http.post("/generate", json={"prompt": "Name a tavern.", "temperature": 0})
        assert free.json()["text"] == "".join(STORY)
        turn = table.say("I look around").json()
        assert turn["narrator"]["name"] == "server"
        again = table.http.post("/generate", json={"prompt": "Name a tavern.", "temperature": 0})
        assert again.json()["cached"] is True
        assert table.http.post("/cache/clear").json()["cleared"] == 1
        numbers = table.http.get("/metrics/detailed").json()
        assert numbers["requests"]["exploration"] == {"answered": 1, "cached": 1}
        assert numbers["replicas"][0]["requests"]["told"] == 3
        assert "tavern" not in str(server.calls[-1].body)
        assert table.is_true()


def test_a_table_of_the_storyteller_plays_on_and_answers_no_free_prompt(table: Table) -> None:
    table.begun()
    answer = table.http.post("/generate", json={"prompt": "Name a tavern."})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_language_model")
    assert table.say("I look around").json()["narrator"]["name"] == "storyteller"


def test_another_model_from_the_next_prompt_on(open_table: OpenTable) -> None:
    with running() as first, running(tells=lambda call: call.stream("Other words.")) as second:
        table = open_table(llm_base_url=(first.url,), first_words_deadline_s=5.0)
        assert until(lambda: _state(table) == "healthy")
        asked = {"prompt": "Name a tavern.", "temperature": 0}
        assert table.http.post("/generate", json=asked).json()["text"] == "".join(STORY)
        table.http.put("/model", json={"base_url": second.url, "model": "another"})
        found = table.http.post("/generate", json=asked).json()
        assert (found["text"], found["model"], found["cached"]) == (
            "Other words.",
            "another",
            False,
        )


def test_a_caller_who_hangs_up_on_a_real_connection_ends_the_servers_work(
    settings: Settings,
) -> None:
    began, gone = threading.Event(), threading.Event()

    def goes_on(call: Call) -> None:
        call.head()
        call.write(chunk("A door. And "))
        began.set()
        if call.has_gone():
            gone.set()

    with running(tells=goes_on) as server:
        wanted = settings.model_copy(update={"llm_base_url": (server.url,)})
        app = create_app(brain=make_brain(wanted))
        with _served(app) as url, socket.create_connection(url) as caller:
            http = httpx.Client(base_url=f"http://{url[0]}:{url[1]}")
            assert until(lambda: _healthy(http))
            body = b'{"prompt": "Hello?"}'
            caller.sendall(HEAD % len(body) + body)
            assert began.wait(10)
            caller.close()
            assert gone.wait(10)
            assert until(lambda: _left(http))
            http.close()


@contextmanager
def _served(app: FastAPI) -> Iterator[tuple[str, int]]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def _state(table: Table) -> str:
    return str(table.http.get("/health").json()["narrators"][0]["state"])


def _healthy(http: httpx.Client) -> bool:
    try:
        return bool(http.get("/health").json()["narrators"][0]["state"] == "healthy")
    except httpx.TransportError:
        return False


def _left(http: httpx.Client) -> bool:
    numbers = http.get("/metrics/detailed").json()
    return bool(numbers["in_flight"] == 0 and numbers["requests"].get("exploration") == {"left": 1})
