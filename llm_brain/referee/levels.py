"""Rising a level: who has the experience, and what each class gains up to level 3, with sensible choices made for them.

SRD 5.1, "Beyond 1st Level" and the classes' tables. What a feature does is its own module's.
"""

from llm_brain.ledger.creature import Creature, Sheet
from llm_brain.ledger.events.sheets import LevelGained
from llm_brain.referee.abilities import ability_modifier, proficiency_for_level
from llm_brain.referee.characters.growing import grown
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome

XP_FOR_LEVEL = (
    0, 300, 900, 2700, 6500, 14000, 23000, 34000, 48000, 64000,
    85000, 100000, 120000, 140000, 165000, 195000, 225000, 265000, 305000, 355000,
)  # fmt: skip
TOP_LEVEL = 3

# class -> level -> features; subclasses are the SRD's only ones
FEATURES: dict[str, dict[int, tuple[str, ...]]] = {
    "fighter": {2: ("Action Surge",), 3: ("Champion", "Improved Critical")},
    "rogue": {2: ("Cunning Action",), 3: ("Thief", "Fast Hands", "Second-Story Work")},
    "wizard": {2: ("School of Evocation", "Evocation Savant", "Sculpt Spells"), 3: ()},
    "cleric": {
        2: ("Channel Divinity", "Channel Divinity: Turn Undead", "Channel Divinity: Preserve Life"),
        3: (),
    },
    "ranger": {
        2: ("Fighting Style: Archery", "Spellcasting"),
        3: ("Hunter", "Hunter's Prey: Colossus Slayer", "Primeval Awareness"),
    },
    "bard": {
        2: ("Jack of All Trades", "Song of Rest"),
        3: ("Expertise", "College of Lore", "Bonus Proficiencies", "Cutting Words"),
    },
}
RESOURCES: dict[str, dict[int, dict[str, int]]] = {
    "fighter": {2: {"action surge": 1}},
    "cleric": {2: {"channel divinity": 1}},
}
# SRD 5.1, "Cleric", "Wizard": spell slots per spell level
SLOTS: dict[int, dict[int, int]] = {1: {1: 2}, 2: {1: 3}, 3: {1: 4, 2: 2}}
# SRD 5.1, "Ranger"
HALF_SLOTS: dict[int, dict[int, int]] = {2: {1: 2}, 3: {1: 3}}
# those who know their spells outright, and need not prepare them
LEARNED: dict[str, dict[int, tuple[str, ...]]] = {
    "ranger": {2: ("hunters-mark", "cure-wounds"), 3: ("fog-cloud",)},
    "bard": {2: ("thunderwave",), 3: ("shatter",)},
}
# SRD 5.1, "Bard": Expertise
EXPERTISE: dict[str, dict[int, tuple[str, ...]]] = {"bard": {3: ("persuasion", "performance")}}
# a wizard copies two spells a level into the book; the cleric's domain adds its own
BOOK: dict[int, tuple[str, ...]] = {
    2: ("thunderwave", "identify", "find-familiar", "fog-cloud"),
    3: ("scorching-ray", "misty-step", "mirror-image", "web"),
}
DOMAIN: dict[int, tuple[str, ...]] = {
    1: ("bless", "cure-wounds"),
    3: ("lesser-restoration", "spiritual-weapon"),
}
CLERIC_CHOICES: dict[int, tuple[str, ...]] = {
    2: ("command", "detect-magic", "inflict-wounds"),
    3: ("hold-person", "aid", "prayer-of-healing"),
}


def level_for(xp: int) -> int:
    """Return the level that so many experience points make, at most what this table plays."""
    return min(TOP_LEVEL, sum(xp >= needed for needed in XP_FOR_LEVEL))


def top_level(sheet: Sheet) -> int:
    """Return how far a hero can rise: a built one to the end of the classes' tables."""
    return len(XP_FOR_LEVEL) if sheet.choices else TOP_LEVEL


def earned(sheet: Sheet) -> int:
    """Return the level that a hero's experience makes."""
    return min(top_level(sheet), sum(sheet.xp >= needed for needed in XP_FOR_LEVEL))


