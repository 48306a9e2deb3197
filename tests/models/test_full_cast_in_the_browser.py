"""The whole product with all three neural parts at work, on tiny checkpoints: a turn told, painted and spoken by them in a
real browser, and each of them pulled out from under a running turn.

One table for all of it: what is done to it in one test is there in the next, and every test leaves it whole.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, expect

from deploy.play.ports import choose_port
from tests.e2e.conftest import TURN_MS, Player, browser  # noqa: F401
from tests.models import neural_cast
from tests.robustness.tables import Sql, asking, is_whole, until
from tests.running_table import RunningTable, folder_for_everybody

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.browser,
    pytest.mark.skipif(
        bool(neural_cast.missing()), reason=f"not installed: {neural_cast.missing()}"
    ),
]
PARTS = {
    "llm_brain": ("narrator", "llama"),
    "image_gen": ("painter", "diffusion"),
    "tts_voice": ("speaker", "chatterbox"),
}
PACE = {
    "IMAGE_STEPS": "100",  # a picture takes long enough to be broken off
    "WEB_TURN_WINDOW_S": "0.2",
    "FIRST_WORDS_DEADLINE_S": "60",
}
TRIES = 5


@dataclass
class Seat:
    """A player at the table of a running game, what was acknowledged there, and the database behind it."""

    player: Player
    game: RunningTable
    sql: Sql
    campaign_id: int = 0
    acknowledged: list[str] = field(default_factory=list)

    def take(self, text: str) -> int:
        """Say something and have it told; return the turn's number."""
        number = self.player.last_turn + 1
        self.player.say(text)
        self.player.told(number)
        self.acknowledged.append(text)
        return number

    def made(self, event: str) -> list[tuple[int, str]]:
        """Return which turns have a picture or a voice, and who made it."""
        by = "painter" if event == "picture_ready" else "speaker"
        return [
            (int(number), maker)
            for number, maker in self.sql(
                "SELECT payload->>'turn_number', payload->>%s FROM events WHERE campaign_id = %s AND type = %s",
                by, self.campaign_id, event,
            )
        ]  # fmt: skip

    def job(self, kind: str) -> tuple[str, str | None]:
        """Return how the campaign's newest job of a kind stands, and what last went wrong with it."""
        found = self.sql(
            "SELECT status, error FROM media_jobs WHERE campaign_id = %s AND kind = %s ORDER BY id DESC LIMIT 1",
            self.campaign_id, kind,
        )  # fmt: skip
        return found[0] if found else ("none", None)

    def is_sound(self) -> None:
        """Assert that nothing is lost: tables, ledger, jobs, and every address of a picture or a sound."""
        brain = self.game.service_url("llm_brain.app")
        is_whole(brain, self.sql, self.campaign_id, self.acknowledged)
        until(lambda: {self.job(kind)[0] for kind in ("image", "audio")} == {"done"}, "media made")
        for turn in httpx.get(f"{brain}/campaigns/{self.campaign_id}/turns").json():
            picture, voice = turn["image"], turn["audio"]
            addresses = [picture["url"], voice["url"], *(voice["clips"] or ())]
            for address in filter(None, addresses):
                answer = self.player.page.request.get(self.game.url.rstrip("/") + address)
                assert answer.status == 200
                assert len(answer.body()) > 100


def all_neural(game: RunningTable) -> None:
    """Wait until each service names its neural part."""
    for service, (role, name) in PARTS.items():
        url = game.service_url(f"{service}.app")

        def is_neural(url: str = url, role: str = role, name: str = name) -> bool:
            return bool(httpx.get(f"{url}/health", timeout=10).json()[role] == name)

        until(is_neural, f"{name} in {service}")


