"""Armor class from what is worn, known and cast. SRD 5.1, "Armor Class".

The ledger holds a creature's armor class from gear alone; `armor_class` adds what effects give at the moment of an attack.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.proficiency import has_shield, worn_armor


def armor_class_from_gear(creature: Creature) -> int:
    """Return a hero's armor class from armor, shield and fighting style."""
    if creature.sheet is None:
        return creature.armor_class
    dexterity = ability_modifier(creature, "dex")
    worn = worn_armor(creature)
    total = 10 + dexterity
    if worn is None:
        total = max(total, *_unarmored(creature, dexterity))
    else:
        armor = worn[1]
        # heavy armor neither lets Dexterity add nor lets it take away
        total = armor.base + (min(dexterity, armor.dex_cap) if armor.dex_cap else 0)
        total += "Fighting Style: Defense" in creature.sheet.features
    return total + (2 if has_shield(creature) else 0)


def _unarmored(creature: Creature, dexterity: int) -> tuple[int, int, int]:
    """SRD 5.1, "Barbarian", "Monk": Unarmored Defense; "Draconic Bloodline": Draconic Resilience."""
    features = creature.sheet.features if creature.sheet else ()
    tough = "Unarmored Defense: Constitution" in features
    wise = "Unarmored Defense: Wisdom" in features and not has_shield(creature)
    return (
        10 + dexterity + (ability_modifier(creature, "con") if tough else 0),
        10 + dexterity + (ability_modifier(creature, "wis") if wise else 0),
        (13 if "Draconic Resilience" in features else 10) + dexterity,
    )


def armor_class_with(creature: Creature, items: tuple[Item, ...]) -> int:
    """Return the armor class a hero would have with other things on."""
    return armor_class_from_gear(creature.model_copy(update={"items": items}))


def armor_class(creature: Creature, against: str = "") -> int:
    """Return the number an attack must meet now, spells, items and cover included; `against` is the attack's kind."""
    base = creature.armor_class
    for _, value in modifiers.values(creature, "armor_class_base"):
        if creature.sheet is None or worn_armor(creature) is None:
            shield = 2 if creature.sheet and has_shield(creature) else 0
            base = max(base, int(value) + ability_modifier(creature, "dex") + shield)
    total = base + modifiers.total(creature, "armor_class")
    if against:
        total += modifiers.total(creature, f"armor_class:{against}")
    if worn_armor(creature) is None and not has_shield(creature):
        total += modifiers.total(creature, "armor_class:unarmored")
    least = max((int(v) for _, v in modifiers.values(creature, "armor_class_least")), default=0)
    return max(total, least)
