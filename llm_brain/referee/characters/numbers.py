"""The numbers that follow from a draft: hit points, spell slots, resources, speed, saves.

SRD 5.1, "Hit Points and Hit Dice", "Multiclassing": Spell Slots, the classes' tables.
"""

from llm_brain.ledger.creature import Ability
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.scores import modifier
from llm_brain.referee.characters.tables import CLASSES, ClassRow

FULL_CASTERS = ("bard", "cleric", "druid", "sorcerer", "wizard")
HALF_CASTERS = ("paladin", "ranger")
ENDLESS = 99
"""What stands for "unlimited" where a resource is counted."""


def hit_dice(draft: Draft) -> list[int]:
    """Return the hit die of every level, the first class's first."""
    return [row.hit_die for row, level in draft.classes for _ in range(level)]


def hit_points(draft: Draft) -> int:
    """Return the hit points: the whole first die, then the average or the roll, at least 1 a level."""
    dice, con = hit_dice(draft), modifier(draft, "con")
    rolled = draft.rolls.hit_points if draft.choices.hit_points == "rolled" else ()
    total = 0
    for n, die in enumerate(dice):
        share = die if n == 0 else rolled[n - 1] if n <= len(rolled) else die // 2 + 1
        total += max(1, share + con)
    # SRD 5.1, "Hill Dwarf": Dwarven Toughness; "Draconic Bloodline": Draconic Resilience
    if any("Dwarven Toughness" in lineage.traits for lineage in draft.lineages):
        total += draft.level
    return total + draft.level_in("sorcerer")


def pact_slots(draft: Draft) -> dict[int, int]:
    """Return the slots of a warlock's pact."""
    level = draft.level_in("warlock")
    return dict(CLASSES["warlock"].at(level).slots) if level else {}


def spell_slots(draft: Draft) -> dict[int, int]:
    """Return the slots by spell level; several casting classes share the multiclass table, a pact adds its own."""
    casters = [(row, n) for row, n in draft.classes if row.key in (*FULL_CASTERS, *HALF_CASTERS)]
    casting = [(row, n) for row, n in casters if row.at(n).slots]
    slots: dict[int, int] = {}
    if len(casting) == 1:
        row, level = casting[0]
        slots = dict(row.at(level).slots)
    elif casting:
        together = sum(n if row.key in FULL_CASTERS else n // 2 for row, n in casting)
        slots = dict(CLASSES["wizard"].at(min(20, max(1, together))).slots)
    for level, count in pact_slots(draft).items():
        slots[level] = slots.get(level, 0) + count
    return dict(sorted(slots.items()))


def spell_ability(draft: Draft) -> Ability | None:
    """Return the ability of the class with most casting levels, else of a race that has a cantrip."""
    casters = [(n, row.spell_ability) for row, n in draft.classes if row.at(n).slots]
    casters += [(0, row.spell_ability) for row, n in draft.classes if row.at(n).cantrips]
    if casters:
        return max(casters, key=lambda one: one[0])[1]
    if draft.race and draft.race.key == "tiefling":
        return "cha"
    return "int" if draft.picked("race.cantrip") else None


def saves(draft: Draft) -> tuple[Ability, ...]:
    """Return the saving throws one is proficient in: the first class's, and what features add."""
    found: list[Ability] = list(draft.first_class.saves) if draft.first_class else []
    if draft.level_in("monk") >= 14:  # SRD 5.1, "Monk": Diamond Soul
        found = ["str", "dex", "con", "int", "wis", "cha"]
    if draft.level_in("rogue") >= 15 and "wis" not in found:  # "Rogue": Slippery Mind
        found.append("wis")
    return tuple(found)


def speed_ft(draft: Draft, *, wears_heavy: bool, is_unarmored: bool) -> int:
    """Return the speed; monks and barbarians are faster without the armor that slows them."""
    speed = draft.race.speed_ft if draft.race else 30
    if draft.level_in("barbarian") >= 5 and not wears_heavy:
        speed += 10
    monk = draft.level_in("monk")
    if monk and is_unarmored:
        speed += int(CLASSES["monk"].at(monk).numbers.get("unarmored_movement", 0))
    return speed


def resources(draft: Draft) -> dict[str, int]:
    """Return how often what is counted can be used."""
    found: dict[str, int] = {}
    for row, level in draft.classes:
        found |= _of_class(draft, row, level)
    traits = [trait for lineage in draft.lineages for trait in lineage.traits]
    found |= {
        name.lower(): 1 for name in ("Breath Weapon", "Relentless Endurance") if name in traits
    }
    return {name: count for name, count in found.items() if count > 0}


def _of_class(draft: Draft, row: ClassRow, level: int) -> dict[str, int]:
    number = {name: int(value) for name, value in row.at(level).numbers.items()}
    charisma = modifier(draft, "cha")
    tables: dict[str, dict[str, int]] = {
        "barbarian": {"rage": min(ENDLESS, number.get("rage_count", 0))},
        "bard": {"bardic inspiration": max(1, charisma)},
        "cleric": {"channel divinity": number.get("channel_divinity_charges", 0)},
        "druid": {"wild shape": 2 * (level >= 2), "natural recovery": int(level >= 2)},
        "fighter": {
            "second wind": 1,
            "action surge": number.get("action_surges", 0),
            "indomitable": number.get("indomitable_uses", 0),
        },
        "monk": {"ki": number.get("ki_points", 0), "wholeness of body": int(level >= 6)},
        "paladin": {
            "lay on hands": 5 * level,
            "divine sense": max(1, 1 + charisma),
            "oath's channel divinity": int(level >= 3),
        },
        "sorcerer": {"sorcery points": number.get("sorcery_points", 0)},
        "warlock": {"dark one's own luck": int(level >= 6)},
        "wizard": {"arcane recovery": 1},
    }
    return tables.get(row.key, {})
