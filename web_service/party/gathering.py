"""From words that wait to a turn: whoever waits for an answer looks whether the table is free, and plays what has gathered.

Runs in a thread and holds no database connection while it waits or asks.
"""

import logging
import time
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from web_service.clients.brain import TURN_S, Brain, get_brain
from web_service.clients.errors import (
    BrainTooSlow,
    GameConflict,
    GameNotFound,
    GameRefusal,
    ServiceAway,
    ServiceError,
    ServiceFailed,
    TurnInFlight,
)
from web_service.party import declarations
from web_service.party.declarations import Batch
from web_service.party.models import Declaration

logger = logging.getLogger(__name__)

ERRORS: dict[int, type[ServiceError]] = {
    404: GameNotFound,
    409: GameConflict,
    422: GameRefusal,
    502: ServiceFailed,
}
LOOK_AGAIN_S = 0.1
LOOK_RARELY_S = 0.5
"""How often to look once the window must be over: then a telling is under way."""
BUSY_PAUSE_S = 0.4
TELLING_PAUSE_S = 3.0
AWAY_PAUSE_S = 2.0
TURN_IDS = ("turn_id", "turn_number", "status")

Json = dict[str, Any]


class TakenBack(GameConflict):
    """The words were taken back, or their seat is gone."""

    code = "taken_back"


def play_when_free(brain: Brain, declared: Declaration, patience_s: float = TURN_S) -> Json:
    """Return what came of somebody's words once they are played, by us or by another who waits at this table.

    Raises ServiceError as the brain does, TakenBack.
    """
    began_at = time.monotonic()
    while (waited_s := time.monotonic() - began_at) < patience_s:
        play_waiting(brain, declared.campaign_id)
        is_known, outcome = declarations.outcome_of(declared.pk)
        if outcome is not None:
            return _answer(outcome)
        if not is_known:
            raise TakenBack("What you said was taken back.")
        close_old_connections()
        is_gathering = waited_s < settings.TURN_WINDOW_S + 1
        time.sleep(LOOK_AGAIN_S if is_gathering else LOOK_RARELY_S)
    raise BrainTooSlow("The table is busy. What you said is kept, and its turn will come.")


def play_waiting(brain: Brain, campaign_id: int) -> None:
    """Play what waits at a table, if it is free. Raises ServiceAway; the words stay."""
    batch = declarations.take(campaign_id)
    if batch is not None:
        close_old_connections()
        _play(brain, batch)


def play_left_behind(campaign_id: int) -> None:
    """Play words whose sender and gatherer are both gone."""
    try:
        play_waiting(get_brain(), campaign_id)
    except ServiceAway as away:
        logger.warning("words wait at table %s: %s", campaign_id, away)


def _play(brain: Brain, batch: Batch) -> None:
    first, *others = batch.declarations
    together = [{"message": row.message, "character_id": row.character_id} for row in others]
    try:
        answer = brain.take_turn(
            batch.campaign_id, first.message, batch.key, first.character_id, together
        )
    except TurnInFlight as busy:
        is_unheard = busy.code == "turn_in_flight"
        pause_s = BUSY_PAUSE_S if is_unheard else TELLING_PAUSE_S
        declarations.give_back(batch, is_unheard=is_unheard, pause_s=pause_s)
    except ServiceAway:
        declarations.give_back(batch, is_unheard=False, pause_s=AWAY_PAUSE_S)
        raise
    except (GameConflict, GameRefusal, GameNotFound, ServiceFailed) as refused:
        if others:
            declarations.part(batch)
        else:
            error = {"code": refused.code, "status": refused.status, "message": str(refused)}
            declarations.settle(batch.declarations, {"error": error})
    else:
        kept: Json = {key: answer[key] for key in TURN_IDS if key in answer}
        declarations.settle(batch.declarations, kept)


def _answer(outcome: Json) -> Json:
    """Return a turn's ids. Raises what the game refused them with."""
    error = outcome.get("error")
    if error is None:
        return outcome
    raise ERRORS.get(error["status"], GameConflict)(error["message"], error["code"])
