"""Several people at one table, in browsers of their own over the real services."""

import re
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, expect

from tests.e2e.companions import guests, invitation_of
from tests.e2e.conftest import TURN_MS, Player
from tests.e2e.fate import pick_a_fight, settings_of
from tests.running_table import RunningTable

pytestmark = pytest.mark.browser

BOX = "What do you do?"
CANARY = "marzipan-heron-5521"
MOST_TURNS = 8


@pytest.fixture
def friend(player: Player, browser: Browser) -> Iterator[Player]:
    """Somebody who followed the player's invitation and sits at the same table."""
    with guests(player, browser, 1) as (friend,):
        expect(player.page.locator(".sitter")).to_have_count(2, timeout=TURN_MS)
        yield friend


def test_each_sees_the_others_turn_live(player: Player, friend: Player) -> None:
    friend.say("I look around.")
    for who in (player, friend):
        expect(who.page.locator("#turn-2 .you p")).to_have_text("I look around.", timeout=TURN_MS)
        who.told(2)
    words = [who.page.locator("#turn-2 .tell").inner_text() for who in (player, friend)]
    assert words[0] == words[1]
    hero = friend.page.locator("#turn-2 .you small").inner_text()
    assert hero in friend.page.locator(".hero", has_text="you").inner_text()


def test_what_both_say_within_the_window_is_one_turn(player: Player, friend: Player) -> None:
    player.say("I look at the sky.")
    expect(friend.page.locator(".waits", has_text="I look at the sky.")).to_be_visible()
    friend.say("I look at my boots.")
    for who in (player, friend):
        expect(who.page.locator("#turn-2 .you p")).to_have_text(
            ["I look at the sky.", "I look at my boots."], timeout=TURN_MS
        )
        who.told(2)
        expect(who.page.get_by_label(BOX)).to_have_value("")
        expect(who.page.locator(".waits")).to_have_count(0)


def test_one_sees_that_the_other_writes_and_leaves(player: Player, friend: Player) -> None:
    friend.page.get_by_label(BOX).press_sequentially("I ")
    expect(player.page.locator(".sitter.typing")).to_have_count(1)
    friend.page.close()
    expect(player.page.locator(".sitter.away")).to_have_count(1)


def test_five_at_one_table_all_see_one_turn(player: Player, browser: Browser) -> None:
    with guests(player, browser, 4) as friends:
        everybody = [player, *friends]
        for who in everybody:
            expect(who.page.locator(".sitter:not(.away)")).to_have_count(5, timeout=TURN_MS)
        for number, who in enumerate(everybody):
            who.say(f"I look at cloud {number}.")
        for who in everybody:
            words = who.page.locator(".you p", has_text="I look at cloud")
            expect(words).to_have_count(5, timeout=TURN_MS)
            expect(who.page.get_by_label(BOX)).to_have_value("", timeout=TURN_MS)
            who.told(2)
        tellings = {who.page.locator("#turn-2 .tell").inner_text() for who in everybody}
        assert len(tellings) == 1
        names = {name.inner_text() for name in player.page.locator(".hero-name button").all()}
        assert len(names) == 5


def is_up(who: Player) -> bool:
    return who.page.locator(".floor.mine").count() == 1


def take(who: Player, words: str, witnesses: tuple[Player, ...]) -> None:
    """Say something and wait until everybody has the turn and what lies around it."""
    number = who.last_turn + 1
    who.page.get_by_label(BOX).fill(words)
    who.page.keyboard.press("Enter")
    for witness in witnesses:
        witness.told(number)
        expect(witness.page.locator("#main")).to_have_attribute("data-last", str(number))


def test_a_fight_together_goes_by_initiative(
    player: Player, friend: Player, game: RunningTable
) -> None:
    player.say("I look around.")
    friend.say("I look around too.")
    player.told(2)
    pick_a_fight(settings_of(game), int(re.findall(r"campaigns/(\d+)", player.page.url)[0]))
    fought: list[Player] = []
    for _ in range(MOST_TURNS):
        expect(player.page.locator(".floor")).to_have_count(1, timeout=TURN_MS)
        expect(friend.page.locator(".floor")).to_have_count(1, timeout=TURN_MS)
        up, other = (player, friend) if is_up(player) else (friend, player)
        assert is_up(up)
        assert not is_up(other)
        if up not in fought:
            other.say("I attack the zombie")
            expect(other.page.locator("#trouble")).to_contain_text("turn")
            expect(other.page.get_by_label(BOX)).to_have_value("I attack the zombie")
            fought.append(up)
        if len(fought) == 2:
            break
        take(up, "I attack the zombie" if up.last_turn < 3 else "I wait.", (player, friend))
    assert len(fought) == 2


