"""What a table page must hear: the ledger's news since its cursor as ready-made pieces of page, and released sentences.

A page merges what it gets, so the same news twice does no harm. What lies around the story is read apart: it is the dearest to
make, and the words do not wait for it. Runs in a thread; it reads the database.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace

from django.db.models import Q
from django.template.loader import render_to_string

from web_service.campaigns.models import Campaign, Seat
from web_service.party.around import Around
from web_service.party.presence import stay
from web_service.play import selectors
from web_service.play.glance import Glance, Message
from web_service.play.models import LiveSentence, TableEvent, Turn
from web_service.play.prose import sentence_html
from web_service.play.stillness import state_of, states_of

MAX_EVENTS = 400
"""A page further behind than this is told to load anew."""
TURN_NEWS = frozenset(
    {"turn_taken", "roll_made", "turn_told", "picture_ready", "voice_ready", "media_failed"}
)
REWORDED = frozenset({"turn_retold", "narration_edited", "telling_withdrawn"})


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
    state: int | None = None
    """What was known of the table when it was last told whole (`stillness.py`); None when it must be looked at anyway."""


def _panels_message(glance: Glance, campaign: Campaign, seat: Seat) -> Message:
    """Return everything around the story, and what can be said now."""
    turns = glance.last_turns
    last = turns[-1] if turns else None
    context = {
        "panels": selectors.panels_for(campaign, turns, seat, glance.players),
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


def _news_of(glance: Glance, campaign: Campaign) -> list[Message]:
    events = glance.events
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
        messages.append(glance.turn_message(campaign, row, is_fresh=is_fresh))
    return messages


def _in_flight(glance: Glance, campaign: Campaign, cursor: Cursor) -> list[Message]:
    """Return the turn under way, with its dice and sentences so far, for a page that just came.

    Sentences of a retelling under way are left out: until it is done, the page shows the telling there is.
    """
    turns = Turn.objects.filter(campaign_id=campaign.pk, status="resolved")
    cursor.sentences = dict(Counter(row.turn_id for row in glance.live))
    return [glance.turn_message(campaign, turn, is_fresh=False) for turn in turns]


def _seat_and_campaign(glance: Glance, cursor: Cursor) -> tuple[Seat, Campaign] | None:
    seat = glance.seat_of(cursor.user_id)
    if seat is None or glance.campaign is None:
        cursor.is_gone = True
        return None
    return seat, glance.campaign


def read_news(glance: Glance, cursor: Cursor) -> list[Message]:
    """Return what is new for a page and move its cursor on."""
    place = _seat_and_campaign(glance, cursor)
    if place is None:
        return [{"kind": "gone"}]
    seat, campaign = place
    events = glance.events
    if len(events) > MAX_EVENTS:
        cursor.is_gone = True
        return [{"kind": "reload"}]
    live = glance.live
    messages = _in_flight(glance, campaign, cursor) if cursor.is_first else []
    if events:
        messages += _news_of(glance, campaign)
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
    return messages + _company(glance, cursor, campaign, seat, can_wait=are_words)


def _company(
    glance: Glance, cursor: Cursor, campaign: Campaign, seat: Seat, *, can_wait: bool
) -> list[Message]:
    """Return how the company stands, if that is news.

    `can_wait`: words of a telling are on their way, which nothing shall hold up; it is looked at after them.
    """
    if len(glance.seats) > 1:
        cursor.around.beat(campaign.pk, seat.pk)
    if can_wait:
        return []
    messages = cursor.around.news(campaign, seat, glance.room)
    cursor.state = state_of(campaign, glance.seats, glance.live, glance.room)
    return messages


def read_panels(glance: Glance, cursor: Cursor) -> list[Message]:
    """Return what lies around the story now; with it a page has heard everything up to the cursor."""
    place = _seat_and_campaign(glance, cursor)
    if place is None:
        return [{"kind": "gone"}]
    seat, campaign = place
    message = _panels_message(glance, campaign, seat) | {"id": cursor.seq}
    cursor.owes_panels = False
    return [message]


Read = Callable[[Glance, Cursor], list[Message]]


def read_together(read: Read, cursors: Collection[Cursor]) -> dict[int, list[Message]]:
    """Return what each of a table's pages must hear, by the `id()` of its cursor.

    Pages that stand at the same seq share one look. Others have one of their own: a turn that was read for one seq must not be
    taken for what a later event says of it. When it fails, every cursor is where it was: nobody has heard anything.
    """
    glances: dict[int, Glance] = {}
    heard = {}
    with ExitStack() as failing:
        for cursor in cursors:
            failing.callback(_go_back, cursor, replace(cursor, around=replace(cursor.around)))
            glance = glances.get(cursor.seq)
            if glance is None:
                glance = glances[cursor.seq] = Glance(cursor.campaign_id, cursor.seq, MAX_EVENTS)
            heard[id(cursor)] = read(glance, cursor)
        failing.pop_all()
    return heard


def _go_back(cursor: Cursor, before: Cursor) -> None:
    for each in fields(Cursor):
        setattr(cursor, each.name, getattr(before, each.name))


def look_around(cursors: Collection[Cursor]) -> dict[int, bool]:
    """Say again that quiet pages are open; return which of them know everything, by the `id()` of their cursors."""
    known = {cursor.around.page: cursor.around for cursor in cursors if cursor.around.is_known}
    unknown = stay(known) if known else set()
    for page, around in known.items():
        around.was_noted()
        around.is_known = page not in unknown
    states = states_of(cursor.campaign_id for cursor in cursors)
    return {
        id(cursor): cursor.state is not None
        and cursor.state == states.get(cursor.campaign_id)
        and cursor.around.page not in unknown
        and not cursor.around.is_due
        for cursor in cursors
    }
