"""A turn read aloud: its sentences in order, live or told, each asked of the voice as soon as it is released.

Narration is in the narrator's voice, the quoted words of a sentence in their speaker's. A voice that is down ends the
stream with an error event; the words are on the page anyway.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponseBase

from web_service.campaigns.selectors import seat_at
from web_service.clients.errors import ServiceError
from web_service.clients.voice import Voice, get_voice
from web_service.play import selectors
from web_service.play.desk import in_thread
from web_service.play.noticeboard import noticeboard
from web_service.play.places import places
from web_service.play.prose import spoken_ranges
from web_service.play.stream import as_event, event_stream, no_place, whole_number

WAIT_S = 20.0
NARRATOR = "narrator"


def parts_of(sentence: dict[str, Any]) -> list[dict[str, str]]:
    """Return a sentence cut into what each voice says."""
    text = str(sentence.get("text", ""))
    speaker = sentence.get("speaker")
    parts: list[dict[str, str]] = []
    at = 0
    for start, end in spoken_ranges(text, speaker):
        parts.append({"text": text[at:start], "voice": NARRATOR})
        name = str((speaker or {}).get("name", "somebody")).replace(";", " ")[:80]
        parts.append({"text": text[start:end], "voice": f"npc:{name}"})
        at = end
    parts.append({"text": text[at:], "voice": NARRATOR})
    return [part for part in parts if any(letter.isalnum() for letter in part["text"])]


Sentences = list[dict[str, Any]]


def _sentences_now(campaign_id: int, number: int) -> tuple[Sentences, bool]:
    """Return a turn's sentences so far and whether the telling is over."""
    turn = selectors.turn_at(campaign_id, number)
    if turn.is_in_flight:
        return selectors.live_sentences(selectors.live_rows(campaign_id))[turn.pk], False
    if turn.status == "withdrawn":
        return [], True
    lines = turn.sentences or [{"text": t} for t in turn.dm_response.splitlines() if t.strip()]
    return list(lines), True


async def sentences_of(
    campaign_id: int, number: int, start: int = 0, known: Sequence[dict[str, Any]] = ()
) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    """Yield a turn's sentences with their index, those known first, waiting for those still to come."""
    at = start
    while at < len(known):
        yield at, known[at]
        at += 1
    async with noticeboard().watching(campaign_id) as watch:
        while True:
            sentences, is_over = await in_thread(_sentences_now, campaign_id, number)
            while at < len(sentences):
                yield at, sentences[at]
                at += 1
            if is_over:
                return
            await watch.wait(WAIT_S)


async def read_aloud(
    voice: Voice,
    speed: float,
    sentences: AsyncIterator[tuple[int, dict[str, Any]]],
    mood: str = "plain",
) -> AsyncIterator[str]:
    """Yield each sentence's words and then its sound, said in the turn's mood."""
    try:
        async for index, sentence in sentences:
            yield as_event(
                {"type": "metadata", "sentence": index, "text": sentence.get("text", "")}
            )
            parts = parts_of(sentence)
            if not parts:
                continue
            async for event in voice.speak(parts, speed, mood):
                if event.get("type") == "audio":
                    yield as_event(
                        {"type": "audio", "sentence": index, "audio_data": event["audio_data"]}
                    )
    except ServiceError as error:
        yield as_event({"type": "error", "code": error.code, "message": str(error)})
        return
    yield as_event({"type": "done"})


def _speed(request: HttpRequest) -> float:
    """Return the wished speed, 0.5 to 2."""
    try:
        return min(2.0, max(0.5, float(request.GET.get("speed", "1"))))
    except ValueError:
        return 1.0


def _sentences_for(user_id: int, campaign_id: int, number: int) -> tuple[Sentences, str]:
    """Return a turn's sentences so far, and its mood. Raises Http404 to whoever has no seat, or without such a turn."""
    seat_at(user_id, campaign_id)
    mood = selectors.turn_at(campaign_id, number).mood
    return _sentences_now(campaign_id, number)[0], mood


async def voice_stream(request: HttpRequest, campaign_id: int, number: int) -> HttpResponseBase:
    """Stream a turn's voice to somebody who sits at its table."""
    user = await request.auser()
    if user.pk is None:
        raise Http404
    place = places.take(user.pk)
    if place is None:
        return no_place()
    with place.or_leave():
        known, mood = await sync_to_async(_sentences_for)(user.pk, campaign_id, number)
    first = whole_number(request.GET.get("from", ""))
    sentences = sentences_of(campaign_id, number, first, known)
    return event_stream(place, read_aloud(get_voice(), _speed(request), sentences, mood))
