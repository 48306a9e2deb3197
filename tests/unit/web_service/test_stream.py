"""The table's stream: what it sends first, what it sends when something happens, where it resumes."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import AsyncClient

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import TELLING
from tests.unit.web_service.game_rows import ROLL
from web_service.play.deliveries import Cursor
from web_service.play.places import Places
from web_service.play.stream import follow

PATIENCE_S = 30.0


class Ear:
    """Listens to a stream; `until` returns what was heard up to a kind of message."""

    def __init__(self, events: AsyncIterator[str]) -> None:
        self._events = events
        self.last_id = 0

    async def until(self, kind: str) -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE_S):
            async for event in self._events:
                lines = dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
                self.last_id = int(lines.get("id", self.last_id))
                if "data" not in lines:
                    continue
                heard.append(json.loads(lines["data"]))
                if heard[-1]["kind"] == kind:
                    return heard
        return heard


def listen(table: Table, person: Person, after: int = 0):
    cursor = Cursor(table.id, person.user.pk, after)
    place = Places().take(person.user.pk, table.id)
    assert place is not None
    return aclosing(follow(cursor, place, heartbeat_s=0.5))


async def test_a_new_page_hears_everything_after_its_seq(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=0) as events:
        heard = await Ear(events).until("panels")
    assert [news["turn"] for news in heard if news["kind"] == "turn"] == [1]


async def test_a_page_that_is_up_to_date_hears_only_how_things_stand(
    table: Table, alice: Person
) -> None:
    async with listen(table, alice, after=2) as events:
        heard = await Ear(events).until("panels")
    assert [news["kind"] for news in heard] == ["company", "panels"]
    assert heard[-1]["flight"] is None


async def test_a_turn_arrives_as_it_happens(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        turn_id, number = await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        taken = await ear.until("panels")
        assert taken[0]["message"] == "I listen."
        assert taken[-1]["flight"] == number
        await asyncio.to_thread(table.rows.event, table.id, "roll_made", {"roll": ROLL}, turn_id)
        rolled = await ear.until("panels")
        assert 'class="die ok"' in rolled[0]["html"]
        await asyncio.to_thread(table.rows.live, table.id, turn_id, TELLING[0])
        sentence = (await ear.until("sentence"))[-1]
        assert (sentence["index"], sentence["text"]) == (0, TELLING[0]["text"])
        await asyncio.to_thread(table.rows.told, table.id, turn_id, TELLING)
        told = await ear.until("panels")
        assert told[0]["status"] == "told"
        assert told[-1]["flight"] is None
        assert ear.last_id == 5


async def test_a_page_that_comes_in_the_middle_gets_the_turn_in_flight_whole(
    table: Table, alice: Person
) -> None:
    turn_id, number = table.rows.resolved(table.id, "I listen.")
    seq = table.rows.event(table.id, "roll_made", {"roll": ROLL}, turn_id)
    table.rows.live(table.id, turn_id, TELLING[0])
    async with listen(table, alice, after=seq) as events:
        heard = await Ear(events).until("panels")
    assert heard[0]["turn"] == number
    assert TELLING[0]["text"] in heard[0]["html"]
    assert 'class="die ok"' in heard[0]["html"]


async def test_an_undone_turn_is_taken_back_from_the_page(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        await asyncio.to_thread(table.rows.undo, table.id, table.opening_id)
        heard = await ear.until("panels")
    assert {"kind": "undone", "turns": [1]} in heard


async def test_a_reworded_turn_replaces_what_stood_there(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        table.rows.set_turn(table.opening_id, dm_response="Other words.", sentences="[]")
        await asyncio.to_thread(
            table.rows.event, table.id, "narration_edited", {"turn_number": 1}, None
        )
        heard = await ear.until("panels")
    assert heard[0]["is_fresh"]
    assert "Other words." in heard[0]["html"]


async def test_a_deleted_campaign_ends_its_streams(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        await asyncio.to_thread(table.rows.delete, table.id)
        assert (await ear.until("gone"))[-1]["kind"] == "gone"


@pytest.fixture
def database_that_restarts(game_dsn: str) -> Iterator[str]:
    """A database whose every connection may be cut."""
    yield game_dsn
    connections["default"].close()


async def test_the_stream_survives_a_lost_listening_connection(
    table: Table, alice: Person, database_that_restarts: str
) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        await asyncio.to_thread(cut_off_everybody, database_that_restarts)
        await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        heard = await ear.until("turn")
    assert heard[-1]["message"] == "I listen."


def cut_off_everybody(dsn: str) -> None:
    """Do to the web service what a restart of the database does."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'web_user'"
        )


