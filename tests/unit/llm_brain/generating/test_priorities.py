import asyncio
import threading
from typing import Any

from tests.unit.llm_brain.generating.conftest import Over, comes_true
from tests.unit.llm_brain.narrators.server.fake_server import STORY, Call, running

GIVE_UP_S = 20.0


class Held:
    """A server's habit: the first call is answered only when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def __call__(self, call: Call) -> None:
        self.let_go.wait(GIVE_UP_S)
        call.stream(*STORY)


def prompts(calls: list[Call]) -> list[str]:
    return [call.body["messages"][0]["content"] for call in calls]


async def test_under_load_fights_go_before_talk_before_everything_else(over: Over) -> None:
    held = Held()
    with running(tells=held) as server:
        service = over(server, max_concurrent_requests=1)
        first = asyncio.create_task(service.answer("first"))
        assert await comes_true(lambda: len(server.calls) == 1)
        wanted = ("exploration", "dialogue", "combat")
        asking = []
        for priority in wanted:
            asking.append(asyncio.create_task(service.answer(priority, priority=priority)))
            await service.waits(priority)
        held.let_go.set()
        await asyncio.gather(first, *asking)
        assert prompts(server.calls) == ["first", "combat", "dialogue", "exploration"]
        assert (await service.numbers())["queue"] == dict.fromkeys(wanted, 0)


async def test_the_servers_own_line_knows_how_urgent_a_prompt_is(over: Over) -> None:
    held = Held()
    with running(tells=held) as server:
        service = over(server, max_concurrent_requests=9, llm_concurrency=1)
        replica = service.brain.narrators[0].replicas.all[0]  # type: ignore[attr-defined]
        asking = [asyncio.create_task(service.answer("first"))]
        assert await comes_true(lambda: len(server.calls) == 1)
        for count, priority in enumerate(("exploration", "combat"), start=2):
            asking.append(asyncio.create_task(service.answer(priority, priority=priority)))
            assert await comes_true(lambda wanted=count: replica.load == wanted)
        held.let_go.set()
        await asyncio.gather(*asking)
        assert prompts(server.calls) == ["first", "combat", "exploration"]


async def test_a_full_line_says_so_and_lets_a_fight_in_all_the_same(over: Over) -> None:
    held = Held()
    with running(tells=held) as server:
        service = over(server, max_concurrent_requests=1, generate_queue_limit=1)
        first = asyncio.create_task(service.answer("first"))
        assert await comes_true(lambda: len(server.calls) == 1)
        waits = asyncio.create_task(service.ask("waits"))
        await service.waits("exploration")
        assert_too_many(await service.ask("one too many"))
        fight = asyncio.create_task(service.answer("a fight", priority="combat"))
        assert_too_many(await waits)
        held.let_go.set()
        await asyncio.gather(first, fight)
        assert prompts(server.calls) == ["first", "a fight"]
        requests = (await service.numbers())["requests"]
    assert requests == {"exploration": {"answered": 1, "busy": 2}, "combat": {"answered": 1}}


async def test_one_that_waits_too_long_takes_no_place(over: Over) -> None:
    held = Held()
    with running(tells=held) as server:
        service = over(server, max_concurrent_requests=1, generate_limit_s=0.4)
        answers = await asyncio.gather(service.ask("one"), service.ask("two"))
        assert [answer.status_code for answer in answers] == [504, 504]
        held.let_go.set()
        assert await comes_true(lambda: service.app.state.central_model.line.inside == 0)
        assert (await service.ask("three")).status_code == 200


def assert_too_many(answer: Any) -> None:
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "too_many_waiting"
    assert int(answer.headers["retry-after"]) > 0
