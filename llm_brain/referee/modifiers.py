"""Reading the modifiers of effects: how much they add, which dice they roll, what they give advantage on.

The keys the referee understands are listed in `KEYS`; effects are written by spells, items, features and actions, and
features that are always there stand beside them (`features/standing.py`). Nothing is changed here.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Effect
from llm_brain.referee.features.standing import standing

# key -> what its value means; `x:y` keys are for one ability, skill, damage type or kind of attack only
KEYS = {
    "armor_class": "added to armor class",
    "armor_class_base": "armor class without armor before Dexterity",
    "armor_class_least": "armor class is at least this",
    "attack_rolls": "number or dice added to attack rolls",
    "ability_checks": "number or dice added to ability checks; `check:stealth` for one skill",
    "saving_throws": "number or dice added to saving throws; `saving_throws:dex` for one ability",
    "damage_bonus": "number or dice added to weapon damage; `damage_bonus:str_melee` for one kind of blow",
    "damage_halved": "Strength weapon damage is halved",
    "advantage": "`advantage:attack_rolls` (`…:str_melee`), `advantage:saving_throws`, `advantage:check:stealth` …",
    "disadvantage": "the same, worse",
    "attackers": "`attackers:advantage` or `attackers:disadvantage`: on attacks against the bearer",
    "bonus_attack": "a melee weapon attack may be made as a bonus action",
    "exhausts": "levels of exhaustion gained when the effect ends",
    "never_at_advantage": "no attack on the bearer has advantage",
    "magic_unarmed": "unarmed strikes count as magical; `magic_weapon` for weapons",
    "resistance": "`resistance:fire`, `resistance:all`; `immunity:…` likewise",
    "ability": "`ability:str`: added to the score",
    "speed_ft": "added to speed; `speed_percent` is what is left of it",
    "light": "radius of bright light shed, in feet",
    "each_turn": "damage dice at the start of the bearer's turns; `each_turn_type` its type",
    "no_healing": "hit points cannot be regained",
    "no_reactions": "reactions cannot be taken",
    "no_action": "no action can be taken",
    "area": "an area laid down: the key of its zone; `location` where it lies",
    "ability_least": "`ability_least:str`: the score is at least this; `ability_to_20:str` is added up to 20",
    "no_critical": "critical hits against the bearer are hits",
    "carries_lb": "pounds that weigh nothing to the bearer",
    "speed_least": "walking speed is at least this, whatever armor is worn",
    "trained": "`trained:longbow`, `trained:armor`: counts as proficient",
    "quiet_armor": "armor makes no noise and asks for no strength",
    "vulnerability": "`vulnerability:piercing`",
    "spell_dc": "added to the save DC of own spells",
    "no_surprise": "cannot be surprised",
    "hit_dice_twice": "hit dice heal double",
    "stabilises": "stable at the start of a turn at 0 hit points",
    "regains_hourly": "hit points regained in an hour",
    "succeeds": "`succeeds:dex`: a charge turns a failed save into a success, with the reaction",
    "unarmed": "damage dice of unarmed strikes; `magic_weapon` makes blows count as magical",
    "darkvision": "sees in the dark; `see_invisible` sees the invisible",
    "immunity": "see `resistance`",
    "check": "see `ability_checks`",
    "see_invisible": "see `darkvision`",
    "magic_weapon": "see `unarmed`",
    "ability_to_20": "see `ability_least`",
    "coating": "the key of a poison on the weapon in hand",
    "feather_fall": "takes no damage from falling",
}


def values(creature: Creature, key: str) -> Iterator[tuple[Effect, int | str | bool]]:
    """Yield each effect that has a modifier, with its value; a magic item in force counts as one."""
    for effect in (*creature.effects, *standing(creature)):
        if key in effect.modifiers:
            yield effect, effect.modifiers[key]
    for item in creature.items:
        if key in item.worn and creature.bears(item):
            given = Effect(name=item.name, source=creature.ref, modifiers=item.worn)
            yield given, item.worn[key]


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
