"""A whisper reaches the Dungeon Master and its asker, and nobody else by any way there is."""

import asyncio
from contextlib import aclosing

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import TELLING, FakeBrain
from web_service.party.whispers import MOST_A_MINUTE
from web_service.play.deliveries import Cursor
from web_service.play.places import Places
from web_service.play.stream import follow

CANARY = "marzipan-heron-5521"
EVERY_PAGE = ["", "history", "knows", "dice", "heroes/", "heroes/c1/sheet", "party/", "party/whispers",
              "turns/1/why", "turns/2/why", "settings", "lore/", "lore/story", "lore/?turn=2"]  # fmt: skip


def whisper(person: Person, table: Table, question: str = CANARY):
    return person.ask(table.path("party/whispers"), {"question": question})


def test_the_asker_gets_an_answer_and_finds_it_again(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    answered = whisper(alice, table).json()["html"]
    assert CANARY in answered
    assert CANARY[::-1] in answered
    assert CANARY in alice.get(table.path("party/whispers")).content.decode()
    assert brain.asked[-1][1] == f"/campaigns/{table.id}/whisper"


@pytest.mark.parametrize("question", ["", "  ", "x" * 501])
def test_what_is_no_question_never_reaches_the_brain(
    question: str, table: Table, alice: Person, brain: FakeBrain
) -> None:
    assert whisper(alice, table, question).status_code == 422
    assert brain.asked == []


def test_one_without_a_hero_asks_nothing_in_anothers_name(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    assert whisper(bob, table).json()["error"]["code"] == "no_hero"
    assert brain.asked == []


def test_nobody_whispers_without_end(table: Table, alice: Person, brain: FakeBrain) -> None:
    answers = [whisper(alice, table, "?").status_code for _ in range(MOST_A_MINUTE + 1)]
    assert answers == [200] * MOST_A_MINUTE + [429]


def test_a_stranger_whispers_to_nobody(table: Table, charlie: Person, brain: FakeBrain) -> None:
    assert whisper(charlie, table).status_code == 404
    assert brain.asked == []


def test_no_page_of_anothers_carries_it(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    whisper(alice, table)
    turn_id, _ = table.rows.resolved(table.id, "I listen.")
    table.rows.told(table.id, turn_id, TELLING)
    for rest in EVERY_PAGE:
        page = bob.get(table.path(rest)).content.decode()
        assert CANARY not in page
        assert CANARY[::-1] not in page


def test_nothing_of_it_is_sent_on_with_a_turn(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    whisper(alice, table)
    asked_before = len(brain.asked)
    alice.ask(table.path("turns"), {"message": "I listen.", "key": "a" * 8})
    assert CANARY not in str(brain.asked[asked_before:])


async def test_no_stream_carries_it(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    place = Places().take(bob.user.pk, table.id)
    assert place is not None
    heard: list[str] = []
    async with aclosing(follow(Cursor(table.id, bob.user.pk, 0), place, 0.2)) as events:
        async with asyncio.timeout(8):
            async for event in events:
                heard.append(event)
                if '"kind": "panels"' in event and len(heard) < 20:
                    await asyncio.to_thread(whisper, alice, table)
                    await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
                if "I listen." in event and "panels" in "".join(heard):
                    break
    assert CANARY not in "".join(heard)
