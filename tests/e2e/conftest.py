"""A browser for the journeys, and the whole product behind it, started once for all of them."""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from deploy.play.ports import choose_port
from tests.running_table import RunningTable, folder_for_everybody

playwright = pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

PASSWORD = "a long enough one 7"
TURN_MS = 60_000
TURN_WINDOW_S = "12"
"""How long the first to speak waits for the others: longer than by default, for browsers on a busy machine."""
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def game() -> Iterator[RunningTable]:
    """The whole product, started as a player starts it, in a folder of its own."""
    folder = folder_for_everybody()
    os.environ["WEB_TURN_WINDOW_S"] = TURN_WINDOW_S
    running = RunningTable(folder / "var", choose_port(28_480))
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def table_url(game: RunningTable) -> str:
    return game.url


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
def kill(game: RunningTable) -> Iterator[Callable[[str], None]]:
    """Kill a service as a crash would; afterwards everything is well again."""
    yield game.kill
    for name in ("image_gen", "tts_voice", "llm_brain", "web_service"):
        game.wait_for(name)