def rise(out: Outcome, dice: Dice) -> None:
    """Raise every living hero who has earned it. Hit points are the fixed average, or rolled if a built hero chose so."""
    for hero in out.state.heroes:
        while True:
            now = out.creature(hero.ref)
            if now.sheet is None or now.is_dead or earned(now.sheet) <= now.sheet.level:
                break
            if now.sheet.choices:
                gained, rolls = grown(now, dice)
                for made in rolls:
                    out.rolled(made)
                out.add(gained)
            else:
                out.add(_gain(now, now.sheet))


def _gain(hero: Creature, sheet: Sheet) -> LevelGained:
    level = sheet.level + 1
    key = sheet.class_name.lower()
    features = FEATURES.get(key, {}).get(level, ())
    # SRD 5.1, "Hit Points and Hit Dice": the fixed value, half the die and one
    more = max(1, sheet.hit_die // 2 + 1 + ability_modifier(hero, "con"))
    more += "Dwarven Toughness" in sheet.features
    resources = RESOURCES.get(key, {}).get(level, {})
    bonus = proficiency_for_level(level)
    changes: dict[str, object] = {
        "level": level,
        "hit_dice_left": sheet.hit_dice_left + 1,
        "features": (*sheet.features, *features),
        "resources_max": {**sheet.resources_max, **resources},
        "resources_left": {**sheet.resources_left, **resources},
        "expertise": (*sheet.expertise, *EXPERTISE.get(key, {}).get(level, ())),
        **_spells(hero, sheet, level),
    }
    raised = sheet.model_copy(update=changes)
    gained = (*features, *_new(sheet.spells_known, raised.spells_known))
    gained = (*gained, *_new(sheet.spells_prepared, raised.spells_prepared))
    return LevelGained(
        ref=hero.ref,
        level=level,
        sheet=raised,
        # the new hit points are there at once, except for the fallen
        hp=hero.hp + more if hero.hp > 0 else 0,
        hp_max=hero.hp_max + more,
        proficiency_bonus=bonus,
        abilities=hero.abilities,
        gained=tuple(dict.fromkeys(gained)),
    )


def _new(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in after if key not in before)


def prepared_limit(hero: Creature, level: int) -> int:
    """Return how many spells can be prepared: the ability's modifier plus the level, at least one."""
    assert hero.sheet is not None
    ability = hero.sheet.spell_ability or "int"
    return max(1, ability_modifier(hero, ability) + level)


def _spells(hero: Creature, sheet: Sheet, level: int) -> dict[str, object]:
    key = sheet.class_name.lower()
    if key not in ("wizard", "cleric", *LEARNED):
        return {}
    slots = HALF_SLOTS[level] if key == "ranger" else SLOTS[level]
    left = {
        spell_level: sheet.slots_left.get(spell_level, 0)
        + count
        - sheet.slots_max.get(spell_level, 0)
        for spell_level, count in slots.items()
    }
    changes: dict[str, object] = {"slots_max": slots, "slots_left": left}
    if key in LEARNED:
        known = (*sheet.spells_known, *LEARNED[key][level])
        ability = sheet.spell_ability or "wis"
        return {
            **changes,
            "spell_ability": ability,
            "spells_known": known,
            "spells_prepared": known,
        }
    limit = prepared_limit(hero, level)
    if key == "wizard":
        learned = [s for s in BOOK[level] if s not in sheet.spells_known][:2]
        changes["spells_known"] = (*sheet.spells_known, *learned)
        prepared = (*sheet.spells_prepared, *learned[: limit - len(sheet.spells_prepared)])
        changes["spells_prepared"] = prepared
    else:
        always = tuple(s for at, keys in DOMAIN.items() if at <= level for s in keys)
        kept = tuple(s for s in sheet.spells_prepared if s not in always)
        chosen = [s for s in CLERIC_CHOICES[level] if s not in (*kept, *always)]
        changes["spells_prepared"] = (*always, *kept, *chosen[: limit - len(kept)])
    return changes
