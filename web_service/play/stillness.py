"""Whether anything has changed at quiet tables: a few statements for all pages that have waited long enough to ask.

Whatever happens is told by a notice. This is for what happens by mere waiting (somebody's page fell silent), and for a notice
that was lost. Runs in a thread; it reads the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from web_service.campaigns.models import Campaign, Seat
from web_service.party import presence
from web_service.party.company import Room
from web_service.party.models import Declaration
from web_service.play.models import LiveSentence

SeatFacts = tuple[int, int, str, int | None]


def _facts(seat: Seat) -> SeatFacts:
    return seat.pk, seat.user_id, seat.role, seat.character_id


def _state(
    last_seq: int,
    seats: Iterable[SeatFacts],
    live: Iterable[tuple[int, int]],
    typing: dict[int, datetime],
    here: Iterable[int],
) -> int:
    company = frozenset(seats)
    around = (frozenset(here), frozenset(typing.items())) if len(company) > 1 else ()
    return hash((last_seq, company, frozenset(live), around))


def state_of(
    campaign: Campaign, seats: Sequence[Seat], live: Sequence[LiveSentence], room: Room
) -> int | None:
    """Return what a page that was just told of all this knows; None when it must look again anyway, for words wait."""
    if room.waiting:
        return None
    sentences = [(row.turn_id, row.index) for row in live]
    return _state(campaign.last_seq, map(_facts, seats), sentences, room.typing, room.here)


def states_of(campaign_ids: Iterable[int]) -> dict[int, int]:
    """Return the same of many tables as they are now, without those where words wait."""
    ids = set(campaign_ids)
    seats: dict[int, list[SeatFacts]] = defaultdict(list)
    live: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for seat in Seat.objects.filter(campaign_id__in=ids):
        seats[seat.campaign_id].append(_facts(seat))
    sentences = LiveSentence.objects.filter(campaign_id__in=ids)
    for at, turn_id, index in sentences.values_list("campaign_id", "turn_id", "index"):
        live[at].append((turn_id, index))
    waiting = Declaration.objects.filter(campaign_id__in=ids, outcome__isnull=True)
    ids -= set(waiting.values_list("campaign_id", flat=True))
    around = presence.around_tables(ids)
    return {
        at: _state(last_seq, seats[at], live[at], around[at][1], around[at][0])
        for at, last_seq in Campaign.objects.filter(pk__in=ids).values_list("pk", "last_seq")
    }
