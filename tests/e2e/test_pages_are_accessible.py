"""Every page, dark and light, wide and narrow: no rule of axe is broken, and the table stays light."""

import pytest

pytest.importorskip("playwright.sync_api")
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

from playwright.sync_api import Browser, Page  # noqa: E402

from tests.e2e.conftest import Player  # noqa: E402

pytestmark = pytest.mark.browser

MAX_PAGE_BYTES = 250_000
TABLE_PAGES = ["", "history", "knows", "dice", "settings", "delete", "heroes/"]
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


def test_a_dialog_breaks_no_rule_of_axe(player: Player) -> None:
    player.page.locator("[data-sheet]").first.click()
    player.page.locator("dialog .sheet").wait_for()
    assert broken_rules(player.page) == []


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
