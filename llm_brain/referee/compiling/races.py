"""Races, subraces and backgrounds out of 5e-database JSON: numbers, languages and the names of traits."""

from pathlib import Path
from typing import Any

from llm_brain.referee.compiling.gear import chosen, given
from llm_brain.referee.compiling.source import (
    Row,
    bonuses,
    keys,
    offered,
    rows,
    skill,
    tools,
    training,
)

CHOSEN_TRAITS = ("draconic-ancestry", "tool-proficiency", "extra-language", "high-elf-cantrip")


def _traits(listed: list[Row], traits: dict[str, Row]) -> dict[str, Any]:
    mine = [traits[key] for key in keys(listed)]
    proficiencies = [key for trait in mine for key in keys(trait.get("proficiencies", []))]
    skills = [skill(key) for key in proficiencies if key.startswith("skill-")]
    choices = [trait["proficiency_choices"] for trait in mine if "proficiency_choices" in trait]
    tool_choice = [c for c in choices if not offered(c)[0].startswith("skill-")]
    skill_choice = [c for c in choices if offered(c)[0].startswith("skill-")]
    return {
        "traits": [trait["name"] for trait in mine if trait["index"] not in CHOSEN_TRAITS],
        "darkvision_ft": 60 if "darkvision" in keys(listed) else 0,
        "skills": skills,
        "trained": training([k for k in proficiencies if not k.startswith("skill-")]),
        "tools": tools(proficiencies),
        "choose_skills": sum(c["choose"] for c in skill_choice),
        "choose_tools": tool_choice[0]["choose"] if tool_choice else 0,
        "tools_from": offered(tool_choice[0]) if tool_choice else [],
        "choose_languages": 1 if "extra-language" in keys(listed) else 0,
        "choose_cantrips": 1 if "high-elf-cantrip" in keys(listed) else 0,
    }


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}


def races(folder: Path) -> dict[str, Any]:
    """Return the nine races with their subraces and, for the dragonborn, the ancestries' damage."""
    traits = {row["index"]: row for row in rows(folder, "Traits")}
    below = rows(folder, "Subraces")
    found = {}
    for row in rows(folder, "Races"):
        own = _traits(row["traits"], traits)
        more = row.get("language_options", {}).get("choose", 0)
        options = row.get("ability_bonus_options", {})
        subraces = {
            sub["index"]: _filled(
                {
                    "name": sub["name"],
                    "abilities": bonuses(sub["ability_bonuses"]),
                    **_traits(sub["racial_traits"], traits),
                }
            )
            for sub in below
            if sub["race"]["index"] == row["index"]
        }
        ancestries = {
            trait["index"].removeprefix("draconic-ancestry-"): trait["trait_specific"][
                "damage_type"
            ]["index"]
            for trait in traits.values()
            if trait.get("parent", {}).get("index") == "draconic-ancestry"
            and "draconic-ancestry" in keys(row["traits"])
        }
        found[row["index"]] = _filled(
            {
                "name": row["name"],
                "speed_ft": row["speed"],
                "size": row["size"],
                "abilities": bonuses(row["ability_bonuses"]),
                "choose_abilities": options.get("choose", 0),
                "languages": keys(row["languages"]),
                **own,
                "choose_languages": more + own["choose_languages"],
                "subraces": subraces,
                "ancestries": ancestries,
            }
        )
    return found


def backgrounds(folder: Path) -> dict[str, Any]:
    """Return the SRD's backgrounds."""
    return {
        row["index"]: {
            "name": row["name"],
            "skills": [skill(key) for key in keys(row["starting_proficiencies"])],
            "choose_languages": row["language_options"]["choose"],
            "gear": given(row["starting_equipment"]),
            "gear_choices": chosen(row["starting_equipment_options"]),
            "coins_cp": row["starting_gold"]["quantity"] * 100,
            "feature": row["feature"]["name"],
        }
        for row in rows(folder, "Backgrounds")
    }
