"""Rules looked up, numbers asked why, dice proven: in a real browser, with the keyboard, on a phone, under axe."""

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.e2e.conftest import Player  # noqa: E402

pytestmark = pytest.mark.browser


def broken_rules(page: Page) -> list[str]:
    answer = axe_playwright.Axe().run(page).response
    return [
        f"{rule['id']}: {node['target']}" for rule in answer["violations"] for node in rule["nodes"]
    ]


def test_a_rule_is_looked_up_without_leaving_the_table(player: Player) -> None:
    page = player.page
    page.locator("[data-rules]").click()
    expect(page.locator("#rules-question")).to_be_focused()
    page.keyboard.type("grapple")
    page.keyboard.press("Enter")
    expect(page.locator("dialog details.rule[open] .rule-source")).to_contain_text("SRD 5.1")
    assert broken_rules(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.url.endswith("/")


def test_the_numbers_of_a_hero_say_why_by_keyboard_and_on_a_phone(
    player: Player, browser: Browser
) -> None:
    player.page.locator(".hp [data-why-number=hp]").focus()
    player.page.keyboard.press("Enter")
    expect(player.page.locator("dialog .ledger li").first).to_contain_text("joins the party")
    assert broken_rules(player.page) == []
    context = browser.new_context(
        storage_state=player.page.context.storage_state(), viewport={"width": 390, "height": 844}
    )
    phone = context.new_page()
    phone.goto(player.page.url)
    phone.get_by_role("button", name="Party").click()
    phone.locator("[data-sheet]").first.click()
    phone.locator("dialog [data-why-number=armor_class]").click()
    expect(phone.locator("dialog .ledger li").first).to_be_visible()
    assert broken_rules(phone) == []
    context.close()


def test_the_owner_shows_the_seed_and_every_die_is_proven(player: Player) -> None:
    player.say("I search the place carefully.")
    player.told(2)
    page = player.page
    page.goto(page.url + "dice")
    expect(page.locator(".proof").first).to_contain_text("sealed")
    page.get_by_text("Show the seed").click()
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".proof").first).to_contain_text(re.compile(r"seed says \d+ · true"))
    expect(page.locator(".proof", has_text="FALSE")).to_have_count(0)
    assert broken_rules(page) == []
