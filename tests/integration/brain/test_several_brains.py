"""Several brains at one database: what one begins another follows, stops, refuses and finishes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.brain.conftest import Table
from tests.integration.brain.slow_narrator import Slow

Open = Callable[..., Table]


@pytest.fixture
def narrator() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.go_on.set()


@pytest.fixture
def first(open_table: Open, narrator: Slow) -> Table:
    """A table whose opening is told, at a brain that hesitates in the middle of what it tells from now on."""
    narrator.go_on.set()
    table = open_table([narrator], lease_s=30.0).begun()
    narrator.go_on.clear()
    narrator.began.clear()
    return table


@pytest.fixture
def second(open_table: Open, first: Table) -> Table:
    """The same table at another brain."""
    table = open_table()
    table.campaign_id = first.campaign_id
    return table


def test_a_turn_under_way_at_one_brain_is_in_flight_at_the_other(
    first: Table, second: Table, narrator: Slow
) -> None:
    with ThreadPoolExecutor(1) as pool:
        saying = pool.submit(first.say, "I wait", idempotency_key="k")
        assert narrator.began.wait(20)
        assert second.say("I leave").json()["error"]["code"] == "turn_in_flight"
        same = second.say("I wait", idempotency_key="k")
        assert same.json()["error"]["code"] == "idempotency_key_in_flight"
        narrator.go_on.set()
        told = saying.result(30).json()
    assert second.say("I wait", idempotency_key="k").json() == told
    assert second.is_true()


def test_a_turn_at_one_brain_is_stopped_at_the_other_while_its_narrator_is_silent(
    first: Table, second: Table, narrator: Slow
) -> None:
    with ThreadPoolExecutor(2) as pool:
        saying = pool.submit(first.say, "I wait")
        assert narrator.began.wait(20)
        stopping = pool.submit(second.post, "turns/2/stop")
        assert saying.result(30).json()["status"] == "stopped"
        assert stopping.result(30).json()["narration"] == "The first sentence is out."
    assert second.is_true()


def test_twenty_turns_sent_to_both_at_once_are_each_told_once(open_table: Open) -> None:
    one = open_table().begun()
    other = open_table()
    other.campaign_id = one.campaign_id

    def insist(attempt: int) -> int:
        table, number = (one, other)[attempt % 2], attempt // 2
        give_up_at = time.monotonic() + 60
        while time.monotonic() < give_up_at:
            said = table.say(f"I wait and count to {number}", idempotency_key=f"turn-{number}")
            if said.status_code == 200:
                return int(said.json()["turn_number"])
            assert said.json()["error"]["code"] in ("turn_in_flight", "idempotency_key_in_flight")
        raise AssertionError(f"turn {number} was never told")

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(insist, range(40)))
    assert sorted(numbers) == sorted([*range(2, 22), *range(2, 22)])
    turns = one.get("turns")
    assert len(turns) == 21
    assert len({turn["message"] for turn in turns[1:]}) == 20
    assert one.is_true()
    assert other.is_true()
