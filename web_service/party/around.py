"""What one open page is told of the company: itself noted as present, and the others shown whenever something changed.

One per stream. A table where one person plays one hero costs it nothing.
"""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from web_service.campaigns.models import Campaign, Seat
from web_service.party import presence
from web_service.party.company import Room, company_of
from web_service.party.declarations import is_left_behind

BEAT_S = 10.0
"""How often a page says again that it is open."""


@dataclass(slots=True)
class Around:
    """What a page knows of the others, and the others of it."""

    page: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    is_known: bool = False
    """Whether the others were told that this page is open."""
    has_left_behind: bool = False
    """Whether words wait here that nobody takes care of."""
    _beat_at: float = 0.0
    _shown: int | None = None
    """A hash of what the page shows: the pages are many."""
    _changes_at: float | None = None
    """When what is shown changes by itself."""

    @property
    def is_due(self) -> bool:
        """Whether it must be looked at again though nothing happened."""
        return self._changes_at is not None and time.monotonic() >= self._changes_at

    def beat(self, campaign_id: int, seat_id: int) -> None:
        """Say that the page is open, when it has not been said lately."""
        if time.monotonic() - self._beat_at < BEAT_S and self.is_known:
            return
        if not self.is_known or presence.stay([self.page]):
            presence.arrive(self.page, campaign_id, seat_id)
        self.was_noted()

    def was_noted(self) -> None:
        """Know that the others were told just now that the page is open."""
        self._beat_at = time.monotonic()
        self.is_known = True

    def news(self, campaign: Campaign, seat: Seat, room: Room) -> list[dict[str, Any]]:
        """Return the company as it stands when it is not as the page shows it."""
        is_company = len(room.seats) > 1
        if not (is_company or len(campaign.view.get("heroes", [])) > 1 or self._shown):
            return []
        company = company_of(campaign, seat, room)
        hold_in_s = company.hold_in_s
        self._changes_at = time.monotonic() + hold_in_s if hold_in_s else None
        self.has_left_behind = bool(company.waiting) and is_left_behind(campaign.pk)
        context = {"company": company, "campaign": campaign, "seat": seat}
        html = render_to_string("party/parts/around.html", context)
        shown = hash(html + company.typing_until)
        if shown == self._shown:
            return []
        self._shown = shown
        return [{"kind": "company", "html": html, **company.facts()}]

    def depart(self, campaign_id: int) -> None:
        """Note that the page was closed."""
        presence.depart(self.page, campaign_id)
