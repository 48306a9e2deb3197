"""The words that wait to be played: stored before anything else is done with them, taken up by whoever finds the table free.

Only rows here, no brain: `gathering.py` plays what is taken. One gatherer at a time takes a table's words, all of them in the
order they came; a gatherer that dies leaves its batch to the next, to be sent again under the same key.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from web_service.campaigns.models import Campaign, Seat
from web_service.clients.errors import GameConflict, GameRefusal
from web_service.party.floor import Floor, floor_of
from web_service.party.models import Declaration, Presence
from web_service.party.notices import wake_table
from web_service.party.presence import seats_present
from web_service.play.models import Turn

LEASE_S = 20
"""A batch whose gatherer has said nothing for so long is taken up again; sent twice under its key it is one turn."""
KEPT_DAYS = 1
LOCK_SPACE = 0x7461_626C


class AlreadySpoken(GameConflict):
    """What this player said before still waits."""

    code = "already_spoken"
    is_passing = True


@dataclass(frozen=True, slots=True)
class Batch:
    """Words that are played as one turn."""

    campaign_id: int
    key: str
    declarations: tuple[Declaration, ...]


def declare(seat: Seat, character_id: int, message: str, key: str) -> Declaration:
    """Keep what somebody said. The same key is the same words. Raises AlreadySpoken, GameRefusal for a key used otherwise."""
    campaign_id = seat.campaign_id
    forget_old(campaign_id)
    try:
        with transaction.atomic():
            made = Declaration.objects.create(
                campaign_id=campaign_id, seat=seat, character_id=character_id, message=message, key=key
            )  # fmt: skip
            Presence.objects.filter(seat=seat).update(typing_until=None)
            wake_table(campaign_id)
    except IntegrityError:
        known = Declaration.objects.filter(campaign_id=campaign_id, key=key).first()
        if known is None:
            words = (
                "What you said before still waits for its turn. Take it back to say something else."
            )
            raise AlreadySpoken(words) from None
        is_same = known.outcome is not None or known.message == message
        if known.seat_id != seat.pk or not is_same:
            words = (
                "This idempotency key was used for another message. Use a new key for a new turn."
            )
            raise GameRefusal(words, "idempotency_key_reused") from None
        return known
    return made


def was_declared(campaign_id: int, key: str) -> bool:
    """Whether words were sent under this key before."""
    return Declaration.objects.filter(campaign_id=campaign_id, key=key).exists()


def forget_old(campaign_id: int) -> None:
    """Drop what was played long ago."""
    oldest = timezone.now() - timedelta(days=KEPT_DAYS)
    old = Declaration.objects.filter(campaign_id=campaign_id, outcome__isnull=False)
    old.filter(created_at__lt=oldest).delete()


def waiting_at(campaign_id: int) -> QuerySet[Declaration]:
    """Return the words of a table that are not played yet, in the order they came."""
    rows = Declaration.objects.filter(campaign_id=campaign_id, outcome__isnull=True)
    return rows.order_by("id")


def take_back(seat: Seat) -> bool:
    """Forget somebody's waiting words; False when they are being played already."""
    deleted, _ = waiting_at(seat.campaign_id).filter(seat=seat, batch__isnull=True).delete()
    if deleted:
        wake_table(seat.campaign_id)
    return bool(deleted)


def is_left_behind(campaign_id: int) -> bool:
    """Whether words wait here that nobody seems to take care of."""
    long_ago = timezone.now() - timedelta(seconds=LEASE_S)
    rows = waiting_at(campaign_id).filter(created_at__lt=long_ago)
    return rows.exclude(taken_until__gt=timezone.now()).exists()


