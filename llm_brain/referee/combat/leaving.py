"""Leaving a fight by a way out: the blows it costs, and then the world's own move.

SRD 5.1, "Opportunity Attacks". The party leaves together; whoever lies there is dragged along.
"""

from llm_brain.ledger.events.fights import Fled
from llm_brain.ledger.world import Exit
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import movement_left, stand_up
from llm_brain.referee.combat.movement import require_free
from llm_brain.referee.combat.opportunity import provoke
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

LEAVING_FT = 15


def way_meant(out: Outcome, action: Action) -> Exit | None:
    """Return the way out an action names, or, for "run" and the like, the first that is open."""
    place = out.state.here
    if place is None:
        return None
    kind, _, key = (action.target_ref or "").partition(":")
    if kind == "exit":
        return next((e for e in place.exits if e.to == key and not e.is_hidden), None)
    words = action.text.lower()
    if any(word in words for word in ("flee", "run away", "escape", "leave", "get out")):
        return next((e for e in place.exits if not e.is_hidden and not e.is_locked), None)
    return None


def leave(out: Outcome, way: Exit, ref: str, dice: Dice) -> bool:
    """Get everybody to the way out; False when the one who leads is felled. Raises Refusal when it cannot be done."""
    if way.is_locked and not any(
        i.key == way.key_item for h in out.state.heroes for i in h.items if way.key_item
    ):
        raise Refusal("locked", f"{way.name} is locked. There is no way out there.")
    require_free(out.state, ref)
    stand_up(out, ref)
    if movement_left(out.state, ref) < LEAVING_FT:
        reason = f"It takes {LEAVING_FT} feet of movement to get out; Dash or wait a turn."
        raise Refusal("no_movement_left", reason)
    for hero in out.state.heroes:
        if combatant_of(out.state, hero.ref) and not out.creature(hero.ref).is_down:
            provoke(out, hero.ref, dice)
    if is_incapacitated(out.creature(ref)):
        return False
    out.add(Fled(ref=ref, to=way.to))
    return True
