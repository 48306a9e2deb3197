"""Taking a level in a real browser: led there from the table, chosen, taken, and refused while a fight is on."""

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

from tests.e2e.conftest import Player
from tests.e2e.fate import pick_a_fight, settings_of, teach
from tests.e2e.test_making_a_hero import broken_rules
from tests.running_table import RunningTable

pytestmark = pytest.mark.browser


def test_a_level_is_taken_by_choice_and_refused_in_a_fight(
    player: Player, game: RunningTable
) -> None:
    page = player.page
    found = re.search(r"/campaigns/(\d+)", page.url)
    assert found
    where, campaign_id = settings_of(game), int(found[1])
    teach(where, campaign_id, xp=900, level=3)
    page.get_by_role("link", name="Level up to 2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("reaches level 2")
    assert broken_rules(page) == []
    page.get_by_label("Hit points").select_option("rolled")
    taken = page.get_by_label("The level goes to")
    expect(taken.locator("option").first).to_contain_text(" 2")
    page.set_viewport_size({"width": 390, "height": 844})
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    player.click("button", "Take the level")
    page.get_by_role("link", name="Level up to 3").click()
    pick_a_fight(where, campaign_id)
    player.click("button", "As advised")
    expect(page.get_by_text("in the middle of a fight")).to_be_visible()
