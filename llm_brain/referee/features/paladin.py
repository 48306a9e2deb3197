"""What a paladin can do besides: lay on hands. SRD 5.1, "Paladin".

As many points as are asked for, else as many as are missing and left.
"""

from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

POOL = "lay on hands"
TOUCH_FT = 5


def lay_on_hands(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Heal a creature in reach out of the pool."""
    spend_resource(out, ref, POOL, check_only=True)
    paladin = out.creature(ref)
    assert paladin.sheet is not None
    meant = action.recipient_ref or action.target_ref
    target = out.creature(meant if meant in out.state.creatures and meant else ref)
    if target.location != paladin.location or target.is_dead:
        raise Refusal("not_here", f"{target.name} cannot be healed here.")
    if target.type in ("undead", "construct"):
        raise Refusal("no_effect", "Lay on Hands does nothing for undead and constructs.")
    if target.ref != ref and distance_ft(out.state, ref, target.ref) > TOUCH_FT:
        raise Refusal("out_of_reach", f"{target.name} is out of reach. Move beside them first.")
    missing = target.hp_max - target.hp
    if missing <= 0:
        raise Refusal("not_hurt", f"{target.name} is not hurt.")
    left = paladin.sheet.resources_left[POOL]
    share = min(left, missing, action.quantity or missing)
    spend_action(out, ref, POOL)
    out.add(ResourceChanged(ref=ref, resource=POOL, left=left - share, because="used"))
    restore(out, target.ref, share, by=ref, source="Lay on Hands")
