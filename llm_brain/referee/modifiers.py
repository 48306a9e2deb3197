"""Reading the modifiers of effects: how much they add, which dice they roll, what they give advantage on.

The keys the referee understands are listed in `KEYS`; effects are written by spells, items, features and actions.
Nothing is changed here.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Effect

# key -> what its value means; `x:y` keys are for one ability, skill, damage type or kind of attack only
KEYS = {
    "armor_class": "added to armor class",
    "armor_class_base": "armor class without armor before Dexterity",
    "armor_class_least": "armor class is at least this",
    "attack_rolls": "number or dice added to attack rolls",
    "ability_checks": "number or dice added to ability checks; `check:stealth` for one skill",
    "saving_throws": "number or dice added to saving throws; `saving_throws:dex` for one ability",
    "damage_bonus": "number or dice added to weapon damage",
    "damage_halved": "Strength weapon damage is halved",
    "advantage": "`advantage:attack_rolls`, `advantage:saving_throws`, `advantage:check:stealth` …",
    "disadvantage": "the same, worse",
    "attackers": "`attackers:advantage` or `attackers:disadvantage`: on attacks against the bearer",
    "resistance": "`resistance:fire`, `resistance:all`; `immunity:…` likewise",
    "ability": "`ability:str`: added to the score",
    "speed_ft": "added to speed; `speed_percent` is what is left of it",
    "light": "radius of bright light shed, in feet",
    "each_turn": "damage dice at the start of the bearer's turns; `each_turn_type` its type",
    "no_healing": "hit points cannot be regained",
    "no_reactions": "reactions cannot be taken",
    "no_action": "no action can be taken",
    "area": "an area laid down: the key of its zone; `location` where it lies",
}


def values(creature: Creature, key: str) -> Iterator[tuple[Effect, int | str | bool]]:
    """Yield each effect that has a modifier, with its value."""
    for effect in creature.effects:
        if key in effect.modifiers:
            yield effect, effect.modifiers[key]


def has(creature: Creature, key: str) -> bool:
    """Whether any effect has this modifier set."""
    return any(value not in (False, 0, "") for _, value in values(creature, key))


def total(creature: Creature, key: str) -> int:
    """Return the sum of a whole-number modifier over all effects."""
    return sum(int(value) for _, value in values(creature, key) if isinstance(value, int))


def numbers(creature: Creature, *keys: str) -> list[tuple[str, int]]:
    """Return the name and the amount of every flat modifier under these keys."""
    return [
        (effect.name, value)
        for key in keys
        for effect, value in values(creature, key)
        if isinstance(value, int) and not isinstance(value, bool)
    ]


def dice_of(creature: Creature, *keys: str) -> list[tuple[Effect, str]]:
    """Return every effect that adds dice under these keys; one of a name counts once (SRD 5.1, "Combining Magical Effects")."""
    found: dict[str, tuple[Effect, str]] = {}
    for key in keys:
        for effect, value in values(creature, key):
            if isinstance(value, str) and "d" in value:
                found.setdefault(effect.name, (effect, value))
    return list(found.values())


def named(creature: Creature, name: str) -> Effect | None:
    """Return the creature's effect of that name, if any."""
    return next((effect for effect in creature.effects if effect.name == name), None)
