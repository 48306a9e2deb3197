"""Letting a hero hold whose player is away, so that no fight stands still for ever.

The owner's to do, after a pause; anybody's while the owner is away too.
"""

from typing import Any

from web_service.campaigns.models import Seat
from web_service.campaigns.selectors import campaign_of
from web_service.clients.brain import Brain
from web_service.clients.errors import GameConflict
from web_service.party.company import company_of
from web_service.party.declarations import declare
from web_service.party.gathering import play_when_free

WORDS = "I wait."


def let_hold(brain: Brain, seat: Seat, character_id: int, key: str) -> dict[str, Any]:
    """Have the hero who is up wait. Raises GameConflict when it is not their turn, not this player's to do, or too early."""
    campaign = campaign_of(seat)
    company = company_of(campaign, seat)
    if company.floor.character_id != character_id:
        raise GameConflict("It is not their turn any more.", "not_their_turn")
    if company.hold_in_s is None:
        raise GameConflict("That is the owner's to do, or their own.", "not_yours")
    if company.hold_in_s > 0:
        message = f"Give {company.floor.name} a moment more."
        raise GameConflict(message, "too_early", {"seconds": round(company.hold_in_s)})
    return play_when_free(brain, declare(seat, character_id, WORDS, key))
