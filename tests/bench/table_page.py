"""The table as a player's browser sees it: start, memory, page weight, first paint, sentences and sound.

`python -m tests.bench.table_page` starts the whole product twice in a folder of its own, plays a few turns in Chromium and
prints figures. It fails on none of them.
"""

import json
import select
import shutil
import statistics
import threading
import time
from typing import Any

import psycopg2
from playwright.sync_api import Page, sync_playwright

from deploy.play.ports import choose_port
from tests.running_table import RunningTable, folder_for_everybody

TURNS = 12
IDLE_S = 15
WATCH = """
window.seen = {}; window.sounds = [];
new MutationObserver(() => {
  document.querySelectorAll('[id^="turn-"]').forEach((turn) => {
    if (!(turn.id in seen) && turn.querySelector('.s')) seen[turn.id] = Date.now();
  });
}).observe(document.documentElement, {childList: true, subtree: true});
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...args) {
  sounds.push(Date.now()); return start.apply(this, args);
};
"""


class ReleaseClock:
    """When the first sentence of each turn was released by the brain, from the database's own notices."""

    def __init__(self, table: RunningTable) -> None:
        known = table.environment("web_service")
        self._held = psycopg2.connect(
            host=known["DB_HOST"], port=known["DB_PORT"], dbname=known["DB_NAME"],
            user=known["WEB_DB_USER"], password=known["WEB_DB_PASS"],
        )  # fmt: skip
        self._held.autocommit = True
        self._held.cursor().execute('LISTEN "table"')
        self.released: list[float] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            if select.select([self._held], [], [], 1.0)[0]:
                self._held.poll()
                now = time.time() * 1000
                for notice in self._held.notifies:
                    if json.loads(notice.payload).get("sentence") == 0:
                        self.released.append(now)
                self._held.notifies.clear()


def _sign_up(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Your name at the table", exact=True).fill(f"bench{time.time_ns()}")
    page.get_by_label("Password", exact=True).fill("a long enough one 7")
    page.get_by_role("button", name="Begin").first.click()
    page.get_by_role("button", name="Begin the story").first.click()
    page.locator("#turn-1 .meta").wait_for(timeout=60_000)


def _weigh(page: Page) -> dict[str, float]:
    """Reload with an empty cache; return kilobytes over the wire without media, requests and first paint."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, float] = {}
    media: set[str] = set()
    session.on(
        "Network.responseReceived",
        lambda e: media.add(e["requestId"]) if "/media/" in e["response"]["url"] else None,
    )
    session.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.reload()
    page.wait_for_timeout(2500)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    kept = {k: v for k, v in sizes.items() if k not in media}
    return {"kb": sum(kept.values()) / 1024, "requests": len(kept), "first_paint_ms": paint}


def _play(page: Page, clock: ReleaseClock) -> tuple[list[float], list[float]]:
    """Take turns; return how long after its release each first sentence was in the page, and each first sound after that."""
    sentences, sounds = [], []
    for _ in range(TURNS):
        number = int(page.get_attribute("#main", "data-last") or 1) + 1
        page.evaluate("sounds.length = 0")
        clock.released.clear()
        page.get_by_label("What do you do?").fill("I look around and listen for a while")
        page.keyboard.press("Enter")
        page.locator(f"#turn-{number} .meta").wait_for(timeout=60_000)
        page.wait_for_function(f"seen['turn-{number}']", timeout=60_000)
        shown: Any = page.evaluate(f"seen['turn-{number}']")
        if clock.released:
            sentences.append(shown - clock.released[0])
        try:
            page.wait_for_function("sounds.length > 0", timeout=10_000)
            sounds.append(page.evaluate("sounds[0]") - shown)
        except Exception as error:  # noqa: BLE001  (a benchmark says what it could not see)
            print(f"no sound for turn {number}: {error}")
        page.wait_for_timeout(300)
    return sentences, sounds


def _say(what: str, values: list[float]) -> None:
    if values:
        print(f"{what}: median {statistics.median(values):.0f} ms, n {len(values)}")


def measure(table: RunningTable) -> None:
    """Start, stop, start again, look, play."""
    first = table.start()
    table.stop()
    second = table.start()
    try:
        time.sleep(IDLE_S)
        print(f"first start, everything installed: {first:.1f} s; second start: {second:.1f} s")
        print(
            f"memory of all processes, idle {IDLE_S} s after the start (PSS): {table.memory_mib():.0f} MiB"
        )
        with sync_playwright() as p:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = p.chromium.launch(
                executable_path=chromium,
                args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            page.add_init_script(WATCH)
            _sign_up(page, table.url)
            weights = [_weigh(page) for _ in range(5)]
            print(
                f"table page: {statistics.median(w['kb'] for w in weights):.0f} KB in "
                f"{statistics.median(w['requests'] for w in weights):.0f} requests without media; first "
                f"contentful paint {statistics.median(w['first_paint_ms'] for w in weights):.0f} ms (median of 5)"
            )
            page.locator("#voice-menu summary").click()
            page.locator("#voice-on").check()
            page.locator("#voice-menu summary").click()
            clock = ReleaseClock(table)
            sentences, sounds = _play(page, clock)
            _say("first sentence in the page after its release", sentences)
            _say("first sound after the first sentence", sounds)
            browser.close()
    finally:
        table.stop()


def main() -> None:
    folder = folder_for_everybody()
    try:
        measure(RunningTable(folder / "var", choose_port(28_080)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
