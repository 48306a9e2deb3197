"""What a table page must hear: the ledger's news since its cursor as ready-made pieces of page, and released sentences.

A page merges what it gets, so the same news twice does no harm. What lies around the story is read apart: it is the dearest to
make, and the words do not wait for it. Runs in a thread; it reads the database.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import seats_with_company
from web_service.party.around import Around
from web_service.play import selectors
from web_service.play.models import LiveSentence, TableEvent, Turn
from web_service.play.prose import sentence_html

MAX_EVENTS = 400
"""A page further behind than this is told to load anew."""
TURN_NEWS = frozenset(
    {"turn_taken", "roll_made", "turn_told", "picture_ready", "voice_ready", "media_failed"}
)
REWORDED = frozenset({"turn_retold", "narration_edited", "telling_withdrawn"})

Message = dict[str, Any]


@dataclass(slots=True)
class Cursor:
    """How far one page has been told."""

    campaign_id: int
    user_id: int
    seq: int
    sentences: dict[int, int] = field(default_factory=dict)
    is_first: bool = True
    is_gone: bool = False
    owes_panels: bool = False
    is_telling: bool = False
    """Whether a turn is under way, so that words are about to come."""
    around: Around = field(default_factory=Around)


def _turn_message(
    campaign: Campaign, turn: Turn, live: Sequence[LiveSentence], *, is_fresh: bool
) -> Message:
    story = selectors.story_of(campaign, [turn], live)[0]
    html = render_to_string("play/parts/turn.html", {"turn": story, "campaign": campaign})
    return {
        "kind": "turn",
        "turn": turn.turn_number,
        "turn_id": turn.pk,
        "status": turn.status,
        "message": turn.player_message,
        "said": [words for _, words in story.said],
        "is_fresh": is_fresh,
        "html": html,
    }


def panels_message(campaign: Campaign, seat: Seat) -> Message:
    """Return everything around the story, and what can be said now."""
    turns = selectors.last_turns(campaign.pk)
    last = turns[-1] if turns else None
    context = {
        "panels": selectors.panels_for(campaign, turns, seat),
        "campaign": campaign,
        "seat": seat,
        "last": last,
    }
    return {
        "kind": "panels",
        "html": render_to_string("play/parts/panels.html", context),
        "flight": last.turn_number if last and last.is_in_flight else None,
        "image": last.image_state if last else "none",
        "audio": last.audio_state if last else "none",
        "last": last.turn_number if last else 0,
    }


def _sentences(cursor: Cursor, rows: Sequence[LiveSentence]) -> list[Message]:
    """Return the released sentences the page has not seen; a telling that began anew is told from its start."""
    released = Counter(row.turn_id for row in rows)
    cursor.sentences = {t: n for t, n in cursor.sentences.items() if n <= released[t]}
    fresh = [row for row in rows if row.index >= cursor.sentences.get(row.turn_id, 0)]
    cursor.sentences |= {row.turn_id: row.index + 1 for row in fresh}
    return [
        {
            "kind": "sentence",
            "turn": row.turn_number,
            "turn_id": row.turn_id,
            "index": row.index,
            "text": row.sentence.get("text", ""),
            "html": sentence_html(row.sentence),
        }
        for row in fresh
    ]


def _turns_of(campaign: Campaign, touched: Collection[tuple[str, int]]) -> list[Turn]:
    """Return the turns that are meant by their ids or by their numbers, in order."""
    ids = {value for name, value in touched if name == "id"}
    numbers = {value for name, value in touched if name == "number"}
    rows = Turn.objects.filter(Q(pk__in=ids) | Q(turn_number__in=numbers), campaign_id=campaign.pk)
    return list(rows.order_by("turn_number"))


def _touched(event: TableEvent) -> tuple[str, int] | None:
    """Return which turn an event is news of: by its number when it says one, else by its id."""
    if (number := event.payload.get("turn_number")) is not None:
        return "number", int(number)
    return ("id", event.turn_id) if event.turn_id else None


def _news_of(
    campaign: Campaign, events: list[TableEvent], live: Sequence[LiveSentence]
) -> list[Message]:
    undone = [n for e in events if e.type == "turns_undone" for n in e.payload["turn_numbers"]]
    messages: list[Message] = [{"kind": "undone", "turns": undone}] if undone else []
    # After an undo an earlier turn is the last again: it gets its tools back.
    last = [("number", selectors.last_turn_number(campaign.pk))] if undone else []
    touched: dict[tuple[str, int], bool] = dict.fromkeys(last, False)
    for event in events:
        if event.type not in TURN_NEWS | REWORDED:
            continue
        turn = _touched(event)
        if turn is not None:
            touched[turn] = touched.get(turn, False) or event.type in REWORDED
    for row in _turns_of(campaign, touched) if touched else []:
        names = (("number", row.turn_number), ("id", row.pk))
        is_fresh = any(touched.get(name, False) for name in names)
        messages.append(_turn_message(campaign, row, live, is_fresh=is_fresh))
    return messages


def _in_flight(campaign: Campaign, cursor: Cursor, live: Sequence[LiveSentence]) -> list[Message]:
    """Return the turn under way, with its dice and sentences so far, for a page that just came.

    Sentences of a retelling under way are left out: until it is done, the page shows the telling there is.
    """
    turns = Turn.objects.filter(campaign_id=campaign.pk, status="resolved")
    cursor.sentences = dict(Counter(row.turn_id for row in live))
    return [_turn_message(campaign, turn, live, is_fresh=False) for turn in turns]


def _seat_and_campaign(cursor: Cursor) -> tuple[Seat, Campaign] | None:
    at_table = seats_with_company(cursor.campaign_id).filter(user_id=cursor.user_id)
    seat = at_table.select_related("campaign").first()
    if seat is None:
        cursor.is_gone = True
        return None
    return seat, seat.campaign


def read_news(cursor: Cursor) -> list[Message]:
    """Return what is new for a page and move its cursor on."""
    place = _seat_and_campaign(cursor)
    if place is None:
        return [{"kind": "gone"}]
    seat, campaign = place
    events = selectors.events_after(campaign.pk, cursor.seq, MAX_EVENTS + 1)
    if len(events) > MAX_EVENTS:
        cursor.is_gone = True
        return [{"kind": "reload"}]
    live = selectors.live_rows(campaign.pk)
    messages = _in_flight(campaign, cursor, live) if cursor.is_first else []
    if events:
        messages += _news_of(campaign, events, live)
    turns = [message for message in messages if message["kind"] == "turn"]
    # Told since the live sentences were read: they are in the turn's message, and alone would look like a retelling.
    told = {message["turn_id"] for message in turns if message["status"] != "resolved"}
    messages += _sentences(cursor, [row for row in live if row.turn_id not in told])
    if events or cursor.is_first:
        cursor.seq = max([cursor.seq, *(event.seq for event in events)])
        cursor.owes_panels = True
    if turns:
        cursor.is_telling = turns[-1]["status"] == "resolved"
    cursor.is_first = False
    are_words = bool(messages) and all(message["kind"] == "sentence" for message in messages)
    return messages + cursor.around.news(campaign, seat, can_wait=are_words)


def read_panels(cursor: Cursor) -> list[Message]:
    """Return what lies around the story now; with it a page has heard everything up to the cursor."""
    place = _seat_and_campaign(cursor)
    if place is None:
        return [{"kind": "gone"}]
    seat, campaign = place
    message = panels_message(campaign, seat) | {"id": cursor.seq}
    cursor.owes_panels = False
    return [message]
