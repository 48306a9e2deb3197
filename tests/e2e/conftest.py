"""A browser for the journeys. `table_url` is the running product's address: TABLE_URL, unless another fixture gives one.

The services behind it are real; BRAIN_STOP and BRAIN_START, when set, are commands that take the brain away and bring it back.
"""

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

playwright = pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

PASSWORD = "a long enough one 7"
TURN_MS = 60_000
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def table_url() -> str:
    url = os.environ.get("TABLE_URL", "")
    if not url:
        pytest.skip("TABLE_URL names no running table")
    return url.rstrip("/")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no chromium here")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield browser
        browser.close()


@dataclass
class Player:
    """Somebody at a browser; counts clicks and fields like an impatient newcomer."""

    page: Page
    url: str
    clicks: int = 0
    fields: int = 0

    def click(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.clicks += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.fields += 1

    def sign_up_and_begin(self) -> None:
        """Go from the landing page to the first words told."""
        self.page.goto(self.url)
        self.fill("Your name at the table", f"player{time.time_ns()}{next(_numbers)}")
        self.fill("Password", PASSWORD)
        self.click("button", "Begin")
        self.click("button", "Begin the story")
        self.told(1)

    def told(self, number: int) -> None:
        """Wait until a turn is told."""
        expect(self.page.locator(f"#turn-{number} .meta")).to_be_visible(timeout=TURN_MS)

    def say(self, text: str) -> None:
        self.page.get_by_label("What do you do?").fill(text)
        self.page.keyboard.press("Enter")

    @property
    def last_turn(self) -> int:
        return int(self.page.get_attribute("#main", "data-last") or 0)


@pytest.fixture
def newcomer(browser: Browser, table_url: str) -> Iterator[Player]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield Player(context.new_page(), table_url)
    context.close()


@pytest.fixture
def player(newcomer: Player) -> Player:
    newcomer.sign_up_and_begin()
    return newcomer


@pytest.fixture
def brain_switch() -> Iterator[Callable[[bool], None]]:
    """Take the brain away (False) and bring it back (True)."""
    commands = {False: os.environ.get("BRAIN_STOP", ""), True: os.environ.get("BRAIN_START", "")}
    if not all(commands.values()):
        pytest.skip("BRAIN_STOP and BRAIN_START say nothing")

    def switch(is_on: bool) -> None:
        subprocess.run(commands[is_on], shell=True, check=True)

    yield switch
    switch(True)