@pytest.mark.parametrize(
    ("header", "query", "first"), [("2", "", []), ("", "?after=2", []), ("", "", [1])]
)
async def test_a_reconnecting_page_resumes_where_it_was(
    header: str, query: str, first: list[int], table: Table, alice: Person
) -> None:
    browser = AsyncClient()
    browser.cookies = alice.client.cookies
    headers = {"last-event-id": header} if header else None
    response = await browser.get(table.path(f"stream{query}"), headers=headers)
    assert response["Content-Type"] == "text/event-stream"
    async with aclosing(response.streaming_content) as content:
        heard = await Ear(decoded(content)).until("panels")
    assert [news["turn"] for news in heard if news["kind"] == "turn"] == first


async def decoded(content: AsyncIterator[bytes]) -> AsyncIterator[str]:
    async for part in content:
        yield part.decode()


async def test_after_an_undo_the_turn_before_can_be_undone_and_told_again(
    table: Table, alice: Person
) -> None:
    turn_id, _ = table.rows.resolved(table.id, "I listen.")
    table.rows.told(table.id, turn_id, TELLING)
    second_id, _ = table.rows.resolved(table.id, "I wait.")
    table.rows.told(table.id, second_id, TELLING)
    async with listen(table, alice, after=6) as events:
        ear = Ear(events)
        await ear.until("panels")
        await asyncio.to_thread(table.rows.undo, table.id, second_id)
        heard = await ear.until("panels")
    last = next(news for news in heard if news["kind"] == "turn")
    assert last["turn"] == 2
    assert 'data-action="undo"' in last["html"]


async def test_words_do_not_wait_for_what_lies_around_them(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        turn_id, _ = await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        heard = await ear.until("turn")
        await asyncio.to_thread(table.rows.live, table.id, turn_id, TELLING[0])
        heard += await ear.until("sentence")
        heard += await ear.until("panels")
    assert [news["kind"] for news in heard] == ["turn", "sentence", "panels"]


async def test_a_page_that_is_sent_away_is_told_why(table: Table, alice: Person) -> None:
    places = Places(most_at_a_table=1)
    place = places.take(alice.user.pk, table.id)
    assert place is not None
    async with aclosing(follow(Cursor(table.id, alice.user.pk, 2), place)) as events:
        ear = Ear(events)
        await ear.until("panels")
        places.take(alice.user.pk, table.id)
        heard = await ear.until("nothing more")
    assert [news["kind"] for news in heard] == ["crowded"]


async def test_a_retelling_is_followed_from_its_first_sentence(table: Table, alice: Person) -> None:
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        await ear.until("panels")
        for index in range(2):
            again = TELLING[index]
            await asyncio.to_thread(table.rows.live, table.id, table.opening_id, again)
        heard = [await ear.until("sentence"), await ear.until("sentence")]
    assert [news[-1]["index"] for news in heard] == [0, 1]


async def test_sentences_left_over_from_a_failed_retelling_do_not_wipe_the_page(
    table: Table, alice: Person
) -> None:
    table.rows.live(table.id, table.opening_id, TELLING[0])
    async with listen(table, alice, after=2) as events:
        ear = Ear(events)
        heard = await ear.until("panels")
        await asyncio.to_thread(table.rows.resolved, table.id, "I listen.")
        heard += await ear.until("panels")
    assert "sentence" not in [news["kind"] for news in heard]
