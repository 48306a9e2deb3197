"""What happens to seats and the heroes at them: leave, hand over, take up, remove, let hold.

A seat that is gone takes its presence, its waiting words and its whispers along; the hero stays at the table, free for others.
"""

from django.db import transaction
from django.http import Http404

from web_service.campaigns.invitations import take_back_invitations
from web_service.campaigns.models import Campaign, Seat
from web_service.clients.errors import GameConflict
from web_service.party.declarations import waiting_at
from web_service.party.notices import wake_table


def other_seat(seat: Seat, seat_id: int) -> Seat:
    """Return another seat at the same table. Raises Http404."""
    found = Seat.objects.filter(campaign_id=seat.campaign_id, pk=seat_id).exclude(pk=seat.pk)
    other = found.select_related("user").first()
    if other is None:
        raise Http404
    return other


def leave(seat: Seat) -> None:
    """Give up a seat. Raises GameConflict for the owner, without whom there is no table."""
    if seat.is_owner:
        message = "This table is yours. Delete the campaign if you do not want it any more."
        raise GameConflict(message, "owner_stays")
    seat.delete()
    wake_table(seat.campaign_id)


def remove(owner: Seat, seat_id: int) -> str:
    """Take somebody's seat away, and every invitation with it; return their name."""
    other = other_seat(owner, seat_id)
    name = other.user.username
    with transaction.atomic():
        other.delete()
        take_back_invitations(owner.campaign_id)
        wake_table(owner.campaign_id)
    return name


def free_heroes(campaign: Campaign) -> list[tuple[int, str]]:
    """Return the living heroes nobody plays, by number and name."""
    played = set(
        Seat.objects.filter(campaign_id=campaign.pk).values_list("character_id", flat=True)
    )
    heroes = campaign.view.get("heroes", [])
    return [
        (int(hero["id"]), hero["name"])
        for hero in heroes
        if int(hero["id"]) not in played and not hero.get("is_dead")
    ]


def needs_hero(campaign: Campaign, seat: Seat) -> bool:
    """Whether somebody plays no hero, or one who is dead or not in this story any more."""
    heroes = campaign.view.get("heroes", [])
    return seat.character_id not in [int(h["id"]) for h in heroes if not h.get("is_dead")]


def take_up(seat: Seat, campaign: Campaign, character_id: int) -> None:
    """Play a hero nobody plays. Raises GameConflict when somebody does, or when the seat has a living one."""
    with transaction.atomic():
        list(Seat.objects.filter(campaign_id=campaign.pk).select_for_update())
        seat.refresh_from_db()
        is_free = character_id in [number for number, _ in free_heroes(campaign)]
        if not needs_hero(campaign, seat) or not is_free:
            raise GameConflict("That hero is not free any more. Choose another.", "hero_not_free")
        Seat.objects.filter(pk=seat.pk).update(character_id=character_id)
        wake_table(campaign.pk)


def hand_over(seat: Seat, seat_id: int) -> str:
    """Give my hero to another seat; what they played comes back in exchange. Return the new player's name.

    Raises GameConflict without a hero, or while words of either wait to be played.
    """
    with transaction.atomic():
        list(Seat.objects.filter(campaign_id=seat.campaign_id).select_for_update())
        seat.refresh_from_db()
        other = other_seat(seat, seat_id)
        if seat.character_id is None:
            raise GameConflict("You have no hero to hand over.", "no_hero")
        waiting = waiting_at(seat.campaign_id).filter(seat__in=[seat.pk, other.pk])
        if waiting.exists():
            message = "Words of yours or theirs still wait to be played. Hand over after that."
            raise GameConflict(message, "already_spoken")
        mine, theirs = seat.character_id, other.character_id
        Seat.objects.filter(pk=seat.pk).update(character_id=theirs)
        Seat.objects.filter(pk=other.pk).update(character_id=mine)
        wake_table(seat.campaign_id)
    return other.user.username
