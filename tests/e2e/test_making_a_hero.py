"""A hero of one's own in a real browser: made choice by choice, refused in place, seated, and played."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, Player

pytestmark = pytest.mark.browser


def broken_rules(page: Page) -> list[str]:
    axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
    return [rule["id"] for rule in axe_playwright.Axe().run(page).response["violations"]]


def test_a_hero_of_ones_own_is_made_and_played(newcomer: Player) -> None:
    page = newcomer.page
    page.goto(newcomer.url)
    newcomer.fill("Your name at the table", f"maker{time.time_ns()}")
    newcomer.fill("Password", PASSWORD)
    newcomer.click("button", "Begin")
    page.get_by_role("radio", name="Make your own").check(force=True)
    newcomer.click("button", "Begin the story")
    page.get_by_label("Name", exact=True).fill("Ysolde Marsh")
    page.get_by_label("Race").select_option("elf")
    page.get_by_label("Class").select_option("wizard")
    assert broken_rules(page) == []
    newcomer.click("button", "Choose everything yourself")
    assert broken_rules(page) == []
    page.get_by_label("How", exact=True).select_option("point_buy")
    expect(page.get_by_text("0 of 27 points left")).to_be_visible()
    page.get_by_label("Strength").fill("10")
    expect(page.get_by_text("-2 of 27 points left")).to_be_visible()
    page.get_by_label("Look").fill("ink on her fingers")
    newcomer.click("button", "Sit down")
    expect(page.get_by_text("27 can be spent")).to_be_visible()
    expect(page.get_by_label("Look")).to_have_value("ink on her fingers")
    expect(page.get_by_label("Strength")).to_have_value("10")
    page.set_viewport_size({"width": 390, "height": 844})
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("Strength").fill("8")
    newcomer.click("button", "Sit down")
    newcomer.told(1)
    expect(page.get_by_text("Ysolde Marsh").first).to_be_visible()
