from typing import Any

import pytest

from llm_brain.config import Settings
from llm_brain.generating.asked import Asked, Said
from llm_brain.generating.cache import InMemory, answers_for
from llm_brain.narrators.protocol import ChatMessage, Sampling
from tests.unit.llm_brain.generating.conftest import Over
from tests.unit.llm_brain.narrators.server.fake_server import running

SAID = Said("A door.", "server", "tiny", 3)
ASKED = Asked((ChatMessage("user", "Hello?"),), Sampling(0, 0.9, 20))


async def test_what_would_be_the_same_again_is_answered_from_the_cache(over: Over) -> None:
    with running() as server:
        service = over(server)
        first, second = [await service.answer(temperature=0) for _ in range(2)]
        assert len(server.calls) == 1
        cache = (await service.numbers())["cache"]
    assert (first["cached"], second["cached"]) == (False, True)
    assert second["text"] == first["text"]
    assert second["metadata"]["prompt_hash"] == first["metadata"]["prompt_hash"]
    assert (cache["kind"], cache["size"], cache["hits"], cache["misses"]) == ("memory", 1, 1, 1)


@pytest.mark.parametrize(
    ("asked", "calls"),
    [
        ({"temperature": 0.7}, 2),
        ({"temperature": 0.7, "use_cache": True}, 1),
        ({"temperature": 0, "use_cache": False}, 2),
    ],
)
async def test_what_is_left_to_chance_is_kept_only_when_that_is_asked_for(
    over: Over, asked: dict[str, Any], calls: int
) -> None:
    with running() as server:
        service = over(server)
        for _ in range(2):
            await service.answer(**asked)
        assert len(server.calls) == calls


async def test_a_cleared_cache_says_how_many_it_had_and_has_none(over: Over) -> None:
    with running() as server:
        service = over(server)
        for prompt in ("one", "two", "one"):
            await service.answer(prompt, temperature=0)
        cleared = await service.http.post("/cache/clear")
        assert cleared.json() == {"cleared": 2, "kind": "memory"}
        assert (await service.numbers())["cache"]["size"] == 0
        assert (await service.answer("one", temperature=0))["cached"] is False


async def test_an_answer_is_kept_while_its_server_is_away(over: Over) -> None:
    with running() as server:
        service = over(server, llm_rest_s=60)
        await service.answer("known", temperature=0)
        server.stop()
        assert (await service.ask("unknown")).status_code == 503
        assert (await service.answer("known", temperature=0))["cached"] is True


async def test_a_failure_is_never_kept(over: Over) -> None:
    with running(tells=lambda call: call.answer(500, {})) as server:
        service = over(server, llm_rest_s=0)
        assert (await service.ask(temperature=0)).status_code == 503
        server.tells = lambda call: call.stream("A door. ")
        service.brain.narrators[0].look_now(10)  # type: ignore[attr-defined]
        assert (await service.answer(temperature=0))["cached"] is False


@pytest.mark.parametrize(
    "other",
    [
        {"messages": (ChatMessage("user", "Hello!"),)},
        {"messages": (ChatMessage("system", "Hello?"),)},
        {"messages": (*ASKED.messages, ChatMessage("user", ""))},
        {"sampling": Sampling(0, 0.9, 21)},
        {"sampling": Sampling(0, 0.8, 20)},
        {"sampling": Sampling(0.1, 0.9, 20)},
        {"stop": ("END",)},
        {"character": "peter"},
    ],
)
def test_another_prompt_has_another_hash(other: dict[str, Any]) -> None:
    changed = Asked(**{**vars(ASKED), **other})
    assert changed.key("server", "tiny") != ASKED.key("server", "tiny")


def test_another_model_has_another_hash_and_another_urgency_has_not() -> None:
    key = ASKED.key("server", "tiny")
    assert key != ASKED.key("server", "small")
    assert key != ASKED.key("llama", "tiny")
    urgent = Asked(**{**vars(ASKED), "priority": "combat", "conversation": "c"})
    assert key == urgent.key("server", "tiny")


def test_a_full_cache_forgets_what_was_unused_the_longest() -> None:
    cache = InMemory(2, 60)
    for key in ("a", "b"):
        cache.put(key, SAID)
    cache.get("a")
    cache.put("c", SAID)
    assert [cache.get(key) for key in ("a", "b", "c")] == [SAID, None, SAID]
    assert cache.size() == 2


@pytest.mark.parametrize(("most", "age_s"), [(0, 60.0), (9, 0.0)])
def test_a_cache_without_room_or_time_keeps_nothing(most: int, age_s: float) -> None:
    cache = InMemory(most, age_s)
    cache.put("a", SAID)
    assert (cache.get("a"), cache.size(), cache.clear()) == (None, 0, 0)


@pytest.mark.parametrize(
    ("url", "kind"), [("", "memory"), (" ", "memory"), ("redis://127.0.0.1:9/0", "redis")]
)
def test_the_settings_say_where_answers_are_kept(url: str, kind: str) -> None:
    if kind == "redis":
        pytest.importorskip("redis")
    settings = Settings(app_db_pass="none", redis_url=url)  # pragma: allowlist secret
    assert answers_for(settings).kind == kind


def test_an_address_that_no_redis_has_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="REDIS_URL"):
        Settings(app_db_pass="none", redis_url="http://cache:6379")  # pragma: allowlist secret
