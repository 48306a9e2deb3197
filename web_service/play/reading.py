"""What is read beside the table: every turn, every roll, why a number is what it is, what the Dungeon Master knows."""

from dataclasses import dataclass
from typing import Any

from web_service.campaigns.models import Campaign
from web_service.play import selectors
from web_service.play.dice_cards import DieCard, card_of
from web_service.play.models import TableEvent, Turn
from web_service.play.names import names_at
from web_service.play.wording import in_words


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in words, or a roll."""

    seq: int
    words: str
    card: DieCard | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Where a number comes from: the event, its roll, and what else happened in the same turn."""

    turn_number: int
    asked: Happening | None
    happenings: list[Happening]


def _happening(event: TableEvent, names: dict[str, str], asked: int | None) -> Happening | None:
    card = None
    if event.type == "roll_made":
        card = card_of(event.seq, event.payload["roll"], names)
    words = in_words(event.type, event.payload, names)
    if card is None and not words:
        return None
    return Happening(event.seq, words, card, event.seq == asked)


def _roll_id_of(payload: dict[str, Any]) -> int | None:
    roll = payload.get("roll")
    return roll if isinstance(roll, int) else None


def why_of(campaign: Campaign, turn: Turn, seq: int | None = None) -> Why:
    """Return everything that happened in a turn, the asked-for event marked with its roll."""
    names = names_at(campaign, [turn])
    events = selectors.events_of(campaign.pk, turn.pk)
    asked_event = next((event for event in events if event.seq == seq), None)
    happenings = [h for event in events if (h := _happening(event, names, seq))]
    asked = next((h for h in happenings if h.is_asked), None)
    if asked is not None and asked_event is not None and asked.card is None:
        roll_id = _roll_id_of(asked_event.payload)
        card = next((h.card for h in happenings if h.card and h.card.roll_id == roll_id), None)
        asked = Happening(asked.seq, asked.words, card, is_asked=True)
    return Why(turn.turn_number, asked, happenings)


@dataclass(frozen=True, slots=True)
class RollRow:
    """A roll with the turn it fell in."""

    turn_number: int | None
    card: DieCard


def rolls_at(campaign: Campaign, before_seq: int | None, limit: int) -> list[RollRow]:
    """Return a campaign's rolls, newest first."""
    events = TableEvent.objects.filter(campaign_id=campaign.pk, type="roll_made")
    if before_seq is not None:
        events = events.filter(seq__lt=before_seq)
    page = list(events.order_by("-seq")[:limit])
    ids = {event.turn_id for event in page if event.turn_id}
    turns = Turn.objects.filter(campaign_id=campaign.pk, pk__in=ids)
    numbers = dict(turns.values_list("pk", "turn_number"))
    names = names_at(campaign)
    return [
        RollRow(numbers.get(event.turn_id or 0), card_of(event.seq, event.payload["roll"], names))
        for event in page
    ]
