"""A failed save made good by a charge of something worn. SRD 5.1, "Ring of Evasion"."""

from llm_brain.ledger.creature import Ability
from llm_brain.ledger.events.fights import ActionSpent
from llm_brain.ledger.events.magic import ChargesChanged
from llm_brain.referee.conditions import can_react
from llm_brain.referee.outcome import Outcome


def succeeds_by_item(out: Outcome, ref: str, ability: Ability) -> bool:
    """Whether a charge and the reaction turn a failed save into a success."""
    creature = out.creature(ref)
    for item in creature.items:
        left = item.charges_max * item.quantity - item.charges_spent
        if f"succeeds:{ability}" not in item.worn or not creature.bears(item) or left < 1:
            continue
        fight = out.state.encounter
        place = fight.combatant(ref) if fight else None
        if not can_react(creature) or (place is not None and not place.has_reaction):
            continue
        if place is not None:
            out.add(ActionSpent(ref=ref, what="reaction", on=item.name))
        spent = item.charges_spent + 1
        because = "a save made good"
        used = ChargesChanged(
            ref=ref, key=item.key, name=item.name, spent=spent, left=left - 1, because=because
        )
        out.add(used)
        return True
    return False
