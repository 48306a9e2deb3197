"""Pages that look together: one reading for all who ask at a time, to each what is theirs, and nothing for quiet tables."""

import asyncio
import threading
from collections.abc import Collection
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.unit.web_service.conftest import Person, Table
from web_service.campaigns.models import Seat
from web_service.party.declarations import declare
from web_service.party.models import Presence
from web_service.play.deliveries import (
    Cursor,
    look_around,
    read_news,
    read_panels,
    read_together,
)
from web_service.play.desk import Together
from web_service.play.glance import Glance, Message


class Reading:
    """Answers how often was read before; a reading under way goes on until it is let."""

    def __init__(self, *, fails: bool = False) -> None:
        self.readings: list[int] = []
        self.begun, self.may_end = threading.Event(), threading.Event()
        self._fails = fails

    def __call__(self, cursors: Collection[Cursor]) -> dict[int, int]:
        self.readings.append(len(cursors))
        answer = len(self.readings)
        self.begun.set()
        self.may_end.wait(8)
        if self._fails:
            raise OperationalError
        return {id(cursor): answer for cursor in cursors}


def page() -> Cursor:
    return Cursor(1, 1, 0)


async def test_those_who_ask_together_are_answered_by_one_reading() -> None:
    reading = Reading()
    reading.may_end.set()
    together = Together(reading, asyncio.Semaphore(1))
    assert await asyncio.gather(*(together.ask("t", page()) for _ in range(4))) == [1] * 4
    assert reading.readings == [4]


async def test_whoever_asks_while_others_are_read_for_is_read_for_anew() -> None:
    reading = Reading()
    together = Together(reading, asyncio.Semaphore(1))
    first = asyncio.create_task(together.ask("t", page()))
    await asyncio.to_thread(reading.begun.wait, 8)
    later = asyncio.create_task(together.ask("t", page()))
    await asyncio.sleep(0)
    reading.may_end.set()
    assert (await first, await later) == (1, 2)


async def test_a_reading_that_fails_fails_for_all_who_asked() -> None:
    reading = Reading(fails=True)
    reading.may_end.set()
    together = Together(reading, asyncio.Semaphore(1))
    asked = (together.ask("t", page()) for _ in range(2))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OperationalError] * 2


async def test_a_page_that_leaves_takes_no_answer_from_the_others() -> None:
    reading = Reading()
    together = Together(reading, asyncio.Semaphore(1))
    leaving, staying = (asyncio.create_task(together.ask("t", page())) for _ in range(2))
    await asyncio.to_thread(reading.begun.wait, 8)
    leaving.cancel()
    reading.may_end.set()
    assert await staying == 1


def cursors_of(table: Table, *people: Person, seq: int = 2) -> list[Cursor]:
    return [Cursor(table.id, person.user.pk, seq) for person in people]


def test_each_page_is_told_what_is_theirs(table: Table, alice: Person, bob: Person) -> None:
    mine, his = cursors_of(table, alice, bob)
    for read, kind in ((read_news, "company"), (read_panels, "panels")):
        heard = read_together(read, [mine, his])
        html = [heard[id(cursor)][-1]["html"] for cursor in (mine, his)]
        assert heard[id(mine)][-1]["kind"] == kind
        mark = f'{alice.user.username} <span class="dim">(you)' if kind == "company" else "· you"
        assert [mark in words for words in html] == [True, False]


def test_a_stranger_among_the_pages_is_told_nothing(
    table: Table, alice: Person, charlie: Person
) -> None:
    mine, foreign = cursors_of(table, alice, charlie, seq=0)
    heard = read_together(read_news, [mine, foreign])
    assert heard[id(foreign)] == [{"kind": "gone"}]
    assert heard[id(mine)][0]["kind"] == "turn"


def test_pages_at_different_seqs_hear_what_each_has_missed(
    table: Table, alice: Person, bob: Person
) -> None:
    new, old = cursors_of(table, alice, seq=0)[0], cursors_of(table, bob)[0]
    heard = read_together(read_news, [old, new])
    assert [m["kind"] for m in heard[id(new)] if m["kind"] == "turn"] == ["turn"]
    assert [m["kind"] for m in heard[id(old)] if m["kind"] == "turn"] == []


def test_when_reading_fails_for_one_nobody_has_missed_anything(
    table: Table, alice: Person, bob: Person
) -> None:
    mine, his = cursors_of(table, alice, bob, seq=0)

    def read(glance: Glance, cursor: Cursor) -> list[Message]:
        heard = read_news(glance, cursor)
        if cursor is his:
            raise OperationalError
        return heard

    with pytest.raises(OperationalError):
        read_together(read, [mine, his])
    heard = read_together(read_news, [mine, his])
    assert [heard[id(cursor)][0]["kind"] for cursor in (mine, his)] == ["turn", "turn"]
    assert [heard[id(cursor)][-1]["kind"] for cursor in (mine, his)] == ["company", "company"]


@pytest.fixture
def quiet(table: Table, alice: Person) -> Cursor:
    """A page that has been told everything."""
    [cursor] = cursors_of(table, alice)
    read_together(read_news, [cursor])
    return cursor


def is_still(cursor: Cursor) -> bool:
    return look_around([cursor])[id(cursor)]


def test_a_page_that_was_told_everything_need_not_look(quiet: Cursor) -> None:
    assert is_still(quiet)


def test_a_turn_whose_notice_was_lost_is_found(table: Table, quiet: Cursor) -> None:
    table.rows.resolved(table.id, "I listen.")
    assert not is_still(quiet)


def test_a_sentence_whose_notice_was_lost_is_found(table: Table, quiet: Cursor) -> None:
    sentence = {"index": 0, "text": "Rain.", "speaker": None, "numbers": []}
    table.rows.live(table.id, table.opening_id, sentence)
    assert not is_still(quiet)


def test_a_page_that_fell_silent_is_found(table: Table, bob: Person, quiet: Cursor) -> None:
    [his] = cursors_of(table, bob)
    read_together(read_news, [his])
    read_together(read_news, [quiet])
    assert is_still(quiet)
    long_ago = timezone.now() - timedelta(minutes=2)
    Presence.objects.filter(page=his.around.page).update(seen_at=long_ago)
    assert not is_still(quiet)


def test_words_that_wait_are_looked_at_every_time(table: Table, bob: Person, quiet: Cursor) -> None:
    declare(Seat.objects.get(user=bob.user), 2, "I wait.", "a-key-for-words")
    read_together(read_news, [quiet])
    assert not is_still(quiet)


def test_a_quiet_page_goes_on_being_present(quiet: Cursor) -> None:
    long_ago = timezone.now() - timedelta(seconds=30)
    pages = Presence.objects.filter(page=quiet.around.page)
    pages.update(seen_at=long_ago)
    assert is_still(quiet)
    assert pages.get().seen_at > long_ago + timedelta(seconds=20)


def test_a_page_that_was_forgotten_comes_back(quiet: Cursor) -> None:
    Presence.objects.filter(page=quiet.around.page).delete()
    assert not is_still(quiet)
    read_together(read_news, [quiet])
    assert Presence.objects.filter(page=quiet.around.page).exists()


def test_a_lost_seat_is_found(quiet: Cursor, alice: Person) -> None:
    Seat.objects.filter(user=alice.user).delete()
    assert not is_still(quiet)
