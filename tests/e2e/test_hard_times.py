"""Fights, death, and things that break: journeys that end well all the same."""

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import TURN_MS, Player
from tests.e2e.fate import pick_a_fight, settings_of, strike_down
from tests.running_table import RunningTable

pytestmark = pytest.mark.browser
TRACKER = ".init"
LONGEST_FIGHT_TURNS = 40


def _campaign_id(player: Player) -> int:
    found = re.search(r"/campaigns/(\d+)", player.page.url)
    assert found is not None
    return int(found.group(1))


def _take(player: Player, text: str) -> None:
    number = player.last_turn + 1
    player.say(text)
    player.told(number)


def _begin_a_fight(player: Player, game: RunningTable) -> None:
    """Meet a zombie: say something first, so that there is a turn before the fight."""
    _take(player, "I look around.")
    pick_a_fight(settings_of(game), _campaign_id(player))
    expect(player.page.locator(TRACKER).first).to_be_visible(timeout=TURN_MS)


def _fight_on(player: Player) -> None:
    """Attack until it is over, one way or the other."""
    for _ in range(LONGEST_FIGHT_TURNS):
        if player.page.locator(TRACKER).count() == 0:
            break
        _take(player, "I attack the zombie")
    expect(player.page.locator(TRACKER)).to_have_count(0)


def test_a_fight_shows_its_dice_and_its_order_and_comes_to_an_end(
    player: Player, game: RunningTable
) -> None:
    _begin_a_fight(player, game)
    _take(player, "I attack the zombie")
    assert player.page.locator("#turn-3 .die").count() >= 1
    _fight_on(player)


def test_a_fight_goes_on_after_everything_was_stopped_and_started(
    player: Player, game: RunningTable
) -> None:
    _begin_a_fight(player, game)
    order = player.page.locator(TRACKER).first.inner_text()
    game.stop()
    game.start()
    player.page.goto(player.page.url)
    assert player.page.locator(TRACKER).first.inner_text() == order
    _fight_on(player)


@pytest.fixture
def fallen(player: Player, game: RunningTable) -> Player:
    """A player whose only hero has just died in a fight."""
    _begin_a_fight(player, game)
    strike_down(settings_of(game), _campaign_id(player))
    return player


def test_the_death_of_the_only_hero_leaves_three_choices(fallen: Player) -> None:
    choices = fallen.page.locator("[data-choice]")
    expect(choices).to_have_count(3, timeout=TURN_MS)


def test_the_fallen_go_back_to_before_the_fight(fallen: Player) -> None:
    fallen.page.locator("[data-choice=back]").click()
    expect(fallen.page.locator("#turn-2")).to_have_count(0, timeout=TURN_MS)
    expect(fallen.page.locator("#main")).to_have_attribute("data-last", "1")
    _take(fallen, "I keep my hands to myself")
    expect(fallen.page.locator(TRACKER)).to_have_count(0)


def test_the_fallen_get_an_epilogue(fallen: Player) -> None:
    number = fallen.last_turn + 1
    fallen.page.locator("[data-choice=epilogue]").click()
    fallen.told(number)
    assert fallen.page.locator(f"#turn-{number} .s").count() >= 3


def test_a_turn_typed_while_the_brain_is_down_goes_through_once(
    player: Player, kill: Callable[[str], None]
) -> None:
    kill("llm_brain.app")
    player.say("I ask again.")
    expect(player.page.locator("#trouble")).to_be_visible(timeout=TURN_MS)
    expect(player.page.get_by_label("What do you do?")).to_have_value("I ask again.")
    player.told(2)
    assert player.page.locator(".you", has_text="I ask again.").count() == 1
    expect(player.page.locator("#trouble")).to_be_hidden()
    expect(player.page.get_by_label("What do you do?")).to_have_value("")


def test_a_turn_typed_while_the_database_is_down_goes_through_once(
    player: Player, kill: Callable[[str], None]
) -> None:
    kill("bin/postgres -D")
    player.say("I ask once more.")
    player.told(2)
    assert player.page.locator(".you", has_text="I ask once more.").count() == 1
    expect(player.page.get_by_label("What do you do?")).to_have_value("")


def test_without_the_voice_the_words_are_told(player: Player, kill: Callable[[str], None]) -> None:
    player.page.locator("#voice-menu summary").click()
    player.page.get_by_label("Read the story aloud").check()
    kill("tts_voice.app")
    _take(player, "I look around.")
    assert player.page.locator("#turn-2 .s").count() >= 1


def test_two_tabs_that_speak_at_once_lose_nothing(player: Player) -> None:
    other = player.page.context.new_page()
    other.goto(player.page.url)
    first, second = "I look at the sky.", "I look at my boots."
    player.page.get_by_label("What do you do?").fill(first)
    other.get_by_label("What do you do?").fill(second)
    player.page.keyboard.press("Enter")
    other.keyboard.press("Enter")
    for page in (player.page, other):
        expect(page.locator(".you p", has_text=first)).to_have_count(1, timeout=TURN_MS)
        expect(page.locator(".you p", has_text=second)).to_have_count(1, timeout=TURN_MS)


def test_on_a_phone_everything_is_one_tap_away(browser: Browser, table_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    phone = Player(context.new_page(), table_url)
    phone.sign_up_and_begin()
    _take(phone, "I look around.")
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert phone.page.evaluate(overflow) is False
    for tab in ("Party", "Scene", "Quests", "Story"):
        phone.page.get_by_role("navigation").get_by_text(tab, exact=True).first.click()
        assert phone.page.evaluate(overflow) is False
    expect(phone.page.get_by_label("What do you do?")).to_be_visible()
    context.close()
