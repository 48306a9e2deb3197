"""Beside the turns: people from character cards step into a world that has begun, one event each, when no turn is under way."""

import uuid

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.ledger.events.newcomers import PersonArrived
from llm_brain.lore.arriving import is_taken, newcomer
from llm_brain.store import campaign_leases, campaigns, lore_entries, projections
from llm_brain.turn import record


def bring_newcomers(brain: Brain, campaign_id: int) -> list[str] | None:
    """Bring whoever waits into a world that has begun; return their refs, None while a turn is under way."""
    if not brain.database.read(lambda held: lore_entries.people_waiting(held, campaign_id)):
        return []
    holder = f"newcomers/{uuid.uuid4().hex}"

    def bring(held: connection) -> list[str] | None:
        if not campaign_leases.take(held, campaign_id, holder, brain.settings.lease_s):
            return None
        refs = _brought(held, campaign_id)
        campaign_leases.give_back(held, campaign_id, holder)
        return refs

    return brain.database.run(bring)


def _brought(held: connection, campaign_id: int) -> list[str]:
    campaign = campaigns.get(held, campaign_id, lock=True)
    state = projections.load(held, campaign_id, campaign.world)
    if not state.locations or state.adventure.ended:
        return []
    refs: list[str] = []
    for entry in lore_entries.people_waiting(held, campaign_id):
        if is_taken(state, entry.title):
            continue
        somebody = newcomer(state, entry.title, entry.content, entry.person)
        arrived = PersonArrived(creature=somebody, because="brought by a character card")
        _, state = record.append(
            held, campaign_id, None, state, [arrived], last_turn=campaign.last_turn
        )
        lore_entries.set_ref(held, campaign_id, entry.id, somebody.ref)
        refs.append(somebody.ref)
    return refs
