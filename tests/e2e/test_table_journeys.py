"""Journeys at the table in a real browser over the real services."""

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import TURN_MS, Player

pytestmark = pytest.mark.browser


def test_a_newcomer_hears_the_first_words_within_five_clicks_and_six_fields(
    newcomer: Player,
) -> None:
    newcomer.sign_up_and_begin()
    assert newcomer.clicks <= 5
    assert newcomer.fields <= 6
    assert newcomer.page.locator("#turn-1 .s").count() >= 1


def test_a_typed_turn_is_told_and_the_box_is_empty_again(player: Player) -> None:
    player.say("I look around.")
    player.told(2)
    expect(player.page.get_by_label("What do you do?")).to_have_value("")
    expect(player.page.locator("#turn-2 .you p")).to_have_text("I look around.")


def test_a_suggestion_is_taken_by_its_number_key(player: Player) -> None:
    words = player.page.locator(".chip").first.get_attribute("data-say")
    player.page.locator("body").press("1")
    player.told(2)
    expect(player.page.locator("#turn-2 .you p")).to_have_text(words or "")


def test_a_reload_in_the_middle_of_a_turn_loses_nothing(player: Player) -> None:
    player.say("I search the place carefully.")
    player.page.reload()
    player.told(2)
    assert player.page.locator(".you").count() == 1
    expect(player.page.get_by_label("What do you do?")).to_have_value("")


def test_a_second_device_sees_the_turn_live(player: Player, browser: Browser) -> None:
    phone = browser.new_context(
        storage_state=player.page.context.storage_state(), viewport={"width": 390, "height": 844}
    )
    page = phone.new_page()
    page.goto(player.page.url)
    player.say("I wait and listen.")
    expect(page.locator("#turn-2 .meta")).to_be_visible(timeout=TURN_MS)
    phone.close()


def test_undo_takes_the_turn_off_the_page_and_a_reload_agrees(player: Player) -> None:
    player.say("I look around.")
    player.told(2)
    player.page.locator("#turn-2").get_by_role("button", name="undo").click()
    player.page.get_by_role("button", name="Undo it").click()
    expect(player.page.locator("#turn-2")).to_have_count(0)
    player.page.reload()
    assert player.last_turn == 1


def test_telling_again_keeps_the_dice_and_changes_only_words(player: Player) -> None:
    player.say("I search the place carefully.")
    player.told(2)
    dice = player.page.locator("#turn-2 .die").all_inner_texts()
    words = player.page.locator("#turn-2 .tell").inner_text()
    player.page.locator("#turn-2").get_by_role("button", name="tell it again").click()
    expect(player.page.locator("#turn-2 .tell")).not_to_have_text(words, timeout=TURN_MS)
    player.told(2)
    assert player.page.locator("#turn-2 .die").all_inner_texts() == dice


def test_an_edit_stands_after_a_reload(player: Player) -> None:
    player.page.locator("#turn-1").get_by_role("button", name="edit").click()
    player.page.get_by_label("The telling").fill("It began with rain.")
    player.page.get_by_role("button", name="Keep these words").click()
    expect(player.page.locator("#turn-1 .tell")).to_contain_text("It began with rain.")
    player.page.reload()
    expect(player.page.locator("#turn-1 .tell")).to_contain_text("It began with rain.")


def test_a_branch_is_a_campaign_of_its_own(player: Player) -> None:
    first = player.page.url
    player.page.locator("#turn-1").get_by_role("button", name="branch here").click()
    player.page.get_by_role("button", name="Branch", exact=True).click()
    player.page.wait_for_url(lambda url: re.search(r"/campaigns/\d+/$", url) and url != first)
    expect(player.page.locator("#turn-1 .tell")).to_be_visible()


def test_the_x_card_takes_the_telling_away(player: Player) -> None:
    player.page.get_by_role("button", name="X-card").click()
    player.page.get_by_role("button", name="Take it off the table").click()
    expect(player.page.locator("#turn-1 .withdrawn")).to_be_visible()
    expect(player.page.locator("#turn-1 .s")).to_have_count(0)


def test_typed_words_survive_a_reload(player: Player) -> None:
    player.page.get_by_label("What do you do?").fill("I have not decided yet")
    player.page.reload()
    expect(player.page.get_by_label("What do you do?")).to_have_value("I have not decided yet")


def test_why_shows_what_happened_in_a_turn(player: Player) -> None:
    player.say("I search the place carefully.")
    player.told(2)
    player.page.locator("#turn-2").get_by_role("button", name="why?").click()
    expect(player.page.locator("dialog .ledger li").first).to_be_visible()
    player.page.keyboard.press("Escape")
    expect(player.page.locator("dialog")).to_be_hidden()


def test_the_voice_speaks_and_captions_what_it_says(player: Player) -> None:
    player.page.locator("#voice-menu summary").click()
    player.page.get_by_label("Read the story aloud").check()
    expect(player.page.locator(".s.speaking")).to_have_count(1, timeout=TURN_MS)
    player.page.keyboard.press("Escape")
    player.page.keyboard.press("Escape")
    expect(player.page.locator(".s.speaking")).to_have_count(0)


def test_the_oldest_of_too_many_windows_is_told_that_it_no_longer_follows(player: Player) -> None:
    windows = [player.page.context.new_page() for _ in range(4)]
    for window in windows:
        window.goto(player.page.url)
        expect(window.locator("#turn-1 .tell")).to_be_visible()
    expect(player.page.locator("#trouble")).to_contain_text("many windows")
    expect(windows[-1].locator("#trouble")).to_be_hidden()