def take(campaign_id: int) -> Batch | None:
    """Take what is to be played now; None while others do, or while it is too early."""
    with transaction.atomic():
        if not _is_alone(campaign_id):
            return None
        waiting = list(waiting_at(campaign_id).select_for_update(skip_locked=True))
        begun = [row for row in waiting if row.batch is not None]
        now = timezone.now()
        if any(row.taken_until and row.taken_until > now for row in waiting):
            return None
        rows = [row for row in begun if row.batch == begun[0].batch] if begun else []
        rows = rows or _ready(campaign_id, waiting, now)
        if not rows:
            return None
        key = rows[0].batch or _key_of(rows)
        until = now + timedelta(seconds=LEASE_S)
        ids = [row.pk for row in rows]
        Declaration.objects.filter(pk__in=ids).update(batch=key, taken_until=until)
    return Batch(campaign_id, key, tuple(rows))


def _is_alone(campaign_id: int) -> bool:
    """Whether nobody else decides at this moment what is played next here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, campaign_id % 2**31]
        )
        return bool(cursor.fetchone()[0])


def _ready(campaign_id: int, waiting: list[Declaration], now: datetime) -> list[Declaration]:
    """Return the words that make the next turn, none while it is too early for one."""
    if not waiting or Turn.objects.filter(campaign_id=campaign_id, status="resolved").exists():
        return []
    campaign = Campaign.objects.get(pk=campaign_id)
    floor = floor_of(campaign.view)
    if floor.is_fight:
        return _in_a_fight(floor, waiting)
    closes_at = waiting[0].created_at + timedelta(seconds=settings.TURN_WINDOW_S)
    if now < closes_at and not _has_everybody_spoken(campaign, waiting):
        return []
    return waiting[: settings.MAX_SEATS]


def _in_a_fight(floor: Floor, waiting: list[Declaration]) -> list[Declaration]:
    """Return the words of whoever is up; the others' go back to their boxes."""
    mine = [row for row in waiting if floor.is_open_to(row.character_id)][:1]
    others = [row for row in waiting if row not in mine]
    settle(others, not_your_turn(floor))
    return mine


def not_your_turn(floor: Floor) -> dict[str, Any]:
    """Return what somebody is told who speaks while another is up."""
    message = f"It is {floor.name or 'another'}'s turn. Your words stay here until it is yours."
    return {"error": {"code": "not_your_turn", "status": 409, "message": message}}


def _has_everybody_spoken(campaign: Campaign, waiting: list[Declaration]) -> bool:
    """Whether nobody is left to wait for: everybody present whose hero lives has spoken."""
    silent = seats_present(campaign.pk) - {row.seat_id for row in waiting}
    living = [hero["id"] for hero in campaign.view.get("heroes", []) if not hero.get("is_dead")]
    seats = Seat.objects.filter(pk__in=silent, character_id__in=living)
    return not silent or not seats.exists()


def _key_of(rows: Sequence[Declaration]) -> str:
    """Return the idempotency key for words: their own when alone, else one made of all of theirs."""
    if len(rows) == 1:
        return rows[0].key
    return "together:" + hashlib.sha256(" ".join(row.key for row in rows).encode()).hexdigest()


def settle(rows: Sequence[Declaration], outcome: dict[str, Any]) -> None:
    """Note what came of words, and forget the words."""
    if rows:
        ids = [row.pk for row in rows]
        Declaration.objects.filter(pk__in=ids).update(outcome=outcome, message="")
        wake_table(rows[0].campaign_id)


def give_back(batch: Batch, *, is_unheard: bool, pause_s: float) -> None:
    """Leave a batch to the next gatherer after a pause; one the game has not heard may be made anew, with more in it."""
    ids = [row.pk for row in batch.declarations]
    until = timezone.now() + timedelta(seconds=pause_s)
    anew = {"batch": None} if is_unheard else {}
    Declaration.objects.filter(pk__in=ids).update(taken_until=until, **anew)


def part(batch: Batch) -> None:
    """Have the words of a batch played one by one, for together they were refused."""
    for row in batch.declarations:
        Declaration.objects.filter(pk=row.pk).update(batch=row.key, taken_until=None)


def outcome_of(declaration_id: int) -> tuple[bool, dict[str, Any] | None]:
    """Return whether words are still known, and what came of them."""
    row = Declaration.objects.filter(pk=declaration_id).values_list("outcome", flat=True).first()
    is_known = row is not None or Declaration.objects.filter(pk=declaration_id).exists()
    return is_known, row
