"""The table as a player's browser sees it: start, memory, page weight, first paint, sentences and sound.

`python -m tests.bench.table_page` starts the whole product twice in a folder of its own, plays turns in Chromium and prints
figures. It fails on none of them. The browser is a player's: the page's own CSP, and sound that waits for a click.

A sentence counts as released when the database tells its listeners so, and as there when the page's document has it. A sound
counts from its first sample that can be heard: the start the page asked for, the device's latency and the clip's own silence.
"""

import json
import os
import select
import shutil
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from deploy.play.ports import choose_port
from tests.running_table import RunningTable, folder_for_everybody

CAMPAIGNS = 4
TURNS = 8
"""A campaign: few, so that a hero who only listens is still alive at the end."""
IDLE_S = 15
PATIENCE_MS = 20_000
PAUSE_MS = 1_500
"""Between turns; nobody reads and types quicker. The last picture is mostly painted by then."""
AUDIBLE = 0.01
"""Of full scale, -40 dB."""
WATCH = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const bench = window.bench = {shown: {}, sounds: [], now};
  // The document, not its root element: there is none yet when this runs.
  new MutationObserver(() => {
    const at = now();
    for (const turn of document.querySelectorAll('.turn')) {
      if (!(turn.dataset.turnId in bench.shown) && turn.querySelector('.s')) bench.shown[turn.dataset.turnId] = at;
    }
  }).observe(document, {childList: true, subtree: true});
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
    const at = now(), context = this.context;
    const samples = this.buffer.getChannelData(0);
    const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
    const sound = {
      at,
      wait: Math.max(0, when - context.currentTime) * 1000,
      device: (context.outputLatency || context.baseLatency || 0) * 1000,
      silence: (first / this.buffer.sampleRate) * 1000,
      state: context.state,
    };
    if (first >= 0 && context.state === 'running') bench.sounds.push(sound);
    return start.call(this, when, ...rest);
  };
  bench.heard = async (patience) => {
    const end = now() + patience;
    while (!bench.sounds.length && now() < end) await new Promise((next) => setTimeout(next, 20));
    return bench.sounds[0] ?? null;
  };
})();
""".replace("AUDIBLE", str(AUDIBLE))


@dataclass
class Figures:
    """What was measured, in ms, one value a turn."""

    sentence: list[float] = field(default_factory=list)
    sound: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    """From the sentence to the page's asking the device for the sound."""
    wait: list[float] = field(default_factory=list)
    """From there to the start of the clip, the device's latency included."""
    silence: list[float] = field(default_factory=list)
    """At the beginning of the clip."""


class ReleaseClock:
    """When the first sentence of each turn was released by the brain, in ms, from the database's own notices."""

    def __init__(self, table: RunningTable) -> None:
        known = table.environment("web_service")
        self._held = psycopg2.connect(
            host=known["DB_HOST"], port=known["DB_PORT"], dbname=known["DB_NAME"],
            user=known["WEB_DB_USER"], password=known["WEB_DB_PASS"],
        )  # fmt: skip
        self._held.autocommit = True
        self._held.cursor().execute('LISTEN "table"')
        self.released: dict[str, float] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            if select.select([self._held], [], [], 1.0)[0]:
                try:
                    self._held.poll()
                except psycopg2.OperationalError:  # the game was stopped
                    return
                now = time.time() * 1000
                for notice in self._held.notifies:
                    news = json.loads(notice.payload)
                    if news.get("sentence") == 0:
                        self.released.setdefault(str(news["turn_id"]), now)
                self._held.notifies.clear()


