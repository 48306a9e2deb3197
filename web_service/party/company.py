"""The company at a table as one of them sees it: who is here, who writes, whose words wait, who has the floor.

A table where one person sits has no company, and nothing is read for it but who has the floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import seats_of
from web_service.party.declarations import waiting_at
from web_service.party.floor import Floor, floor_of
from web_service.party.models import Declaration
from web_service.party.presence import TYPING_FOR_S, present_and_typing
from web_service.play.models import Turn


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody at the table."""

    seat_id: int
    name: str
    hero: str
    character_id: int | None
    is_me: bool
    is_owner: bool
    is_here: bool
    is_typing: bool
    has_spoken: bool

    @property
    def state(self) -> str:
        """Return how it stands with them, in a word or two."""
        if self.has_spoken:
            return "has spoken"
        if self.is_typing:
            return "is writing"
        return "here" if self.is_here else "away"


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody at a table and what they wait for."""

    sitters: list[Sitter]
    waiting: list[tuple[str, str, bool]]
    """Words not played yet: whose, what, and whether they are one's own and can be taken back."""
    floor: Floor
    player_up: str
    is_my_floor: bool
    is_waiting: bool
    """Whether words of one's own wait."""
    hold_in_s: float | None
    """In how many seconds one may let the hero who is up hold; None for whoever may not."""
    has_fallen: bool
    """Whether one's own hero is dead, or no longer in the story, while others live."""
    typing_until: str
    """When the last of the others who write will have stopped, unless they go on."""

    @property
    def is_several(self) -> bool:
        """Whether more than one person sits here."""
        return len(self.sitters) > 1

    @property
    def waited_for(self) -> list[str]:
        """Return who is here with a hero and has not spoken, while somebody's words wait."""
        if not self.waiting:
            return []
        return [s.name for s in self.sitters if s.is_here and s.character_id and not s.has_spoken]

    def facts(self) -> dict[str, Any]:
        """Return what the page's scripts need to know of it."""
        return {
            "may_speak": self.is_my_floor,
            "is_waiting": self.is_waiting,
            "hold_in_s": self.hold_in_s,
            "typing_for_s": TYPING_FOR_S,
            "several": self.is_several,
        }


@dataclass(frozen=True, slots=True)
class Room:
    """What everybody at a table may see of one another: the same for all of them."""

    seats: list[Seat]
    waiting: list[Declaration]
    here: set[int]
    typing: dict[int, datetime]
    """Which seats write, and until when that holds unless they go on."""


def room_of(campaign_id: int, seats: Sequence[Seat] | None = None) -> Room:
    """Return who is at a table and what waits there; `seats` unless they must be read."""
    known = list(seats_of(campaign_id) if seats is None else seats)
    if len(known) < 2:
        return Room(known, [], set(), {})
    return Room(known, list(waiting_at(campaign_id)), *present_and_typing(campaign_id))


def _sitters(room: Room, me: Seat, view: dict[str, Any]) -> list[Sitter]:
    heroes = {int(hero["id"]): hero["name"] for hero in view.get("heroes", []) if "id" in hero}
    spoken = {row.seat_id for row in room.waiting}
    return [
        Sitter(
            seat_id=seat.pk,
            name=seat.user.username,
            hero=heroes.get(seat.character_id or 0, ""),
            character_id=seat.character_id,
            is_me=seat.pk == me.pk,
            is_owner=seat.is_owner,
            is_here=seat.pk in room.here or seat.pk == me.pk,
            is_typing=seat.pk in room.typing and seat.pk != me.pk,
            has_spoken=seat.pk in spoken,
        )
        for seat in room.seats
    ]


def _player_up(floor: Floor, sitters: list[Sitter]) -> Sitter | None:
    """Return who plays the hero who is up."""
    if floor.character_id is None:
        return None
    return next((s for s in sitters if s.character_id == floor.character_id), None)


def _hold_in_s(me: Seat, floor: Floor, sitters: list[Sitter]) -> float | None:
    """Return when this player may let the hero who is up hold: another's; only the owner may while the owner is here."""
    is_owner_here = any(s.is_owner and s.is_here for s in sitters)
    if floor.character_id in (None, me.character_id) or (is_owner_here and not me.is_owner):
        return None
    player_up = _player_up(floor, sitters)
    if player_up is None or not player_up.is_here:
        return 0.0
    told = Turn.objects.filter(campaign_id=me.campaign_id).order_by("-turn_number")
    last_told_at = told.values_list("told_at", flat=True).first()
    waited = timezone.now() - (last_told_at or timezone.now())
    return max(0.0, settings.HOLD_AFTER_S - waited.total_seconds())


def _has_fallen(view: dict[str, Any], character_id: int | None) -> bool:
    heroes = {hero.get("id"): bool(hero.get("is_dead")) for hero in view.get("heroes", [])}
    return character_id is not None and heroes.get(character_id, True) and not all(heroes.values())


def company_of(campaign: Campaign, me: Seat, room: Room | None = None) -> Company:
    """Return the company as somebody at the table sees it; `room` unless it must be read."""
    room = room or room_of(campaign.pk)
    sitters = _sitters(room, me, campaign.view)
    floor = floor_of(campaign.view)
    player_up = _player_up(floor, sitters)
    names = {s.seat_id: s.hero or s.name for s in sitters}
    said = [
        (names.get(row.seat_id, ""), row.message, row.seat_id == me.pk and row.batch is None)
        for row in room.waiting
    ]
    return Company(
        sitters=sitters,
        waiting=said[: settings.MAX_SEATS],
        floor=floor,
        player_up=player_up.name if player_up else "",
        is_my_floor=floor.is_open_to(me.character_id),
        is_waiting=any(row.seat_id == me.pk for row in room.waiting),
        hold_in_s=_hold_in_s(me, floor, sitters),
        has_fallen=_has_fallen(campaign.view, me.character_id),
        typing_until=str(max((t for seat, t in room.typing.items() if seat != me.pk), default="")),
    )
