"""Reactions to a blow that come by themselves, while there is a reaction left: halving it, catching it, spoiling its aim.

SRD 5.1, "Rogue": Uncanny Dodge; "Monk": Deflect Missiles; "Fighting Style": Protection.
"""

from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.rolls import Part
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.combat.economy import spend_reaction
from llm_brain.referee.combat.positions import same_zone
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.having import level_in
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import has_shield
from llm_brain.referee.senses import can_see
from llm_brain.referee.vantage import Tally

DODGES = ("Uncanny Dodge", "Superior Hunter's Defense: Uncanny Dodge")
PROTECTION = "Fighting Style: Protection"


def dodges_half(out: Outcome, attacker: str, target: str) -> bool:
    """Whether the target halves a hit by an attacker they see."""
    creature = out.creature(target)
    if not any(creature.has_feature(name) for name in DODGES) or attacker == target:
        return False
    if not can_see(out.state, creature, out.creature(attacker)):
        return False
    if not spend_reaction(out, target, "uncanny dodge"):
        return False
    out.add(Remarked(by=target, what="Uncanny Dodge", kind="feature"))
    return True


def caught(out: Outcome, target: str, strike: Strike, dice: Dice) -> int:
    """Return how much of a missile's damage the target catches, 0 for none."""
    monk = out.creature(target)
    if not monk.has_feature("Deflect Missiles") or strike.kind != "ranged" or strike.is_spell:
        return 0
    if not spend_reaction(out, target, "deflect missiles"):
        return 0
    parts = [
        Part(label="Dexterity", value=ability_modifier(monk, "dex")),
        Part(label="monk level", value=level_in(monk, "monk")),
    ]
    made = out.rolled(roll(dice, "Deflect Missiles", "1d10", parts=parts, roller=target))
    return max(0, made.total)


def spoil_aim(out: Outcome, attacker: str, target: str, tally: Tally) -> None:
    """Let a companion's shield come between, where the attack has no disadvantage yet."""
    if not out.creature(target).is_hero or out.creature(attacker).is_hero or tally.against_it:
        return
    for friend in out.state.heroes:
        if friend.ref == target or not friend.has_feature(PROTECTION) or not has_shield(friend):
            continue
        beside = out.state.encounter is not None and same_zone(out.state, friend.ref, target)
        if not beside or not can_see(out.state, friend, out.creature(attacker)):
            continue
        if spend_reaction(out, friend.ref, "protection"):
            tally.disadvantage("Protection")
            return
