"""The company as it comes over the stream: who is here, who writes, who left, who lost the seat."""

import asyncio
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import TELLING, FakeBrain
from tests.unit.web_service.test_stream import Ear, listen
from web_service.campaigns.models import Seat
from web_service.party import presence
from web_service.party.floor import floor_of
from web_service.party.models import Presence
from web_service.play import stream


def seat_of(person: Person) -> Seat:
    return Seat.objects.get(user=person.user)


async def test_one_hears_that_another_came_writes_and_left(
    table: Table, alice: Person, bob: Person
) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        assert "away" in (await ear.until("company"))[-1]["html"]
        seat = await asyncio.to_thread(seat_of, bob)
        await asyncio.to_thread(presence.arrive, "page", table.id, seat.pk)
        assert "away" not in (await ear.until("company"))[-1]["html"]
        await asyncio.to_thread(bob.ask, table.path("typing"), {"typing": "1"})
        assert "is writing" in (await ear.until("company"))[-1]["html"]
        await asyncio.to_thread(bob.ask, table.path("typing"))
        assert "is writing" not in (await ear.until("company"))[-1]["html"]
        await asyncio.to_thread(presence.depart, "page", table.id)
        assert "away" in (await ear.until("company"))[-1]["html"]


async def test_a_page_that_is_closed_is_gone_for_the_others(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        await Ear(events).until("company")
        assert await asyncio.to_thread(presence.seats_present, table.id)
    await asyncio.gather(*stream._errands)
    assert not await asyncio.to_thread(presence.seats_present, table.id)


async def test_one_who_is_removed_is_told_so_at_once(
    table: Table, alice: Person, bob: Person
) -> None:
    async with listen(table, bob, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        seat = await asyncio.to_thread(seat_of, bob)
        await asyncio.to_thread(alice.post, table.path(f"party/seats/{seat.pk}/remove"))
        assert (await ear.until("gone"))[-1] == {"kind": "gone"}


async def test_one_who_plays_alone_hears_of_no_company(
    table: Table, alice: Person, bob: Person
) -> None:
    await asyncio.to_thread(lambda: bob.user.seats.all().delete())
    async with listen(table, alice, after=2) as events:
        heard = await Ear(events).until("panels")
    assert [news["kind"] for news in heard] == ["panels"]
    assert not await asyncio.to_thread(Presence.objects.filter(campaign_id=table.id).exists)


def test_silence_ends_presence_and_writing(table: Table, bob: Person) -> None:
    seat = seat_of(bob)
    presence.arrive("a page", table.id, seat.pk)
    presence.note_typing(table.id, seat.pk, is_typing=True)
    here, typing = presence.present_and_typing(table.id)
    assert (here, set(typing)) == ({seat.pk}, {seat.pk})
    past = timezone.now() - timedelta(seconds=1)
    Presence.objects.filter(seat=seat).update(typing_until=past)
    assert presence.present_and_typing(table.id) == ({seat.pk}, {})
    long_ago = timezone.now() - timedelta(seconds=presence.PRESENT_FOR_S + 1)
    Presence.objects.filter(seat=seat).update(seen_at=long_ago)
    assert presence.seats_present(table.id) == set()


HEROES = [{"id": 1, "ref": "c1", "name": "Mira"}, {"id": 2, "ref": "c2", "name": "Borin", "is_dead": True}]  # fmt: skip


@pytest.mark.parametrize(
    ("encounter", "who"),
    [(None, {1, 2, None}), ({"turn_of": "c1"}, {1}), ({"turn_of": "n1"}, {1, 2, None}),
     ({"turn_of": "c2"}, {1, 2, None}), ({"turn_of": None}, {1, 2, None})],
)  # fmt: skip
def test_the_floor_is_open_to_whoever_may_act(encounter: dict | None, who: set[int | None]) -> None:
    floor = floor_of({"encounter": encounter, "heroes": HEROES})
    assert {hero for hero in (1, 2, None) if floor.is_open_to(hero)} == who


def test_a_stranger_writes_at_no_table(table: Table, charlie: Person, brain: FakeBrain) -> None:
    assert charlie.ask(table.path("typing"), {"typing": "1"}).status_code == 404


async def test_a_sentence_is_not_held_up_by_the_company(
    table: Table, alice: Person, bob: Person
) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        turn_id, _ = await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        heard = await ear.until("turn")
        await asyncio.to_thread(table.rows.live, table.id, turn_id, TELLING[0])
        heard = await ear.until("sentence")
        assert "company" not in [news["kind"] for news in heard]
        seat = await asyncio.to_thread(seat_of, bob)
        await asyncio.to_thread(presence.arrive, "page", table.id, seat.pk)
        assert "away" not in (await ear.until("company"))[-1]["html"]
