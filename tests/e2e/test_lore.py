"""Lore in a real browser: a memory pinned from the table, a card brought, somebody met, the story so far read again."""

import re

import pytest

pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
from playwright.sync_api import Page, expect  # noqa: E402

from tests.e2e.conftest import TURN_MS, Player  # noqa: E402
from tests.unit.llm_brain.lore.card_files import CARD, file_of, picture_with  # noqa: E402

pytestmark = pytest.mark.browser


def broken_rules(page: Page) -> list[str]:
    answer = axe_playwright.Axe().run(page).response
    return [
        f"{rule['id']}: {node['target']}" for rule in answer["violations"] for node in rule["nodes"]
    ]


def test_a_pin_a_card_and_the_story_so_far(player: Player) -> None:
    page = player.page
    table = page.url
    page.locator("#turn-1 .meta").get_by_role("link", name=re.compile("remember")).click()
    pin = page.get_by_label("What to remember")
    expect(pin).not_to_have_value("")
    pin.fill("We owe the ferryman a coin.")
    page.get_by_role("button", name="Pin it").click()
    expect(page.locator(".lore-entry")).to_contain_text("We owe the ferryman a coin.")

    page.get_by_label("Lorebook or character card").set_input_files(
        {"name": "aldith.png", "mimeType": "image/png", "buffer": picture_with(file_of(CARD))}
    )
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("status")).to_contain_text(["Taken in: 1 entry and 1 person."])
    expect(page.locator(".lore-entry", has_text="can be met")).to_contain_text("Sister Aldith")
    assert broken_rules(page) == []

    page.goto(table)
    player.say("I greet Sister Aldith.")
    player.told(2)
    expect(page.locator("#turn-2 .tell")).to_contain_text(re.compile("mould|cast what others ring"))
    assert broken_rules(page) == []
    page.goto(f"{table}turns/2/prompt")
    expect(page.locator("table.grid")).to_contain_text("We owe the ferryman a coin.")
    assert broken_rules(page) == []

    page.goto(f"{table}lore/story")
    expect(page.locator("#chapter-1")).to_contain_text("They met Sister Aldith", timeout=TURN_MS)
    assert broken_rules(page) == []


def test_what_is_switched_off_and_deleted_is_gone(player: Player) -> None:
    page = player.page
    page.goto(f"{page.url}lore/")
    page.get_by_label("Title").fill("The bell")
    page.get_by_label("What is true", exact=True).last.fill("It was cast from a coffin.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".problem")).to_contain_text("Give it a key")
    page.get_by_label("Keys", exact=True).fill("bell, belfry")
    page.get_by_role("button", name="Write it down").click()
    entry = page.locator(".lore-entry", has_text="It was cast from a coffin.")
    expect(entry).to_contain_text("when said: bell, belfry")
    entry.get_by_role("button", name=re.compile("Switch off")).click()
    expect(entry).to_contain_text("switched off")
    entry.get_by_role("button", name=re.compile("Delete")).click()
    expect(entry).to_have_count(0)
