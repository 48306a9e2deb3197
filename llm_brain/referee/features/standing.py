"""Features that are always there, as the modifiers they are: read beside the effects on a creature by every roll.

`modifiers.values` asks here, so that a feature counts wherever an effect with the same key would. Nothing is changed here.
"""

from functools import lru_cache

from llm_brain.ledger.creature import Creature, Effect

Modifiers = dict[str, int | str | bool]
# feature -> what it gives
STANDING: dict[str, Modifiers] = {
    # SRD 5.1, "Barbarian"
    "Danger Sense": {"advantage:saving_throws:dex": True},
    "Feral Instinct": {"advantage:initiative": True},
    # SRD 5.1, "Monk"
    "Ki Empowered Strikes": {"magic_unarmed": True},
    # SRD 5.1, "Paladin": who has an aura is in it
    "Aura of Courage": {"immunity:frightened": True},
    "Aura of Devotion": {"immunity:charmed": True},
    # SRD 5.1, "Hunter"
    "Defensive Tactics: Steel Will": {"advantage:save:frightened": True},
    # SRD 5.1, "Circle of the Land"
    "Nature's Ward": {"immunity:poison": True, "immunity:poisoned": True},
    # SRD 5.1, "Eldritch Invocations"
    "Eldritch Invocation: Devil's Sight": {"darkvision": True, "devils_sight": True},
    "Eldritch Invocation: Witch Sight": {"see_invisible": True},
    "Pact of the Blade": {"magic_weapon": True},
    # SRD 5.1, "Rogue", "Thief"
    "Elusive": {"never_at_advantage": True},
    "Supreme Sneak": {"advantage:check:stealth": True},
}
# what a condition takes away
UNLESS = {"Danger Sense": frozenset({"blinded", "deafened", "incapacitated"})}
# SRD 5.1, "Path of the Berserker": Mindless Rage
WHILE_RAGING: dict[str, Modifiers] = {
    "Mindless Rage": {"immunity:charmed": True, "immunity:frightened": True}
}


@lru_cache(maxsize=512)
def _of(features: tuple[str, ...], is_raging: bool) -> tuple[Effect, ...]:
    tables = (STANDING, WHILE_RAGING) if is_raging else (STANDING,)
    return tuple(
        Effect(name=name, modifiers=table[name])
        for table in tables
        for name in features
        if name in table
    )


def standing(creature: Creature) -> tuple[Effect, ...]:
    """Return what a hero's features give now."""
    if creature.sheet is None:
        return ()
    is_raging = any(effect.name == "rage" for effect in creature.effects)
    found = _of(creature.sheet.features, is_raging)
    if not creature.conditions:
        return found
    had = {condition.name for condition in creature.conditions}
    return tuple(effect for effect in found if not UNLESS.get(effect.name, frozenset()) & had)