def test_the_owner_lets_a_hero_hold_whose_player_is_away(
    player: Player, friend: Player, game: RunningTable
) -> None:
    player.say("I look around.")
    friend.say("I look around too.")
    player.told(2)
    friend.page.close()
    expect(player.page.locator(".sitter.away")).to_have_count(1)
    pick_a_fight(settings_of(game), int(re.findall(r"campaigns/(\d+)", player.page.url)[0]))
    player.page.locator(".floor").wait_for()
    while is_up(player):
        take(player, "I wait.", (player,))
    number = player.last_turn + 1
    player.page.locator("[data-hold]").click(timeout=TURN_MS)
    player.told(number)


def test_a_whisper_is_the_askers_alone(player: Player, friend: Player) -> None:
    player.page.get_by_role("button", name="Whisper").click()
    asked = f"What do I know about {CANARY}?"
    player.page.get_by_label("What do you want to know?").fill(asked)
    player.page.keyboard.press("Enter")
    expect(player.page.locator(".whisper-asked")).to_have_text(asked)
    expect(player.page.locator(".whisper-answer")).not_to_be_empty()
    player.page.keyboard.press("Escape")
    player.say("I look around.")
    friend.say("I look around.")
    friend.told(2)
    assert CANARY not in friend.page.content()
    friend.page.reload()
    assert CANARY not in friend.page.content()


def test_one_who_loses_the_seat_is_told_so_and_finds_the_door_shut(
    player: Player, friend: Player
) -> None:
    tab = player.page.context.new_page()
    tab.goto(f"{player.page.url}party/")
    tab.locator("summary.danger").click()
    tab.get_by_role("button", name="Remove guest").click()
    expect(friend.page.get_by_role("alert")).to_contain_text("no seat")
    expect(player.page.locator(".sitter")).to_have_count(0)
    answer = friend.page.goto(friend.page.url)
    assert answer is not None
    assert answer.status == 404


def test_one_who_leaves_comes_back_by_invitation_and_takes_the_hero_up_again(
    player: Player, friend: Player
) -> None:
    hero = friend.page.locator(".sitter", has_text="(you)")
    expect(hero).to_have_count(1)
    table, link = friend.page.url, invitation_of(player)
    friend.page.goto(f"{table}party/")
    friend.click("button", "Leave this table")
    expect(player.page.locator(".sitter")).to_have_count(0)
    friend.page.goto(link)
    friend.click("button", "Sit down")
    friend.page.get_by_role("button", name=re.compile("^Take up ")).click()
    friend.page.wait_for_load_state()
    expect(player.page.locator(".sitter")).to_have_count(2)
    friend.say("I am back.")
    player.told(2)


def test_a_reload_while_ones_words_wait_loses_nothing(player: Player, friend: Player) -> None:
    player.say("I count the candles.")
    expect(friend.page.locator(".waits")).to_have_count(1)
    player.page.reload()
    for who in (player, friend):
        who.told(2)
        expect(who.page.locator(".you p", has_text="I count the candles.")).to_have_count(1)
    expect(player.page.get_by_label(BOX)).to_have_value("")


def test_words_of_two_go_through_once_when_the_website_dies_under_them(
    player: Player, friend: Player, kill: Callable[[str], None]
) -> None:
    player.say("I count the candles.")
    friend.say("I count the chairs.")
    kill("web_service")
    for words in ("I count the candles.", "I count the chairs."):
        for who in (player, friend):
            expect(who.page.locator(".you p", has_text=words)).to_have_count(1, timeout=TURN_MS)
    for who in (player, friend):
        expect(who.page.get_by_label(BOX)).to_have_value("", timeout=TURN_MS)
        expect(who.page.locator(".waits")).to_have_count(0, timeout=TURN_MS)
