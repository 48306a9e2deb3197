"""Ids of requests, what is counted, and who may read it: the whole ASGI application, asked as a server would."""

import logging

import httpx
import pytest
from django.test.utils import override_settings
from prometheus_client import REGISTRY

from tests.unit.web_service.conftest import Table
from web_service.clients.brain import Brain
from web_service.clients.voice import Voice
from web_service.config.asgi import application
from web_service.observe import trail
from web_service.observe.trail import new_trail, outgoing_headers
from web_service.observe.troubles import Troubles, kept


async def ask(path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        return await http.get(path, headers=headers)


def count(route: str, status: str) -> float:
    labels = {"method": "GET", "route": route, "status": status}
    return REGISTRY.get_sample_value("http_request_seconds_count", labels) or 0.0


async def test_every_request_gets_an_id_of_its_own_whatever_the_browser_says() -> None:
    mine = {"x-request-id": "mine-mine-mine"}
    first, second = await ask("/health/live", **mine), await ask("/health/live", **mine)
    ids = {first.headers["x-request-id"], second.headers["x-request-id"]}
    assert len(ids) == 2
    assert "mine-mine-mine" not in ids


async def test_requests_are_counted_by_the_addresss_name(table: Table) -> None:
    before = count("play:table", "302"), count("unmatched", "404")
    await ask(table.path())
    await ask("/nowhere/4711")
    assert (count("play:table", "302"), count("unmatched", "404")) == (before[0] + 1, before[1] + 1)


async def test_a_request_leaves_nothing_behind_in_who_asked() -> None:
    await ask("/health/live")
    assert trail.trail() == {}


async def test_metrics_need_the_token_where_there_is_one(game_dsn: str) -> None:
    with override_settings(SERVICE_TOKEN="of the services"):
        assert (await ask("/metrics")).status_code == 401
        answer = await ask("/metrics", authorization="Bearer of the services")
    assert answer.status_code == 200
    assert "web_service_db_pool_size" in answer.text


async def test_the_brain_is_asked_under_the_requests_id() -> None:
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.headers["x-request-id"])
        return httpx.Response(200, json={"themes": []})

    assert outgoing_headers() == {}
    with new_trail("0123456789abcdef"):
        Brain("http://brain", transport=httpx.MockTransport(answer)).themes()
    assert heard == ["0123456789abcdef"]


async def test_the_voice_is_asked_under_the_requests_id() -> None:
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.headers["x-request-id"])
        return httpx.Response(200, text='data: {"type": "done"}\n\n')

    with new_trail("0123456789abcdef"):
        voice = Voice("http://voice", transport=httpx.MockTransport(answer))
        assert [event async for event in voice.speak([{"text": "Hm.", "voice": "narrator"}], 1.0)]
    assert heard == ["0123456789abcdef"]


@pytest.mark.parametrize(("level", "is_kept"), [(logging.WARNING, True), (logging.INFO, False)])
def test_warnings_are_kept_for_the_operator(level: int, *, is_kept: bool) -> None:
    kept.clear()
    record = logging.LogRecord("web_service.test", level, "f", 1, "the roof leaks", (), None)
    Troubles().emit(record)
    assert ([row["message"] for row in kept] == ["the roof leaks"]) == is_kept
