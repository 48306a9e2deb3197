"""One stack for all the tests of containers, and one campaign that lives through everything they do to it."""

import re
from collections.abc import Iterator

import pytest

from deploy.stack.engine import find_compose
from deploy.stack.errors import NoEngine
from tests.containers.stack import Stack, copy_checkout
from tests.containers.table import Player


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/containers" in str(item.path):
            item.add_marker(pytest.mark.heavy)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack as `make up` brings it up from nothing; gone afterwards, volumes included."""
    try:
        find_compose()
    except NoEngine as reason:
        pytest.skip(f"no container engine: {reason}")
    folder = tmp_path_factory.mktemp("checkout")
    copy_checkout(folder)
    stack = Stack(folder)
    stack.make_way()
    try:
        said = stack.up()
        print(said)
        assert re.search(r"All five are healthy", said)
        yield stack
    finally:
        stack.make_way()


@pytest.fixture(scope="session")
def player(stack: Stack) -> Player:
    """Somebody whose campaign is under way."""
    player = Player(stack.url)
    player.sit_down()
    player.say("I look around and listen.")
    return player


@pytest.fixture(autouse=True)
def nothing_is_lost(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test all are healthy, no turn is missing or doubled, and the ledger says the same as the tables."""
    yield
    if "player" not in request.fixturenames:
        return
    stack: Stack = request.getfixturevalue("stack")
    player: Player = request.getfixturevalue("player")
    stack.wait_until_healthy()
    turns = stack.ask_brain("GET", f"/campaigns/{player.campaign_id}/turns?limit=200")
    assert [turn["turn_number"] for turn in turns] == list(range(1, len(turns) + 1))
    assert [turn["message"] for turn in turns[1:]] == player.sent
    assert {turn["status"] for turn in turns} == {"told"}
    check = stack.ask_brain("POST", f"/campaigns/{player.campaign_id}/check")
    assert check == {"ok": True, "differences": []}
