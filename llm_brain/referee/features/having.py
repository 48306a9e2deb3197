"""What somebody has of a class: levels, a number of its table, the die that grows with it. It looks, and changes nothing."""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.characters.tables import CLASSES


def level_in(creature: Creature, class_key: str) -> int:
    """Return the levels in a class, 0 for none."""
    return creature.sheet.level_in(class_key) if creature.sheet else 0


def number_of(creature: Creature, class_key: str, name: str, otherwise: float = 0) -> float:
    """Return a number of the class's table at the level somebody has in it."""
    level = level_in(creature, class_key)
    return CLASSES[class_key].at(level).numbers.get(name, otherwise) if level else otherwise


def save_dc(creature: Creature, ability: Ability) -> int:
    """Return what a save against somebody's feature must meet: 8, proficiency and the ability's modifier."""
    return 8 + creature.proficiency_bonus + ability_modifier(creature, ability)
