"""Blows given back as a reaction, and defences that a hunter learns. SRD 5.1, "Hunter": Giant Killer, Multiattack Defense.

"Path of the Berserker": Retaliation. `combat/attack.py` asks after every blow.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.referee.combat.choosing import best_melee
from llm_brain.referee.combat.economy import spend_reaction
from llm_brain.referee.combat.positions import current_ref, same_zone
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.senses import can_see

GIANT_KILLER, RETALIATION = "Hunter's Prey: Giant Killer", "Retaliation"
MULTIATTACK_DEFENSE = "Defensive Tactics: Multiattack Defense"
BIG = ("Large", "Huge", "Gargantuan")


def answer(out: Outcome, attacker: str, target: str, *, is_hit: bool) -> Strike | None:
    """Return the blow that somebody who was attacked strikes back with, its reaction paid; None for none."""
    hero, foe = out.creature(target), out.creature(attacker)
    if hero.sheet is None or foe.is_hero or hero.is_down or foe.is_down:
        return None
    slays = hero.has_feature(GIANT_KILLER) and foe.size in BIG
    avenges = hero.has_feature(RETALIATION) and is_hit
    beside = out.state.encounter is not None and same_zone(out.state, attacker, target)
    if not (slays or avenges) or not beside or not can_see(out.state, hero, foe):
        return None
    strike = best_melee(hero)
    if strike is None or not spend_reaction(out, target, "strike back"):
        return None
    return strike


def brace(out: Outcome, attacker: str, target: str) -> None:
    """Guard a hunter who was hit against further blows of that foe in this turn."""
    turn = current_ref(out.state)
    if not turn or not out.creature(target).has_feature(MULTIATTACK_DEFENSE):
        return
    gives: dict[str, int | str | bool] = {f"armor_class_against:{attacker}": 4}
    ends = Ends(turn_of=turn, turn_edge="end", encounter=True)
    braced = Effect(name="multiattack defense used", source=target, modifiers=gives, ends=ends)
    out.add(EffectGained(ref=target, effect=braced))
