"""Classes and subclasses out of 5e-database JSON: hit die, training, the level table, features by level, subclass spells."""

import re
from pathlib import Path
from typing import Any

from llm_brain.referee.compiling.gear import chosen, given
from llm_brain.referee.compiling.source import Row, keys, offered, rows, skill, tools, training

# features of the source's tables that only say "something comes here", or that options stand for
PLACEHOLDERS = re.compile(
    r"feature$|^(Primal Path|Bard College|Divine Domain|Druid Circle|Martial Archetype|Monastic Tradition|"
    r"Sacred Oath|Ranger Archetype|Roguish Archetype|Sorcerous Origin|Otherworldly Patron|Arcane Tradition|"
    r"Ability Score Improvement|Expertise|Fighting Style|Additional Fighting Style|Metamagic|Pact Boon|"
    r"Eldritch Invocations|Favored Enemy.*|Natural Explorer.*|Hunter's Prey|Defensive Tactics|Multiattack|"
    r"Superior Hunter's Defense|Dragon Ancestor|Bonus Proficiencies|Mystic Arcanum.*|Channel Divinity|"
    r"Magical Secrets|Additional Magical Secrets)$"
)
# a feature that a later one of the same name only makes stronger is told once
USES = re.compile(r" \((?:\d+ uses?|\d/rest|d\d+|CR [^)]*|\d di(?:e|ce))\)$")
SUBCLASS_NAMES = {
    "berserker": "Path of the Berserker", "lore": "College of Lore", "life": "Life Domain",
    "land": "Circle of the Land", "champion": "Champion", "open-hand": "Way of the Open Hand",
    "devotion": "Oath of Devotion", "hunter": "Hunter", "thief": "Thief",
    "draconic": "Draconic Bloodline", "fiend": "The Fiend", "evocation": "School of Evocation",
}  # fmt: skip
# SRD 5.1, "Life Domain Spells": in the rules, not in the source
OMITTED_SPELLS = {("life", "7"): ("guardian-of-faith",)}
SUBCLASS_LEVELS = {"cleric": 1, "sorcerer": 1, "warlock": 1, "druid": 2, "wizard": 2}


def _named(level: Row, names: dict[str, str]) -> list[str]:
    found = []
    for feature in level["features"]:
        name = USES.sub("", names[feature["index"]])
        name = "Spellcasting" if name.startswith("Spellcasting:") else name
        if not PLACEHOLDERS.search(name):
            found.append(name)
    return found


def _level(level: Row, names: dict[str, str]) -> dict[str, Any]:
    casting = level.get("spellcasting", {})
    slots = {
        str(n): casting[f"spell_slots_level_{n}"]
        for n in range(1, 10)
        if casting.get(f"spell_slots_level_{n}")
    }
    numbers = {
        name: value
        for name, value in (level.get("class_specific") or {}).items()
        if isinstance(value, int | float) and not isinstance(value, bool) and value
    }
    row = {
        "features": _named(level, names),
        "cantrips": casting.get("cantrips_known", 0),
        "spells": casting.get("spells_known", 0),
        "slots": slots,
        "numbers": numbers,
    }
    return {name: value for name, value in row.items() if value}


def _multiclass(row: Row) -> dict[str, Any]:
    found = row["multi_classing"]
    needs = found.get("prerequisites", [])
    either = found.get("prerequisite_options", {}).get("from", {}).get("options", [])
    skills = [c for c in found.get("proficiency_choices", []) if _is_skills(c)]
    return {
        "all": {need["ability_score"]["index"]: need["minimum_score"] for need in needs},
        "any": {need["ability_score"]["index"]: need["minimum_score"] for need in either},
        "trained": training(keys(found.get("proficiencies", []))),
        "tools": tools(keys(found.get("proficiencies", []))),
        "skills": sum(choice["choose"] for choice in skills),
    }


def _is_skills(choice: Row) -> bool:
    return any(key.startswith("skill-") for key in offered(choice))


def _tool_choice(row: Row) -> dict[str, Any]:
    for choice in row["proficiency_choices"]:
        if not _is_skills(choice):
            return {"choose": choice["choose"], "options": offered(choice)}
    return {"choose": 0, "options": []}


def _subclass(row: Row, levels: list[Row], names: dict[str, str]) -> dict[str, Any]:
    mine = sorted(
        (one for one in levels if one.get("subclass", {}).get("index") == row["index"]),
        key=lambda one: int(one["level"]),
    )
    spells: dict[str, dict[str, list[str]]] = {}
    for spell in row.get("spells", []):
        needed = keys(spell["prerequisites"])
        level = needed[0].rsplit("-", 1)[1]
        land = needed[1].removeprefix("circle-of-the-land-") if len(needed) > 1 else ""
        spells.setdefault(land, {}).setdefault(level, []).append(spell["spell"]["index"])
    for (of, level), missing in OMITTED_SPELLS.items():
        if of == row["index"]:
            spells[""][level] += [spell for spell in missing if spell not in spells[""][level]]
    features = {str(one["level"]): _named(one, names) for one in mine}
    class_key = row["class"]["index"]
    return {
        "key": row["index"],
        "name": SUBCLASS_NAMES[row["index"]],
        "level": SUBCLASS_LEVELS.get(class_key, 3),
        "features": {level: found for level, found in features.items() if found},
        "spells": spells,
    }


def classes(folder: Path) -> dict[str, Any]:
    """Return the twelve classes with their subclasses."""
    names = {row["index"]: row["name"] for row in rows(folder, "Features")}
    levels = rows(folder, "Levels")
    subclasses = {row["class"]["index"]: row for row in rows(folder, "Subclasses")}
    found = {}
    for row in rows(folder, "Classes"):
        key = row["index"]
        own = sorted(
            (one for one in levels if one["class"]["index"] == key and "subclass" not in one),
            key=lambda one: int(one["level"]),
        )
        skills = next(choice for choice in row["proficiency_choices"] if _is_skills(choice))
        proficiencies = keys(row["proficiencies"])
        counts = [0, *(one["ability_score_bonuses"] for one in own)]
        found[key] = {
            "name": row["name"],
            "hit_die": row["hit_die"],
            "saves": keys(row["saving_throws"]),
            "trained": training(proficiencies),
            "tools": tools(proficiencies),
            "skills": {
                "choose": skills["choose"],
                "options": [skill(k) for k in offered(skills) if k.startswith("skill-")],
            },
            "tool_choice": _tool_choice(row),
            "multiclass": _multiclass(row),
            "spell_ability": row.get("spellcasting", {})
            .get("spellcasting_ability", {})
            .get("index"),
            "improvements": [n for n in range(1, 21) if counts[n] > counts[n - 1]],
            "levels": [_level(one, names) for one in own],
            "subclass": _subclass(subclasses[key], levels, names),
            "gear": given(row["starting_equipment"]),
            "gear_choices": chosen(row["starting_equipment_options"]),
        }
    return found
