"""Several people at one table, each with a browser of their own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PASSWORD, TURN_MS, Player

INVITATION = "Invitation"


def invitation_of(owner: Player) -> str:
    """Read the invitation off the owner's party page, in a tab of its own."""
    tab = owner.page.context.new_page()
    tab.goto(f"{owner.page.url}party/")
    link = tab.get_by_label(INVITATION).input_value()
    tab.close()
    return link


def sit_down(guest: Player, link: str, hero: int) -> None:
    """Follow an invitation as somebody new: make an account, sit down, choose a hero."""
    guest.page.goto(link)
    guest.click("link", "Take a seat")
    guest.fill("Your name at the table", f"guest{time.time_ns()}")
    guest.fill("Password", PASSWORD)
    guest.click("button", "Begin")
    guest.click("button", "Sit down")
    guest.page.locator("button.pick").nth(hero).click()
    expect(guest.page.locator("#turn-1 .meta")).to_be_visible(timeout=TURN_MS)
    guest.page.wait_for_load_state()


@contextmanager
def guests(owner: Player, browser: Browser, count: int) -> Iterator[list[Player]]:
    """Seat so many more at the owner's table."""
    link = invitation_of(owner)
    contexts = [browser.new_context(viewport={"width": 1200, "height": 850}) for _ in range(count)]
    seated = [Player(context.new_page(), owner.url) for context in contexts]
    try:
        for number, guest in enumerate(seated, start=1):
            sit_down(guest, link, number - 1)
        yield seated
    finally:
        for context in contexts:
            context.close()
