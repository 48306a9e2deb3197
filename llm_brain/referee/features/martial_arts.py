"""Martial arts: which blows they are for, and the die and ability those are struck with. SRD 5.1, "Monk": Martial Arts."""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.equipment import Equipment
from llm_brain.referee.features.having import level_in
from llm_brain.referee.proficiency import has_shield, wielded, worn_armor

# monk level -> the die; the last one reached counts
DICE = {1: 4, 5: 6, 11: 8, 17: 10}


def is_monk_weapon(entry: Equipment) -> bool:
    """Whether a weapon is a shortsword, or a simple melee weapon neither two-handed nor heavy."""
    weapon = entry.weapon
    if weapon is None or weapon.kind != "melee":
        return False
    is_handy = not weapon.has("two-handed") and not weapon.has("heavy")
    return entry.key == "shortsword" or (weapon.category == "simple" and is_handy)


def practises(creature: Creature) -> bool:
    """Whether martial arts work now: unarmored, without a shield, nothing but monk weapons in hand."""
    if not creature.has_feature("Martial Arts"):
        return False
    is_bare = worn_armor(creature) is None and not has_shield(creature)
    return is_bare and all(is_monk_weapon(entry) for entry in wielded(creature))


def die_sides(creature: Creature) -> int:
    """Return the sides of the martial arts die."""
    level = max(1, level_in(creature, "monk"))
    return DICE[max(at for at in DICE if at <= level)]


def better_ability(creature: Creature) -> Ability:
    """Return the better of Strength and Dexterity."""
    return "dex" if ability_modifier(creature, "dex") > ability_modifier(creature, "str") else "str"


def bigger_die(creature: Creature, dice: str) -> str:
    """Return the weapon's die or the martial arts die, whichever has more sides."""
    count, _, sides = dice.partition("d")
    mine = die_sides(creature)
    return f"1d{mine}" if not sides or (count == "1" and int(sides) < mine) else dice
