"""What changes campaigns and seats. The game itself is only ever changed by asking the brain."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from web_service.accounts.models import User
from web_service.campaigns.models import Campaign, Seat
from web_service.clients.brain import Brain
from web_service.clients.errors import GameRefusal

OWN_HERO = "own"
"""Stands for a hero that is still to be made, where a ready-made one could be chosen."""


def require_room(owner_id: int) -> None:
    """Raise GameRefusal for an account that owns as many campaigns as it may."""
    owned = Seat.objects.filter(user_id=owner_id, role=Seat.Role.OWNER).count()
    if owned >= settings.MAX_CAMPAIGNS:
        message = (
            f"You have {owned} campaigns, and {settings.MAX_CAMPAIGNS} is the most one account can have here. "
            "Delete one you no longer play; then there is room for a new one."
        )
        raise GameRefusal(message, "too_many_campaigns", {"most": settings.MAX_CAMPAIGNS})


def open_table(brain: Brain, owner: User, fields: dict[str, Any], hero: str) -> int:
    """Make a campaign, seat its owner and their hero; return the campaign's id. Raises GameRefusal when there is no room."""
    require_room(owner.pk)
    campaign_id = int(brain.create_campaign(**fields)["id"])
    try:
        seat = Seat.objects.create(campaign_id=campaign_id, user=owner, role=Seat.Role.OWNER)
    except DatabaseError:
        brain.delete_campaign(campaign_id)  # nobody could ever reach it
        raise
    if hero != OWN_HERO:
        seat_hero(brain, seat, hero)
    return campaign_id


def seat_hero(brain: Brain, seat: Seat, hero: str, name: str = "") -> None:
    """Give a seat a ready-made hero, under another name if one is given."""
    named = {"name": name} if name else {}
    answer = brain.add_character(seat.campaign_id, pregenerated=hero, **named)
    seat.character_id = character_id_in(answer)
    seat.save(update_fields=["character_id"])


def seat_built_hero(brain: Brain, seat: Seat, choices: dict[str, Any]) -> None:
    """Give a seat a hero that its player made. Raises GameRefusal with every problem."""
    answer = brain.add_character(seat.campaign_id, choices=choices)
    seat.character_id = character_id_in(answer)
    seat.save(update_fields=["character_id"])


def character_id_in(answer: dict[str, Any]) -> int | None:
    """Return the new character's number from the brain's answer."""
    found = answer.get("id", answer.get("character_id"))
    if found is None and str(answer.get("ref", "")).startswith("c"):
        found = str(answer["ref"])[1:]
    return int(found) if found is not None else None


def change_table(brain: Brain, campaign_id: int, changes: dict[str, Any]) -> None:
    """Change name, lines or veils."""
    brain.change_campaign(campaign_id, **changes)


def change_sampling(brain: Brain, campaign_id: int, numbers: dict[str, float | None]) -> None:
    """Change how a language model chooses its words; None is as the operator set it."""
    brain.change_campaign(campaign_id, sampling=numbers)


def close_table(brain: Brain, campaign_id: int) -> None:
    """Delete a campaign; its seats go with it."""
    close_old_connections()
    brain.delete_campaign(campaign_id)


def branch_table(brain: Brain, seat: Seat, after_turn: int, name: str) -> int:
    """Branch a campaign; everybody at the table gets a seat at the new one. Return its id.

    Raises GameRefusal when its owner has no room for another.
    """
    require_room(seat.user_id)
    new_id = int(brain.branch(seat.campaign_id, after_turn, name)["id"])
    heroes = {int(hero["id"]) for hero in Campaign.objects.get(pk=new_id).view.get("heroes", [])}
    for other in Seat.objects.filter(campaign_id=seat.campaign_id):
        role = Seat.Role.OWNER if other.user_id == seat.user_id else Seat.Role.PLAYER
        hero = other.character_id if other.character_id in heroes else None
        Seat.objects.create(campaign_id=new_id, user_id=other.user_id, character_id=hero, role=role)
    return new_id
