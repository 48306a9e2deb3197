"""What changes the game: each asks the brain, with no database connection held meanwhile, for a telling can take minutes."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import campaign_of
from web_service.clients.brain import Brain
from web_service.clients.errors import GameConflict
from web_service.party.declarations import declare, not_your_turn, was_declared
from web_service.party.floor import floor_of
from web_service.party.gathering import play_when_free

T = TypeVar("T")


def ask(call: Callable[[], T]) -> T:
    """Give the connection back to the pool, then ask."""
    close_old_connections()
    return call()


def take_turn(brain: Brain, seat: Seat, message: str, key: str) -> dict[str, Any]:
    """Have my character do something: at once alone, in company as soon as the table is free.

    Raises GameConflict in a fight while another hero is up.
    """
    campaign_id, character_id = seat.campaign_id, seat.character_id
    if character_id is None or _is_alone_and_free(seat):
        return ask(lambda: brain.take_turn(campaign_id, message, key, character_id))
    if not was_declared(campaign_id, key):
        floor = floor_of(campaign_of(seat).view)
        if not floor.is_open_to(character_id):
            raise GameConflict(not_your_turn(floor)["error"]["message"], "not_your_turn")
    return play_when_free(brain, declare(seat, character_id, message, key))


def _is_alone_and_free(seat: Seat) -> bool:
    """Whether nobody else sits at the table, and no hero whom nobody plays is up in a fight."""
    others = Seat.objects.filter(campaign_id=seat.campaign_id).exclude(pk=seat.pk)
    here = Campaign.objects.filter(
        pk=seat.campaign_id, table_view__encounter__turn_of__startswith="c"
    )
    up = here.exclude(table_view__encounter__turn_of=f"c{seat.character_id}")
    return not others.exists() and not up.exists()


def replace_fallen_hero(
    brain: Brain, seat: Seat, hero: str, choices: dict[str, Any] | None = None
) -> None:
    """Go on with a new hero after all the others fell: a ready-made one, or one by choices."""
    ask(lambda: brain.choose(seat.campaign_id, "new_hero", hero, choices))
    heroes = Campaign.objects.get(pk=seat.campaign_id).view.get("heroes", [])
    living = [int(row["id"]) for row in heroes if not row.get("is_dead")]
    if living:
        seat.character_id = max(living)
        seat.save(update_fields=["character_id"])
