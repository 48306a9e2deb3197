"""Reactions to somebody moving: opportunity attacks on leaving, and the readied blow on coming.

SRD 5.1, "Opportunity Attacks", "Ready".
"""

from llm_brain.ledger.events.bodies import EffectLost
from llm_brain.referee import modifiers
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.choosing import best_melee, readied_strike
from llm_brain.referee.combat.economy import spend_reaction
from llm_brain.referee.combat.positions import combatant_of, enemies_of, in_fight, same_zone
from llm_brain.referee.conditions import can_react
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.senses import can_see
from llm_brain.referee.vantage import Tally


def provoke(out: Outcome, ref: str, dice: Dice) -> None:
    """Let everybody who can strike at somebody leaving their reach."""
    # SRD 5.1, "Giant Owl": Flyby
    if modifiers.named(out.creature(ref), "disengaging") or has_trait(out.creature(ref), "flyby"):
        return
    for other in enemies_of(out.state, ref):
        if not same_zone(out.state, ref, other) or out.creature(ref).is_down:
            continue
        creature = out.creature(other)
        combatant = combatant_of(out.state, other)
        sees = can_see(out.state, creature, out.creature(ref))
        if not can_react(creature) or not sees or (combatant and combatant.is_surprised):
            continue
        if _is_charmed_by(out, other, ref):
            continue
        strike = best_melee(creature)
        if strike is not None and spend_reaction(out, other, "opportunity attack"):
            tally = Tally()
            # SRD 5.1, "Hunter": Escape the Horde
            if out.creature(ref).has_feature("Defensive Tactics: Escape the Horde"):
                tally.disadvantage("Escape the Horde")
            strike_at(out, other, ref, strike, dice, is_opportunity=True, tally=tally)


def _is_charmed_by(out: Outcome, ref: str, by: str) -> bool:
    return any(c.name == "charmed" and c.source == by for c in out.creature(ref).conditions)


def spring_readied(out: Outcome, ref: str, dice: Dice) -> None:
    """Let whoever readied an attack strike at somebody who has come near or acts."""
    for other in list(out.state.creatures):
        effect = modifiers.named(out.creature(other), "readied")
        if (
            effect is None
            or not in_fight(out.state, other)
            or ref not in enemies_of(out.state, other)
        ):
            continue
        if effect.modifiers.get("target") not in (None, "", ref) or out.creature(ref).is_down:
            continue
        strike = readied_strike(out.state, other, ref)
        if strike is None or not can_see(out.state, out.creature(other), out.creature(ref)):
            continue
        if spend_reaction(out, other, "readied attack"):
            out.add(EffectLost(ref=other, name="readied", source=other, because="sprung"))
            strike_at(out, other, ref, strike, dice)
