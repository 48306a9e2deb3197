"""Every page and every state of the table, dark and light, wide and narrow: no rule of axe is broken, and the table
stays light.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.e2e.companions import guests  # noqa: E402
from tests.e2e.conftest import TURN_MS, Player  # noqa: E402
from tests.e2e.fate import pick_a_fight, settings_of, strike_down  # noqa: E402
from tests.running_table import RunningTable  # noqa: E402

pytestmark = pytest.mark.browser

MAX_PAGE_BYTES = 250_000
TABLE_PAGES = ["", "history", "knows", "dice", "settings", "delete", "heroes/", "party/"]
LOOKS = [(scheme, width_px) for scheme in ("dark", "light") for width_px in (1440, 390)]
SITE_PAGES = ["/campaigns/", "/campaigns/new", "/accounts/me", "/nothing-here"]


def broken_rules(page: Page) -> list[str]:
    answer = axe_playwright.Axe().run(page).response
    return [
        f"{rule['id']}: {node['target']}" for rule in answer["violations"] for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width_px", [1440, 390])
def test_no_page_breaks_a_rule_of_axe(
    scheme: str, width_px: int, player: Player, browser: Browser
) -> None:
    player.say("I search the place carefully.")
    player.told(2)
    context = browser.new_context(
        storage_state=player.page.context.storage_state(),
        viewport={"width": width_px, "height": 844},
        color_scheme=scheme,
    )
    page, broken = context.new_page(), {}
    table = player.page.url
    for url in [table + rest for rest in TABLE_PAGES] + [player.url + p for p in SITE_PAGES]:
        page.goto(url)
        if found := broken_rules(page):
            broken[url] = found
    context.close()
    assert broken == {}


@pytest.mark.parametrize("path", ["/", "/accounts/sign-in", "/accounts/sign-up"])
def test_the_front_door_breaks_no_rule_of_axe(path: str, newcomer: Player) -> None:
    newcomer.page.goto(newcomer.url + path)
    assert broken_rules(newcomer.page) == []


@contextmanager
def seen_as(player: Player, browser: Browser, scheme: str, width_px: int) -> Iterator[Page]:
    """The player's table in another light or on another screen."""
    context = browser.new_context(
        storage_state=player.page.context.storage_state(),
        viewport={"width": width_px, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(player.page.url)
    yield page
    context.close()


def broken_tabs(page: Page, state: str) -> dict[str, list[str]]:
    """Look at the table, on a phone at each of its four parts."""
    tabs = [tab for tab in page.locator("nav.tabs button").all() if tab.is_visible()]
    broken = {state: broken_rules(page)}
    for tab in tabs[1:]:
        tab.click()
        broken[f"{state}, {tab.inner_text()}"] = broken_rules(page)
    if tabs:
        tabs[0].click()
    return {where: rules for where, rules in broken.items() if rules}


def broken_dialogs(page: Page) -> dict[str, list[str]]:
    """Look at everything that opens over the table."""
    broken = {}
    for action in ("edit", "undo", "branch", "withdraw", "why"):
        what = "[data-why-turn]" if action == "why" else f"[data-action={action}]"
        page.locator(what).last.click()
        page.locator("dialog :is(form.ask, .why)").wait_for()
        broken[action] = broken_rules(page)
        page.keyboard.press("Escape")
    for number in page.locator(".die").all()[-1:]:
        number.click()
        page.locator("dialog .roll-open").wait_for()
        broken["why a number"] = broken_rules(page)
        page.keyboard.press("Escape")
    page.locator("#voice-menu summary").click()
    broken["voice menu"] = broken_rules(page)
    page.keyboard.press("Escape")
    return {where: rules for where, rules in broken.items() if rules}


def sheet_rules(page: Page) -> list[str]:
    """Look at a hero's sheet."""
    party = page.locator("nav.tabs [data-tab=party]")
    if party.is_visible():
        party.click()
    page.locator("[data-sheet]").first.click()
    page.locator("dialog .sheet").wait_for()
    found = broken_rules(page)
    page.keyboard.press("Escape")
    return found


def test_a_fight_and_what_opens_over_it_break_no_rule_of_axe(
    player: Player, browser: Browser, game: RunningTable
) -> None:
    pick_a_fight(settings_of(game), int(re.findall(r"campaigns/(\d+)", player.page.url)[0]))
    player.say("I attack the zombie")
    player.told(2)
    broken = {}
    for scheme, width_px in LOOKS:
        with seen_as(player, browser, scheme, width_px) as page:
            found = broken_tabs(page, "fight") | broken_dialogs(page)
            if rules := sheet_rules(page):
                found["sheet"] = rules
            if found:
                broken[scheme, width_px] = found
    assert broken == {}


def whisper_rules(page: Page) -> list[str]:
    """Look at a whisper and its answer."""
    page.get_by_role("button", name="Whisper").click()
    page.get_by_label("What do you want to know?").fill("What do I see?")
    page.keyboard.press("Enter")
    page.locator(".whisper-answer").first.wait_for()
    found = broken_rules(page)
    page.keyboard.press("Escape")
    return found


def test_a_party_that_waits_and_fights_breaks_no_rule_of_axe(
    player: Player, browser: Browser, game: RunningTable
) -> None:
    broken = {}
    with guests(player, browser, 1) as (friend,):
        for state in ("waiting", "fight"):
            if state == "fight":
                expect(friend.page.locator(".waits")).to_have_count(0, timeout=TURN_MS)
                pick_a_fight(
                    settings_of(game), int(re.findall(r"campaigns/(\d+)", player.page.url)[0])
                )
                friend.page.locator(".floor").wait_for()
            for look in LOOKS:
                if state == "waiting" and not friend.page.locator(".waits").count():
                    friend.say("I wait for you.")
                    friend.page.locator(".waits").wait_for()
                with seen_as(player, browser, *look) as page:
                    found = broken_tabs(page, state)
                    found |= {"whispers": rules} if (rules := whisper_rules(page)) else {}
                    page.goto(f"{player.page.url}party/")
                    found |= {"party": rules} if (rules := broken_rules(page)) else {}
                    if found:
                        broken[state, *look] = found
    assert broken == {}


def test_the_fallen_and_the_end_break_no_rule_of_axe(
    player: Player, browser: Browser, game: RunningTable
) -> None:
    strike_down(settings_of(game), int(re.findall(r"campaigns/(\d+)", player.page.url)[0]))
    player.page.locator(".fate").first.wait_for()
    broken = {}
    for state in ("fallen", "the end"):
        for scheme, width_px in LOOKS:
            with seen_as(player, browser, scheme, width_px) as page:
                if found := broken_tabs(page, state):
                    broken[scheme, width_px] = found
        if state == "fallen":
            player.page.locator("[data-choice=epilogue]").click()
            player.page.locator(".the-end").wait_for(timeout=TURN_MS)
    assert broken == {}


def test_withdrawn_words_break_no_rule_of_axe(player: Player, browser: Browser) -> None:
    player.page.get_by_role("button", name="X-card").click()
    player.page.get_by_role("button", name="Take it off the table").click()
    player.page.locator("#turn-1 .withdrawn").wait_for()
    broken = {}
    for scheme, width_px in LOOKS:
        with seen_as(player, browser, scheme, width_px) as page:
            if found := broken_tabs(page, "withdrawn"):
                broken[scheme, width_px] = found
    assert broken == {}


def test_the_table_without_media_is_light(player: Player) -> None:
    session = player.page.context.new_cdp_session(player.page)
    urls: dict[str, str] = {}
    weights: list[float] = []

    def finished(event: dict) -> None:
        if "/media/" not in urls.get(event["requestId"], ""):
            weights.append(event["encodedDataLength"])

    session.on(
        "Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]})
    )
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    player.page.reload()
    player.page.locator("#turn-1").wait_for()
    player.page.wait_for_function("performance.getEntriesByType('resource').length > 8")
    assert 0 < sum(weights) <= MAX_PAGE_BYTES
