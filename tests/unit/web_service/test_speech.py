"""A turn read aloud: in order, in the right voices, and quietly given up when there is no voice."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import TELLING
from web_service.campaigns.models import Seat
from web_service.clients.voice import Voice
from web_service.play.speech import _sentences_for, parts_of, read_aloud, sentences_of

WEN = {"ref": "n3", "name": "Old Wen"}


def spoken(body: dict[str, Any]) -> httpx.Response:
    said = " ".join(part["text"] for part in body["parts"])
    events = [
        {"type": "metadata", "text": said},
        {"type": "audio", "audio_data": said},
        {"type": "done"},
    ]
    return httpx.Response(200, text="".join(f"data: {json.dumps(event)}\n\n" for event in events))


def voice(answer=spoken) -> Voice:
    def handle(request: httpx.Request) -> httpx.Response:
        return answer(json.loads(request.content))

    return Voice("http://voice", transport=httpx.MockTransport(handle))


async def heard(events: AsyncIterator[str]) -> list[dict[str, Any]]:
    return [json.loads(event.split("data: ", 1)[1]) async for event in events]


@pytest.mark.parametrize(
    ("text", "speaker", "voices"),
    [
        ("Rain falls.", None, ["narrator"]),
        ("“It rings,” says Wen.", WEN, ["npc:Old Wen", "narrator"]),
        ("He nods: “Go.”", WEN, ["narrator", "npc:Old Wen"]),
        ("And it goes on like this.", WEN, ["npc:Old Wen"]),
        ("“Go.”", WEN, ["npc:Old Wen"]),
        ("…", None, []),
    ],
)
def test_quoted_words_have_their_speakers_voice(
    text: str, speaker: dict[str, str] | None, voices: list[str]
) -> None:
    parts = parts_of({"text": text, "speaker": speaker})
    assert [part["voice"] for part in parts] == voices


async def test_a_told_turn_is_spoken_sentence_by_sentence_in_order(table: Table) -> None:
    events = await heard(read_aloud(voice(), 1.0, sentences_of(table.id, 1)))
    assert [e["sentence"] for e in events if e["type"] == "audio"] == [0, 1]
    assert events[-1]["type"] == "done"


async def test_every_sentence_is_said_in_the_turns_mood(table: Table) -> None:
    moods: list[Any] = []

    def noting(body: dict[str, Any]) -> httpx.Response:
        moods.append(body["emotion"])
        return spoken(body)

    await heard(read_aloud(voice(noting), 1.0, sentences_of(table.id, 1), "fierce"))
    assert moods == [{"mood": "fierce"}] * 2


@pytest.mark.parametrize("mood", ["plain", "tense", "fierce"])
def test_the_stream_takes_the_mood_from_the_turn(table: Table, mood: str) -> None:
    turn_id, number = table.rows.resolved(table.id, "I strike.")
    table.rows.told(table.id, turn_id, TELLING, mood=mood)
    seat = Seat.objects.filter(campaign_id=table.id)[0]
    sentences, found = _sentences_for(seat.user_id, table.id, number)
    assert (len(sentences), found) == (len(TELLING), mood)


async def test_the_first_sentence_is_spoken_while_the_rest_is_still_written(table: Table) -> None:
    turn_id, number = table.rows.resolved(table.id, "I listen.")
    table.rows.live(table.id, turn_id, TELLING[0])
    events = read_aloud(voice(), 1.0, sentences_of(table.id, number))
    async with asyncio.timeout(8):
        first = [await anext(events), await anext(events)]
        assert TELLING[0]["text"] in first[1]
        await asyncio.to_thread(table.rows.told, table.id, turn_id, TELLING)
        rest = await heard(events)
    assert [e["sentence"] for e in rest if e["type"] == "audio"] == [1, 2]


async def test_sentences_known_already_are_spoken_once_and_the_rest_follows(table: Table) -> None:
    turn_id, number = table.rows.resolved(table.id, "I listen.")
    table.rows.told(table.id, turn_id, TELLING)
    sentences = sentences_of(table.id, number, 0, TELLING[:2])
    assert [index async for index, _ in sentences] == [0, 1, 2]


@pytest.mark.parametrize(
    "answer",
    [
        lambda body: httpx.Response(
            503, json={"error": {"code": "speaker_unavailable", "message": "no"}}
        ),
        lambda body: httpx.Response(200, text='data: {"type": "error", "code": "x"}\n\n'),
        lambda body: httpx.Response(200, text="data: not json\n\n"),
    ],
)
async def test_without_a_voice_the_stream_says_so_and_ends(answer, table: Table) -> None:
    events = await heard(read_aloud(voice(answer), 1.0, sentences_of(table.id, 1)))
    assert [event["type"] for event in events] == ["metadata", "error"]


def test_the_voice_of_a_turn_that_is_not_there_is_not_found(table: Table, alice: Person) -> None:
    assert alice.get(table.path("turns/99/voice")).status_code == 404
