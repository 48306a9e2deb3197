"""Stop is a call of its own: it ends a telling at its last released sentence and waits until that is committed."""

import time

from llm_brain.brain import Brain
from llm_brain.errors import TurnInFlight
from llm_brain.turn.replay import turn_row

PATIENCE_S = 10.0
LOOK_S = 0.02


def stop(brain: Brain, campaign_id: int, turn_number: int) -> None:
    """Stop the telling of a turn; a turn already told stays as it is. Raises TurnNotFound, TurnInFlight."""
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        row = brain.database.run(lambda held: turn_row(held, campaign_id, turn_number))
        if row.status != "resolved":
            return
        brain.leases.stop(campaign_id)
        if time.monotonic() > give_up_at:
            raise TurnInFlight(campaign_id=campaign_id)
        time.sleep(LOOK_S)