def _sign_up(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Your name at the table", exact=True).fill(f"bench{time.time_ns()}")
    page.get_by_label("Password", exact=True).fill("a long enough one 7")
    page.get_by_role("button", name="Begin").first.click()
    _begin(page)


def _begin(page: Page) -> None:
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


def _clock_skew_ms(page: Page) -> float:
    """Return how far the page's clock is ahead of this process's, from the quickest of a few questions."""
    asked = []
    for _ in range(20):
        before = time.time() * 1000
        theirs: float = page.evaluate("bench.now()")
        after = time.time() * 1000
        asked.append((after - before, theirs - (before + after) / 2))
    return min(asked)[1]


def _hear(page: Page) -> Any:
    """Return the first sound since they were last forgotten. Raises TimeoutError."""
    heard = page.evaluate(f"bench.heard({PATIENCE_MS})")
    if heard is None:
        raise TimeoutError(f"nothing to be heard within {PATIENCE_MS} ms")
    return heard


def _turn_on_voice(page: Page) -> None:
    """Do what a player does, and wait for the voice: the opening is read aloud at once."""
    page.locator("#voice-menu summary").click()
    page.get_by_label("Read the story aloud").check()
    _hear(page)
    page.locator("#voice-menu summary").click()


def _take_turn(page: Page, clock: ReleaseClock, skew: float, figures: Figures) -> None:
    """Take one turn and note how long everything took."""
    number = int(page.get_attribute("#main", "data-last") or 1) + 1
    page.keyboard.press("Escape")
    page.evaluate("bench.sounds.length = 0")
    page.get_by_label("What do you do?").fill("I look around and listen for a while")
    page.keyboard.press("Enter")
    page.locator(f"#turn-{number} .meta").wait_for(timeout=60_000)
    first = _hear(page)
    turn_id = page.get_attribute(f"#turn-{number}", "data-turn-id") or ""
    shown: Any = page.evaluate(f"bench.shown[{turn_id}]")
    if turn_id in clock.released:
        figures.sentence.append(shown - skew - clock.released[turn_id])
    figures.asked.append(first["at"] - shown)
    figures.wait.append(first["wait"] + first["device"])
    figures.silence.append(first["silence"])
    figures.sound.append(figures.asked[-1] + figures.wait[-1] + figures.silence[-1])
    page.wait_for_timeout(PAUSE_MS)


def _play(page: Page, clock: ReleaseClock, url: str) -> Figures:
    """Take turns in a few campaigns, read aloud."""
    figures = Figures()
    for campaign in range(CAMPAIGNS):
        if campaign:
            page.goto(f"{url}/campaigns/new")
            _begin(page)
        else:
            _turn_on_voice(page)
        page.locator("#message").click()
        skew = _clock_skew_ms(page)
        for _ in range(TURNS):
            try:
                _take_turn(page, clock, skew, figures)
            except (BrowserError, TimeoutError) as error:
                print(f"a turn of campaign {campaign + 1} was not seen or not heard: {error}")
                break
    return figures


def _say(what: str, values: list[float]) -> None:
    if len(values) < 2:
        print(f"{what}: not measured")
        return
    p95 = statistics.quantiles(values, n=20, method="inclusive")[-1]
    print(f"{what}: median {statistics.median(values):.0f} ms, p95 {p95:.0f} ms, n {len(values)}")


def _look_and_listen(browser: Browser, table: RunningTable) -> None:
    """Weigh the page, then play."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    _sign_up(page, table.url)
    weights = [_weigh(page) for _ in range(5)]
    print(
        f"table page: {statistics.median(w['kb'] for w in weights):.0f} KB in "
        f"{statistics.median(w['requests'] for w in weights):.0f} requests without media; first "
        f"contentful paint {statistics.median(w['first_paint_ms'] for w in weights):.0f} ms (median of 5)"
    )
    figures = _play(page, ReleaseClock(table), table.url.rstrip("/"))
    _say("first sentence in the page after its release", figures.sentence)
    _say("first sound after the first sentence", figures.sound)
    _say("  of which until the page asks for it", figures.asked)
    _say("  of which lead and device", figures.wait)
    _say("  of which silence in the clip", figures.silence)


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
            names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser")
            chromium = next((path for name in names if (path := shutil.which(name))), None)
            browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            _look_and_listen(browser, table)
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
