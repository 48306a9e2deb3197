"""A real client over a stand-in server (fakeredis), and over nobody."""

import logging
from typing import Any

import pytest

redis = pytest.importorskip("redis")
fakeredis = pytest.importorskip("fakeredis")

from llm_brain.generating.asked import Said  # noqa: E402
from llm_brain.generating.errors import CacheAway  # noqa: E402
from llm_brain.generating.redis_cache import INDEX, PREFIX, REST_S, InRedis  # noqa: E402
from tests.unit.llm_brain.generating.conftest import Over  # noqa: E402
from tests.unit.llm_brain.narrators.server.fake_server import running  # noqa: E402

SAID = Said("A door.", "server", "tiny", 3)
NOBODY = "redis://:of-the-cache@127.0.0.1:9/0"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Any:
    return fakeredis.FakeServer()


@pytest.fixture
def client(server: Any) -> Any:
    return fakeredis.FakeRedis(server=server, decode_responses=True)


def test_what_one_brain_keeps_another_finds(server: Any) -> None:
    one, other = (
        InRedis(fakeredis.FakeRedis(server=server, decode_responses=True), 9, 60) for _ in "ab"
    )
    assert other.get("a") is None
    one.put("a", SAID)
    assert other.get("a") == SAID
    assert other.size() == 1
    assert other.clear() == 1
    assert one.get("a") is None


def test_an_answer_is_given_an_age(client: Any) -> None:
    InRedis(client, 9, 60).put("a", SAID)
    assert 0 < client.ttl(PREFIX + "a") <= 60


def test_there_are_never_more_than_there_may_be(client: Any) -> None:
    clock = Clock()
    cache = InRedis(client, 2, 60, clock)
    for key in ("a", "b", "c"):
        cache.put(key, SAID)
        clock.now += 1
    assert (cache.get("a"), cache.get("c"), cache.size()) == (None, SAID, 2)
    assert len(client.keys(PREFIX + "*")) == 2


def test_what_has_expired_is_not_counted(client: Any) -> None:
    clock = Clock()
    cache = InRedis(client, 9, 60, clock)
    cache.put("a", SAID)
    clock.now += 61
    assert cache.size() == 0
    cache.put("b", SAID)
    assert client.zcard(INDEX) == 1


def test_clearing_leaves_what_belongs_to_others(client: Any) -> None:
    client.set("somebody:else", "1")
    cache = InRedis(client, 9, 60)
    cache.put("a", SAID)
    assert cache.clear() == 1
    assert client.keys("*") == ["somebody:else"]


@pytest.mark.parametrize("value", ["nonsense", "[]", "{}", '{"text": 1}', '{"text": "x", "y": 1}'])
def test_what_somebody_else_wrote_there_is_no_answer(client: Any, value: str) -> None:
    client.set(PREFIX + "a", value)
    assert InRedis(client, 9, 60).get("a") is None


def test_a_server_that_failed_is_left_alone_for_a_while_and_said_to_be_away_once(
    server: Any, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    cache = InRedis(client, 9, 60, clock)
    server.connected = False
    with pytest.raises(CacheAway):
        cache.get("a")
    server.connected = True
    with pytest.raises(CacheAway):
        cache.get("a")
    server.connected = False
    clock.now += REST_S + 1
    with pytest.raises(CacheAway):
        cache.put("a", SAID)
    server.connected = True
    clock.now += REST_S + 1
    cache.put("a", SAID)
    assert cache.get("a") == SAID
    levels = [r.levelname for r in caplog.records if r.name == "llm_brain.generating"]
    assert levels == ["WARNING", "INFO"]


async def test_a_redis_that_is_away_costs_nothing_but_the_cache(
    over: Over, caplog: pytest.LogCaptureFixture
) -> None:
    with running() as model:
        service = over(model, redis_url=NOBODY)
        for _ in range(3):
            assert (await service.answer(temperature=0))["cached"] is False
        assert len(model.calls) == 3
        cache = (await service.numbers())["cache"]
        cleared = await service.http.post("/cache/clear")
    assert (cache["kind"], cache["is_there"], cache["size"]) == ("redis", False, 0)
    assert cache["away"] == 6  # asked and given three times
    assert (cleared.status_code, cleared.json()["error"]["code"]) == (503, "cache_away")
    said = [r for r in caplog.records if r.name == "llm_brain.generating"]
    assert [record.levelname for record in said] == ["WARNING"]
    assert "of-the-cache" not in caplog.text + cleared.text


async def test_answers_are_found_again_in_redis(over: Over, client: Any) -> None:
    with running() as model:
        service = over(model)
        service.app.state.central_model.cache = InRedis(client, 9, 60)
        found = [(await service.answer(temperature=0))["cached"] for _ in range(2)]
        assert found == [False, True]
        assert (await service.http.post("/cache/clear")).json() == {"cleared": 1, "kind": "redis"}
