"""Who is at the table right now, and who is writing. Pages say so every few seconds; silence ends both by itself."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from web_service.party.models import Presence
from web_service.party.notices import wake_table

PRESENT_FOR_S = 40
"""A page that has not been heard of for so long is gone; pages say so every heartbeat of their stream."""
TYPING_FOR_S = 6
SAID_AGAIN_S = 1
"""Whoever says more often than this that they write wakes nobody."""


def arrive(page: str, campaign_id: int, seat_id: int) -> None:
    """Note that a page is open; the others hear of one that was not there before."""
    values = {"campaign_id": campaign_id, "seat_id": seat_id, "seen_at": timezone.now()}
    _, is_new = Presence.objects.update_or_create(page=page, defaults=values)
    if is_new:
        oldest = timezone.now() - timedelta(seconds=PRESENT_FOR_S)
        Presence.objects.filter(campaign_id=campaign_id, seen_at__lt=oldest).delete()
        wake_table(campaign_id)


def stay(pages: Collection[str]) -> set[str]:
    """Note that pages are still open; return those that nobody knows (any more)."""
    known = Presence.objects.filter(page__in=pages)
    if known.update(seen_at=timezone.now()) == len(pages):
        return set()
    return set(pages) - set(known.values_list("page", flat=True))


def depart(page: str, campaign_id: int) -> None:
    """Note that a page was closed."""
    deleted, _ = Presence.objects.filter(page=page).delete()
    if deleted:
        wake_table(campaign_id)


def note_typing(campaign_id: int, seat_id: int, *, is_typing: bool) -> None:
    """Note that somebody writes, or has stopped."""
    pages = Presence.objects.filter(seat_id=seat_id)
    if is_typing:
        until = timezone.now() + timedelta(seconds=TYPING_FOR_S)
        said_just_now = until - timedelta(seconds=SAID_AGAIN_S)
        changed = pages.exclude(typing_until__gt=said_just_now).update(typing_until=until)
    else:
        changed = pages.filter(typing_until__isnull=False).update(typing_until=None)
    if changed:
        wake_table(campaign_id)


def seats_present(campaign_id: int) -> set[int]:
    """Return the seats somebody sits at."""
    return set(_fresh(campaign_id).values_list("seat_id", flat=True))


def present_and_typing(campaign_id: int) -> tuple[set[int], dict[int, datetime]]:
    """Return the seats somebody sits at, and until when somebody writes at which."""
    return around_tables([campaign_id])[campaign_id]


def around_tables(
    campaign_ids: Collection[int],
) -> defaultdict[int, tuple[set[int], dict[int, datetime]]]:
    """Return the same for many tables; nobody for a table that is not among them."""
    now = timezone.now()
    found: defaultdict[int, tuple[set[int], dict[int, datetime]]] = defaultdict(lambda: (set(), {}))
    rows = _all_fresh().filter(campaign_id__in=campaign_ids)
    for at, seat, until in rows.values_list("campaign_id", "seat_id", "typing_until"):
        here, typing = found[at]
        here.add(seat)
        if until and until > now:
            typing[seat] = until
    return found


def _all_fresh() -> QuerySet[Presence]:
    oldest = timezone.now() - timedelta(seconds=PRESENT_FOR_S)
    return Presence.objects.filter(seen_at__gt=oldest)


def _fresh(campaign_id: int) -> QuerySet[Presence]:
    return _all_fresh().filter(campaign_id=campaign_id)
