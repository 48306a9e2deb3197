"""Reading campaigns and seats. Whoever has no seat gets the same answer as for a campaign that does not exist."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from web_service.accounts.models import User
from web_service.campaigns.models import Campaign, Seat
from web_service.clients.brain import Brain
from web_service.clients.errors import ServiceError
from web_service.play.models import Turn


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A campaign as the shelf shows it."""

    campaign: Campaign
    is_owner: bool
    last_line: str
    hero_names: list[str]


def seat_at(user_id: int | None, campaign_id: int) -> Seat:
    """Return somebody's seat with its campaign. Raises Http404 without one."""
    if user_id is None:
        raise Http404
    seat = Seat.objects.filter(user_id=user_id, campaign_id=campaign_id).first()
    if seat is None:
        raise Http404
    return seat


def owned_seat(user_id: int | None, campaign_id: int) -> Seat:
    """Return an owner's seat. Raises Http404 for everybody else."""
    seat = seat_at(user_id, campaign_id)
    if not seat.is_owner:
        raise Http404
    return seat


def campaign_of(seat: Seat) -> Campaign:
    """Return the campaign of a seat. Raises Http404 when it has just been deleted."""
    campaign = Campaign.objects.filter(pk=seat.campaign_id).first()
    if campaign is None:
        raise Http404
    return campaign


@dataclass(frozen=True, slots=True)
class Sampling:
    """What counts where the campaign's numbers are left open, and a sentence when nobody uses any of them."""

    usual: dict[str, Any]
    note: str = ""


def sampling_now(brain: Brain, campaign_id: int) -> Sampling:
    """Ask the brain what it would tell with; it is not needed for the page."""
    try:
        found = brain.campaign(campaign_id).get("sampling")
    except ServiceError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("in_use"), dict):
        return Sampling({})
    return Sampling(found["in_use"], str(found.get("note") or ""))


def seats_of(campaign_id: int) -> QuerySet[Seat]:
    """Return everybody at a table, the owner first."""
    return (
        Seat.objects.filter(campaign_id=campaign_id).select_related("user").order_by("role", "id")
    )


def _last_line(narration: str | None) -> str:
    """Return the end of a telling, as one line."""
    lines = [line.strip() for line in (narration or "").splitlines() if line.strip()]
    if not lines:
        return ""
    words = lines[-1]
    return words if len(words) <= 160 else "…" + words[-160:].split(" ", 1)[-1]


def shelf(user: User) -> list[ShelfRow]:
    """Return somebody's campaigns, last played first."""
    last = Turn.objects.filter(campaign_id=OuterRef("campaign_id")).order_by("-turn_number")
    seats = (
        Seat.objects.filter(user=user)
        .select_related("campaign")
        .annotate(last_told=Subquery(last.values("dm_response")[:1]))
        .order_by("-campaign__updated_at")
    )
    return [
        ShelfRow(
            campaign=seat.campaign,
            is_owner=seat.is_owner,
            last_line=_last_line(seat.last_told),
            hero_names=[hero["name"] for hero in seat.campaign.view.get("heroes", [])],
        )
        for seat in seats
    ]
