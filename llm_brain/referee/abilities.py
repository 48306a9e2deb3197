"""The six abilities and the eighteen skills: their names, which skill rests on which ability, and the modifier.

It does not roll; `checks.py` does.
"""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.referee import modifiers

ABILITY_NAMES: dict[Ability, str] = {
    "str": "Strength",
    "dex": "Dexterity",
    "con": "Constitution",
    "int": "Intelligence",
    "wis": "Wisdom",
    "cha": "Charisma",
}

# SRD 5.1, "Using Each Ability"
SKILLS: dict[str, Ability] = {
    "acrobatics": "dex",
    "animal handling": "wis",
    "arcana": "int",
    "athletics": "str",
    "deception": "cha",
    "history": "int",
    "insight": "wis",
    "intimidation": "cha",
    "investigation": "int",
    "medicine": "wis",
    "nature": "int",
    "perception": "wis",
    "performance": "cha",
    "persuasion": "cha",
    "religion": "int",
    "sleight of hand": "dex",
    "stealth": "dex",
    "survival": "wis",
}


def score_modifier(score: int) -> int:
    """Return the modifier of an ability score. SRD 5.1, "Ability Scores and Modifiers"."""
    return (score - 10) // 2


def ability_score(creature: Creature, ability: Ability) -> int:
    """Return the score that counts now: drained, raised, or set by an item that knows no less."""
    score = creature.abilities[ability] + modifiers.total(creature, f"ability:{ability}")
    raised = modifiers.total(creature, f"ability_to_20:{ability}")
    score = max(score, min(20, score + raised))
    least = (int(value) for _, value in modifiers.values(creature, f"ability_least:{ability}"))
    return max(score, *least, score)


def ability_modifier(creature: Creature, ability: Ability) -> int:
    """Return a creature's modifier for an ability, drained strength and magic items included."""
    return score_modifier(max(1, ability_score(creature, ability)))


def ability_of(what: str) -> Ability:
    """Return the ability that a skill, a tool or an ability's own name is rolled with."""
    name = what.strip().lower()
    for ability, long_name in ABILITY_NAMES.items():
        if name in (ability, long_name.lower()):
            return ability
    return SKILLS.get(name, "dex" if "tools" in name else "int")


def proficiency_for_level(level: int) -> int:
    """Return the proficiency bonus of a character level, 1 to 20. SRD 5.1, "Beyond 1st Level"."""
    return 2 + (level - 1) // 4
