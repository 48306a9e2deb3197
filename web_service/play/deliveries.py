"""What a table page must hear: the ledger's news since its cursor as ready-made pieces of page, and released sentences.

A page merges what it gets, so the same news twice does no harm. Runs in a thread; it reads the database.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from web_service.campaigns.models import Campaign, Seat
from web_service.play import selectors
from web_service.play.models import TableEvent, Turn
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


def _touched(event: TableEvent, number_by_id: dict[int, int]) -> int | None:
    """Return the number of the turn that an event is news of."""
    number = event.payload.get("turn_number")
    return int(number) if number is not None else number_by_id.get(event.turn_id or 0)


def _turn_message(campaign: Campaign, turn: Turn, *, is_fresh: bool) -> Message:
    story = selectors.story_of(campaign, [turn])[0]
    html = render_to_string("play/parts/turn.html", {"turn": story, "campaign": campaign})
    return {
        "kind": "turn",
        "turn": turn.turn_number,
        "turn_id": turn.pk,
        "status": turn.status,
        "message": turn.player_message,
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


def _sentences(cursor: Cursor) -> list[Message]:
    """Return the released sentences the page has not seen; a telling that began anew is told from its start."""
    rows = selectors.live_rows(cursor.campaign_id)
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


def _news_of(campaign: Campaign, cursor: Cursor, events: list[TableEvent]) -> list[Message]:
    ids = {event.turn_id for event in events if event.turn_id}
    rows = Turn.objects.filter(campaign_id=campaign.pk)
    number_by_id = dict(rows.filter(pk__in=ids).values_list("pk", "turn_number"))
    undone = [n for e in events if e.type == "turns_undone" for n in e.payload["turn_numbers"]]
    messages: list[Message] = [{"kind": "undone", "turns": undone}] if undone else []
    # After an undo an earlier turn is the last again: it gets its tools back.
    touched = {selectors.last_turn_number(campaign.pk): False} if undone else {}
    for event in events:
        if event.type not in TURN_NEWS | REWORDED:
            continue
        number = _touched(event, number_by_id)
        if number is not None:
            touched[number] = touched.get(number, False) or event.type in REWORDED
    for turn in rows.filter(turn_number__in=touched).order_by("turn_number"):
        messages.append(_turn_message(campaign, turn, is_fresh=touched[turn.turn_number]))
    return messages


def _in_flight(campaign: Campaign, cursor: Cursor) -> list[Message]:
    """Return the turn under way, with its dice and sentences so far, for a page that just came.

    Sentences of a retelling under way are left out: until it is done, the page shows the telling there is.
    """
    turns = Turn.objects.filter(campaign_id=campaign.pk, status="resolved")
    cursor.sentences = dict(Counter(row.turn_id for row in selectors.live_rows(campaign.pk)))
    return [_turn_message(campaign, turn, is_fresh=False) for turn in turns]


def read_news(cursor: Cursor) -> list[Message]:
    """Return what is new for a page and move its cursor on."""
    seat = Seat.objects.filter(user_id=cursor.user_id, campaign_id=cursor.campaign_id).first()
    campaign = Campaign.objects.filter(pk=cursor.campaign_id).first()
    if seat is None or campaign is None:
        cursor.is_gone = True
        return [{"kind": "gone"}]
    events = selectors.events_after(campaign.pk, cursor.seq, MAX_EVENTS + 1)
    if len(events) > MAX_EVENTS:
        cursor.is_gone = True
        return [{"kind": "reload"}]
    messages = _in_flight(campaign, cursor) if cursor.is_first else []
    if events:
        messages += _news_of(campaign, cursor, events)
    sentences = _sentences(cursor)
    if events or cursor.is_first:
        cursor.seq = max([cursor.seq, *(event.seq for event in events)])
        messages.append(panels_message(campaign, seat) | {"id": cursor.seq})
    cursor.is_first = False
    return messages + sentences
