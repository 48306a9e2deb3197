"""Reading what is written down and the story so far. Every query names its campaign; what is hidden is the owner's alone."""

from dataclasses import dataclass

from django.http import Http404

from web_service.campaigns.models import Seat
from web_service.lore.models import LoreEntry, Summary


@dataclass(frozen=True, slots=True)
class Shelf:
    """What somebody at a table may see of what is written down."""

    pins: list[LoreEntry]
    corrections: list[LoreEntry]
    lore: list[LoreEntry]
    people: list[LoreEntry]

    @property
    def parts(self) -> list[tuple[str, str, list[LoreEntry]]]:
        """Return the parts of the page: address, heading, entries."""
        return [
            ("pins", "Pinned memories", self.pins),
            ("corrections", "Set right", self.corrections),
            ("lore", "Lore", self.lore),
            ("people", "People from cards", self.people),
        ]


@dataclass(frozen=True, slots=True)
class StorySoFar:
    """The campaign so far, when a chapter is over, and its chapters."""

    campaign: Summary | None
    chapters: list[Summary]

    @property
    def previously(self) -> list[Summary]:
        """Return what to tell somebody who comes back: the campaign so far unless it is one chapter, and the last chapter."""
        last = self.chapters[-1:]
        closed = [chapter for chapter in self.chapters if not chapter.is_open]
        if last and last[0].is_open and last[0].last_turn - last[0].first_turn < 2 and closed:
            last = [closed[-1]]
        before = [self.campaign] if self.campaign and len(self.chapters) > 1 else []
        return [*before, *last]


def shelf_of(seat: Seat) -> Shelf:
    """Return what a seat may see."""
    rows = LoreEntry.objects.filter(campaign_id=seat.campaign_id).order_by("-priority", "id")
    if not seat.is_owner:
        rows = rows.filter(is_hidden=False)
    by_kind: dict[str, list[LoreEntry]] = {"pin": [], "correction": [], "lore": [], "person": []}
    for row in rows:
        by_kind[row.kind].append(row)
    return Shelf(by_kind["pin"], by_kind["correction"], by_kind["lore"], by_kind["person"])


def entry_at(seat: Seat, entry_id: int) -> LoreEntry:
    """Return an entry that a seat may change: the owner any, a player a pin of their own. Raises Http404."""
    entry = LoreEntry.objects.filter(campaign_id=seat.campaign_id, pk=entry_id).first()
    if entry is None or not may_change(seat, entry):
        raise Http404
    return entry


def may_change(seat: Seat, entry: LoreEntry) -> bool:
    """Whether a seat may change or delete an entry."""
    is_own_pin = entry.kind == "pin" and entry.author == seat.user.username and not entry.is_hidden
    return seat.is_owner or is_own_pin


def story_so_far(campaign_id: int) -> StorySoFar:
    """Return the story of a campaign in chapters."""
    rows = list(Summary.objects.filter(campaign_id=campaign_id).order_by("number"))
    so_far = next((row for row in rows if row.kind == "campaign"), None)
    return StorySoFar(so_far, [row for row in rows if row.kind == "chapter"])