@pytest.fixture(scope="module")
def game() -> Iterator[RunningTable]:
    """The whole product as a player starts it, with tiny checkpoints in place of the real weights."""
    folder = folder_for_everybody()
    settings = neural_cast.settings_for(folder) | PACE
    running = RunningTable(folder / "var", choose_port(28_580), settings)
    try:
        running.start()
        all_neural(running)
        yield running
    finally:
        running.stop()
        if keep := os.environ.get("KEEP_LOGS"):
            shutil.copytree(folder / "var" / "logs", Path(keep), dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def seated(game: RunningTable, browser: Browser) -> Iterator[Seat]:  # noqa: F811
    """Somebody new, who has just heard the opening of a story."""
    known = game.environment("llm_brain.app")
    names = {
        "host": "DB_HOST",
        "port": "DB_PORT",
        "dbname": "DB_NAME",
        "user": "APP_DB_USER",
        "password": "APP_DB_PASS",
    }
    dsn = " ".join(f"{name}={known[variable]}" for name, variable in names.items())
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = Seat(Player(context.new_page(), game.url), game, asking(dsn))
    made.player.sign_up_and_begin()
    made.campaign_id = int(made.player.page.url.rstrip("/").rpartition("/")[2])
    yield made
    context.close()


@pytest.fixture(scope="module")
def seat(game: RunningTable, browser: Browser) -> Iterator[Seat]:  # noqa: F811
    with seated(game, browser) as made:
        yield made


def test_a_turn_is_told_painted_and_spoken_by_all_three(seat: Seat) -> None:
    page = seat.player.page
    page.locator("#voice-menu summary").click()
    page.get_by_label("Read the story aloud").check()
    number = seat.take("I look around.")
    assert page.locator(f"#turn-{number} .s").count() >= 1
    expect(page.locator(".s.speaking")).to_have_count(1, timeout=TURN_MS)
    picture = page.locator(".scene img")
    expect(picture).to_be_visible(timeout=TURN_MS)
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100
    until(lambda: len(seat.made("voice_ready")) == number, "both turns spoken")
    tellers = seat.sql(
        "SELECT narrator, degraded_reason FROM conversations WHERE campaign_id = %s",
        seat.campaign_id,
    )
    assert tellers == [("llama", None)] * number
    assert seat.made("picture_ready") == [(1, "diffusion")]
    assert sorted(seat.made("voice_ready")) == [(1, "chatterbox"), (2, "chatterbox")]
    page.get_by_label("Read the story aloud").uncheck()
    seat.is_sound()


def _killed_in_a_telling(seat: Seat, text: str) -> bool:
    """Say something and kill the brain while it is told; false when the telling was over first."""
    asked = "SELECT status FROM conversations WHERE campaign_id = %s AND player_message = %s"
    seat.player.say(text)
    until(lambda: bool(seat.sql(asked, seat.campaign_id, text)), "the turn resolved")
    seat.game.kill("llm_brain.app")
    return seat.sql(asked, seat.campaign_id, text) == [("resolved",)]


def test_a_brain_killed_in_the_middle_of_a_telling_loses_nothing(seat: Seat) -> None:
    for attempt in range(TRIES):
        text = f"I listen at the door, time {attempt}."
        number = seat.player.last_turn + 1
        was_in_time = _killed_in_a_telling(seat, text)
        seat.game.wait_for("llm_brain.app")
        seat.player.told(number)
        seat.acknowledged.append(text)
        all_neural(seat.game)
        if was_in_time:
            break
    else:
        pytest.fail("every telling was over before the brain could be killed")
    assert seat.player.page.locator(".you p", has_text=text).count() == 1
    expect(seat.player.page.get_by_label("What do you do?")).to_have_value("")
    seat.is_sound()


def _killed_at_work(seat: Seat, service: str, kind: str) -> bool:
    """Kill a service while it makes the picture or the voice of the opening; false when that was done first."""
    until(lambda: seat.job(kind)[0] in ("leased", "done"), "at work")
    seat.game.kill(f"{service}.app")
    until(lambda: seat.job(kind)[0] == "done" or seat.job(kind)[1] is not None, "broken off")
    return seat.job(kind)[1] is not None


@pytest.mark.parametrize(("service", "kind"), [("image_gen", "image"), ("tts_voice", "audio")])
def test_a_part_killed_at_its_work_loses_nothing(
    service: str,
    kind: str,
    game: RunningTable,
    browser: Browser,  # noqa: F811
) -> None:
    for _ in range(TRIES):
        all_neural(game)
        with seated(game, browser) as seat:
            was_in_time = _killed_at_work(seat, service, kind)
            number = seat.take("I wait.")
            assert seat.player.page.locator(f"#turn-{number} .s").count() >= 1
            game.wait_for(f"{service}.app")
            expect(seat.player.page.locator(".scene img")).to_be_visible(timeout=TURN_MS)
            seat.is_sound()
            if was_in_time:
                all_neural(game)
                return
    pytest.fail(f"{service} was never at work long enough to be killed")
