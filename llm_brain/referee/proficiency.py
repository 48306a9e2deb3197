"""Who is trained with which armor and weapons, what they wear and wield, and what armor makes harder.

It knows classes and races only as far as their training goes. SRD 5.1, "Armor", "Weapons", the classes' "Proficiencies".
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.referee import modifiers
from llm_brain.referee.equipment import Armor, Equipment, Weapon, equipment, is_known

ARMOR_TRAINING: dict[str, frozenset[str]] = {
    "fighter": frozenset({"light", "medium", "heavy", "shield"}),
    "cleric": frozenset({"light", "medium", "shield"}),
    "rogue": frozenset({"light"}),
    "wizard": frozenset(),
    "ranger": frozenset({"light", "medium", "shield"}),
    "bard": frozenset({"light"}),
}
WEAPON_TRAINING: dict[str, frozenset[str]] = {
    "fighter": frozenset({"simple", "martial"}),
    "cleric": frozenset({"simple"}),
    "rogue": frozenset({"simple", "crossbow-hand", "longsword", "rapier", "shortsword"}),
    "wizard": frozenset({"dagger", "dart", "sling", "quarterstaff", "crossbow-light"}),
    "ranger": frozenset({"simple", "martial"}),
    "bard": frozenset({"simple", "crossbow-hand", "longsword", "rapier", "shortsword"}),
}
# SRD 5.1, "College of Lore": Bonus Proficiencies, chosen for the ready-made bard
LORE_SKILLS = frozenset({"arcana", "history", "investigation"})
RACIAL_WEAPONS: dict[str, frozenset[str]] = {
    "dwarf": frozenset({"battleaxe", "handaxe", "light-hammer", "warhammer"}),
    "elf": frozenset({"longsword", "shortsword", "shortbow", "longbow"}),
}


def entry_of(item: Item) -> Equipment | None:
    """Return what the price list says of a carried thing, or None for the adventure's own."""
    return equipment(item.key) if is_known(item.key) else None


def worn_armor(creature: Creature) -> tuple[Equipment, Armor] | None:
    """Return the body armor that is worn."""
    for item in creature.items:
        entry = entry_of(item) if item.is_equipped else None
        if entry and entry.armor and entry.armor.category != "shield":
            return entry, entry.armor
    return None


def has_shield(creature: Creature) -> bool:
    """Whether a shield is on the arm."""
    return any(
        (entry := entry_of(item)) is not None
        and entry.armor is not None
        and entry.armor.category == "shield"
        for item in creature.items
        if item.is_equipped
    )


def wielded(creature: Creature) -> list[Equipment]:
    """Return the weapons in hand, as listed."""
    found = []
    for item in creature.items:
        entry = entry_of(item) if item.is_equipped else None
        if entry and entry.weapon:
            found.extend([entry] * item.quantity)
    return found


def is_trained_in_armor(creature: Creature, category: str) -> bool:
    """Whether a hero's class trains them in a kind of armor; others wear what they have."""
    if creature.sheet is None or modifiers.has(creature, "trained:armor"):
        return True
    if creature.sheet.classes:
        return category in creature.sheet.trained
    # SRD 5.1, "Life Domain": Bonus Proficiency
    if category == "heavy" and "Life Domain" in creature.sheet.features:
        return True
    return category in ARMOR_TRAINING.get(creature.sheet.class_name.lower(), frozenset())


def is_trained_with(creature: Creature, key: str, weapon: Weapon) -> bool:
    """Whether a hero adds proficiency to attacks with a weapon."""
    sheet = creature.sheet
    if sheet is None or modifiers.has(creature, f"trained:{key}"):
        return True
    if sheet.classes:
        return weapon.category in sheet.trained or key in sheet.trained
    race = next((r for r in RACIAL_WEAPONS if r in sheet.race.lower()), "")
    known = WEAPON_TRAINING.get(sheet.class_name.lower(), frozenset({"simple"}))
    known |= RACIAL_WEAPONS.get(race, frozenset()) if "half" not in sheet.race.lower() else set()
    return weapon.category in known or key in known


def is_proficient_in(creature: Creature, skill: str) -> bool:
    """Whether a creature adds its proficiency bonus to a skill."""
    features = creature.sheet.features if creature.sheet else ()
    return skill in creature.skills or ("Bonus Proficiencies" in features and skill in LORE_SKILLS)


def armor_hinders(creature: Creature) -> bool:
    """Whether armor or a shield is worn without training. SRD 5.1, "Armor Proficiency"."""
    worn = worn_armor(creature)
    if worn and not is_trained_in_armor(creature, worn[1].category):
        return True
    return has_shield(creature) and not is_trained_in_armor(creature, "shield")


def is_noisy(creature: Creature) -> bool:
    """Whether what is worn makes stealth harder."""
    worn = worn_armor(creature)
    if modifiers.has(creature, "quiet_armor"):
        return False
    return worn is not None and worn[1].stealth_disadvantage
