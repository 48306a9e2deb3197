"""Reading a table: its turns, rolls, events and live sentences. Every query names its campaign."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.http import Http404

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import seats_of
from web_service.play.models import LiveSentence, Portrait, TableEvent, Turn
from web_service.play.names import names_at
from web_service.play.panels import Panels, panels_of
from web_service.play.story import StoryTurn, story_turn

SHOWN_TURNS = 40
"""How many turns the table page shows; the rest are in the history."""


def last_turns(campaign_id: int, limit: int = SHOWN_TURNS) -> list[Turn]:
    """Return the last turns, oldest first."""
    newest = Turn.objects.filter(campaign_id=campaign_id).order_by("-turn_number")[:limit]
    return list(reversed(newest))


def last_turn_number(campaign_id: int) -> int:
    """Return the number of the last turn that counts, 0 before the opening."""
    newest = Turn.objects.filter(campaign_id=campaign_id).aggregate(last=Max("turn_number"))
    return int(newest["last"] or 0)


def turn_at(campaign_id: int, number: int) -> Turn:
    """Return a turn. Raises Http404."""
    turn = Turn.objects.filter(campaign_id=campaign_id, turn_number=number).first()
    if turn is None:
        raise Http404
    return turn


def told_events_of(campaign_id: int, turns: Iterable[Turn]) -> dict[int, list[TableEvent]]:
    """Return the rolls of some turns and what was said in them, by turn id."""
    found: dict[int, list[TableEvent]] = defaultdict(list)
    ids = [turn.pk for turn in turns]
    events = TableEvent.objects.filter(campaign_id=campaign_id, turn_id__in=ids)
    events = events.filter(type__in=("roll_made", "turn_taken"))
    for event in events.order_by("seq"):
        found[event.turn_id or 0].append(event)
    return found


def live_rows(campaign_id: int) -> list[LiveSentence]:
    """Return the released sentences of tellings under way, in order."""
    rows = LiveSentence.objects.filter(campaign_id=campaign_id)
    return list(rows.order_by("turn_id", "index"))


def live_sentences(rows: Iterable[LiveSentence]) -> dict[int, list[dict[str, Any]]]:
    """Return the sentences of tellings under way, by turn id."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.turn_id].append({**row.sentence, "index": row.index})
    return found


def story_of(
    campaign: Campaign, turns: Sequence[Turn], live_now: Sequence[LiveSentence] | None = None
) -> list[StoryTurn]:
    """Return turns, ready to be shown; the live sentences are read unless they are known."""
    names = names_at(campaign, turns)
    events = told_events_of(campaign.pk, turns)
    live = live_sentences(live_rows(campaign.pk) if live_now is None else live_now)
    last = last_turn_number(campaign.pk)
    return [
        story_turn(
            turn,
            events[turn.pk],
            live[turn.pk],
            names,
            is_last=turn.turn_number == last,
        )
        for turn in turns
    ]


def players_at(seats: Iterable[Seat]) -> dict[int, str]:
    """Return who plays which hero, by the hero's id."""
    return {
        seat.character_id: seat.user.username for seat in seats if seat.character_id is not None
    }


def faces_at(campaign_id: int) -> dict[str, str]:
    """Return the addresses of a campaign's portraits, by whom they show."""
    return dict(Portrait.objects.filter(campaign_id=campaign_id).values_list("ref", "url"))


def panels_for(
    campaign: Campaign, turns: Sequence[Turn], seat: Seat, players: dict[int, str] | None = None
) -> Panels:
    """Return what lies around the story for one player; who plays whom is read unless it is known."""
    known = players_at(seats_of(campaign.pk)) if players is None else players
    return panels_of(campaign, list(turns), seat.character_id, known, faces_at(campaign.pk))


def events_after(campaign_id: int, seq: int, limit: int) -> list[TableEvent]:
    """Return the ledger from there on, oldest first."""
    events = TableEvent.objects.filter(campaign_id=campaign_id, seq__gt=seq)
    return list(events.order_by("seq")[:limit])


def event_at(campaign_id: int, seq: int) -> TableEvent:
    """Return one event. Raises Http404."""
    event = TableEvent.objects.filter(campaign_id=campaign_id, seq=seq).first()
    if event is None:
        raise Http404
    return event


def events_of(campaign_id: int, turn_id: int | None) -> list[TableEvent]:
    """Return what happened in one turn."""
    events = TableEvent.objects.filter(campaign_id=campaign_id, turn_id=turn_id)
    return list(events.order_by("seq"))
