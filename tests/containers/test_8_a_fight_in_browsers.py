"""Two people in two browsers in one fight, over the real containers, while the operator pulls the plugs."""

import re
import shutil
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, expect, sync_playwright

from llm_brain.config import Settings
from tests.containers.stack import Stack
from tests.e2e.companions import guests
from tests.e2e.conftest import TURN_MS, Player
from tests.e2e.fate import pick_a_fight
from tests.robustness.tables import until

BOX = "What do you do?"
PLUGS = ("llm_brain", "web_service", "database", "image_gen", "tts_voice")
MOST_TURNS = 40
AT_LAST_MS = 240_000
"""How long a page may try, past a container that was killed."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no chromium here")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def pair(stack: Stack, browser: Browser) -> Iterator[tuple[Player, Player]]:
    """The owner of a table and a friend who followed the invitation."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    owner = Player(context.new_page(), stack.url)
    owner.sign_up_and_begin()
    with guests(owner, browser, 1) as (friend,):
        expect(owner.page.locator(".sitter")).to_have_count(2, timeout=TURN_MS)
        yield owner, friend
    context.close()


def _brain_beside(stack: Stack) -> Settings:
    return Settings(
        db_host="127.0.0.1",
        db_port=stack.ports["PUBLISHED_DB_PORT"],
        app_db_pass=stack.settings["APP_DB_PASS"],
        embedder="none",
    )


def _act(who: Player, words: str, pair: tuple[Player, Player]) -> int:
    """Say something and wait until both pages have the turn, however long a page must try; return its number."""
    number = who.last_turn + 1
    who.say(words)
    for witness in pair:
        told = witness.page.locator(f"#turn-{number} .meta")
        expect(told).to_be_visible(timeout=AT_LAST_MS)
        main = witness.page.locator("#main")
        expect(main).to_have_attribute("data-last", str(number), timeout=AT_LAST_MS)
    return number


def _counts(pair: tuple[Player, Player], selector: str) -> list[int]:
    return [who.page.locator(selector).count() for who in pair]


def _who_is_up(pair: tuple[Player, Player]) -> Player | None:
    """Return who is up in the fight once both pages agree; nobody when it is over."""
    until(
        lambda: (
            (_counts(pair, ".floor"), sum(_counts(pair, ".floor.mine")))
            in (([1, 1], 1), ([0, 0], 0))
        ),
        "both pages show the fight and one of them is up, or neither does",
    )
    return next((who for who in pair if who.page.locator(".floor.mine").count()), None)


def test_a_fight_is_fought_to_its_end_while_plugs_are_pulled(
    stack: Stack, pair: tuple[Player, Player]
) -> None:
    campaign_id = int(re.findall(r"campaigns/(\d+)", pair[0].page.url)[0])
    said = ["I look around."]
    _act(pair[0], said[0], pair)
    pick_a_fight(_brain_beside(stack), campaign_id)
    for who in pair:
        expect(who.page.locator(".floor")).to_have_count(1, timeout=TURN_MS)
    plugs, fought = list(PLUGS), list[Player]()
    while (up := _who_is_up(pair)) is not None and len(said) < MOST_TURNS:
        fought.append(up)
        said.append("I wait." if plugs else "I attack the zombie.")
        if plugs:
            stack.crash(plugs.pop(0))
        _act(up, said[-1], pair)
    assert plugs == []
    assert len(said) < MOST_TURNS, "the fight has an end"
    assert all(who in fought for who in pair)
    stack.wait_until_healthy()
    turns = stack.ask_brain("GET", f"/campaigns/{campaign_id}/turns?limit=200")
    assert [turn["turn_number"] for turn in turns] == list(range(1, len(turns) + 1))
    assert [turn["message"] for turn in turns[1:]] == said
    assert {turn["status"] for turn in turns} == {"told"}
    for turn in turns[1:]:
        words = [
            who.page.locator(f"#turn-{turn['turn_number']} .tell").inner_text() for who in pair
        ]
        assert words[0] == words[1] != ""
    check = stack.ask_brain("POST", f"/campaigns/{campaign_id}/check")
    assert check == {"ok": True, "differences": []}
