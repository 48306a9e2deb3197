"""What changes the game: each asks the brain, with no database connection held meanwhile, for a telling can take minutes."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections

from web_service.campaigns.models import Campaign, Seat
from web_service.clients.brain import Brain

T = TypeVar("T")


def ask(call: Callable[[], T]) -> T:
    """Give the connection back to the pool, then ask."""
    close_old_connections()
    return call()


def take_turn(brain: Brain, seat: Seat, message: str, key: str) -> dict[str, Any]:
    """Have my character do something."""
    return ask(lambda: brain.take_turn(seat.campaign_id, message, key, seat.character_id))


def replace_fallen_hero(brain: Brain, seat: Seat, hero: str) -> None:
    """Go on with a new hero after all the others fell."""
    ask(lambda: brain.choose(seat.campaign_id, "new_hero", hero))
    heroes = Campaign.objects.get(pk=seat.campaign_id).view.get("heroes", [])
    living = [int(row["id"]) for row in heroes if not row.get("is_dead")]
    if living:
        seat.character_id = max(living)
        seat.save(update_fields=["character_id"])
