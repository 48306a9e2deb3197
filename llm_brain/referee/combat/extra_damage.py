"""Dice that traits and features add to a hit: sneak attack, a hunter's mark and prey, martial advantage.

Most are once a turn; a spent one is noted as an effect that ends with the turn. SRD 5.1, "Rogue", "Hunter" and the stat blocks.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.bestiary import Charge, DamageDice, block_of, has_trait
from llm_brain.referee.combat.odds import ally_beside
from llm_brain.referee.combat.positions import combatant_of, current_ref
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Vantage
from llm_brain.referee.features.ranger import (
    COLOSSUS_DICE,
    hunting_dice,
    slays_colossi,
    slays_foes,
)
from llm_brain.referee.magic_items import MAGIC_ITEMS, split_key
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft


def sneak_dice(creature: Creature) -> str:
    """Return a rogue's sneak attack dice by level, a spy's by its block, or nothing."""
    if creature.sheet and "Sneak Attack" in creature.sheet.features:
        return f"{(creature.sheet.level_in('rogue') + 1) // 2}d6"
    return trait_dice(creature, "sneak_attack")


def trait_dice(creature: Creature, trait: str) -> str:
    """Return the dice of a stat block's trait, or nothing when it has none."""
    block = block_of(creature)
    return block.trait_dice.get(trait, "2d6") if block and trait in block.traits else ""


def _charge_dice(out: Outcome, ref: str, strike: Strike) -> str:
    """Return what a charge adds to this hit. SRD 5.1, the stat blocks' "Charge"."""
    charge = charging(out.state, ref, strike)
    return charge.damage if charge and charge.damage and once(out, ref, "charge") else ""


def charging(state: State, ref: str, strike: Strike) -> Charge | None:
    """Return the charge a blow is struck with: on one's own turn, after running far enough."""
    block, place = block_of(state.creatures[ref]), combatant_of(state, ref)
    if block is None or block.charge is None or place is None or current_ref(state) != ref:
        return None
    attack = block.attack(block.charge.attack)
    ran = speed_ft(state, ref) - place.movement_left_ft
    is_meant = attack is not None and attack.name == strike.name
    return block.charge if is_meant and ran >= block.charge.run_ft else None


def extra_dice(
    out: Outcome, attacker: str, target: str, strike: Strike, vantage: Vantage
) -> list[str]:
    """Return the dice a hit gets on top, and note that they are used."""
    creature, victim = out.creature(attacker), out.creature(target)
    found: list[str] = []
    beside = ally_beside(out.state, creature, victim)
    sneak = sneak_dice(creature)
    fits = strike.is_finesse or strike.kind == "ranged" or creature.sheet is None
    opening = vantage == "advantage" or (beside and vantage != "disadvantage")
    if sneak and fits and opening and not strike.is_spell and once(out, attacker, "sneak attack"):
        found.append(sneak)
    weapon = not strike.is_spell
    if (
        has_trait(creature, "martial_advantage")
        and beside
        and weapon
        and once(out, attacker, "martial advantage")
    ):
        found.append(trait_dice(creature, "martial_advantage"))
    if charged := _charge_dice(out, attacker, strike):
        found.append(charged)
    if weapon:
        found += hunting_dice(creature, victim)
    if weapon and slays_colossi(creature, victim) and once(out, attacker, "colossus slayer"):
        found.append(COLOSSUS_DICE)
    if weapon and slays_foes(creature, victim) and once(out, attacker, "foe slayer"):
        found.append(str(ability_modifier(creature, "wis")))
    place = combatant_of(out.state, target)
    encounter = out.state.encounter
    surprised = place is not None and place.is_surprised and encounter and encounter.round == 1
    if (
        has_trait(creature, "surprise_attack")
        and surprised
        and once(out, attacker, "surprise attack")
    ):
        found.append(trait_dice(creature, "surprise_attack"))
    return found


def enchanted_dice(
    creature: Creature, victim: Creature, strike: Strike, *, is_critical: bool
) -> list[DamageDice]:
    """Return what a magic weapon adds to this hit. SRD 5.1, "Magic Items A-Z"."""
    magic = MAGIC_ITEMS.get(split_key(strike.item)[1]) if strike.is_enchanted else None
    kind = strike.damage[0].type if strike.damage else "piercing"
    found = []
    for extra in magic.extra if magic else ():
        of_kind = victim.type.split(" ")[0]
        fits = (not extra.against or of_kind in extra.against) and of_kind not in extra.not_against
        fits = fits and (is_critical or not extra.critical)
        fits = fits and (strike.is_thrown or not extra.when_thrown)
        if fits and (not extra.when or modifiers.named(creature, extra.when)):
            found.append(DamageDice(dice=extra.dice, type=extra.type or kind))
    return found


def once(out: Outcome, ref: str, name: str) -> bool:
    """Use something up that works once a turn; False when it was used this turn already."""
    spent = f"{name} used"
    if modifiers.named(out.creature(ref), spent):
        return False
    turn = current_ref(out.state)
    if turn:
        ends = Ends(turn_of=turn, turn_edge="end", encounter=True)
        out.add(EffectGained(ref=ref, effect=Effect(name=spent, source=ref, ends=ends)))
    return True
