"""A hero's sheet as it is read at a table: the view's numbers with the ones that follow from them.

Pure: a hero's part of the table view in, a sheet out. The arithmetic is the SRD's, the numbers are the ledger's.
"""

from dataclasses import dataclass
from typing import Any

ABILITIES = {
    "str": "Strength", "dex": "Dexterity", "con": "Constitution",
    "int": "Intelligence", "wis": "Wisdom", "cha": "Charisma",
}  # fmt: skip
SKILLS = {
    "Acrobatics": "dex", "Animal Handling": "wis", "Arcana": "int", "Athletics": "str",
    "Deception": "cha", "History": "int", "Insight": "wis", "Intimidation": "cha",
    "Investigation": "int", "Medicine": "wis", "Nature": "int", "Perception": "wis",
    "Performance": "cha", "Persuasion": "cha", "Religion": "int", "Sleight of Hand": "dex",
    "Stealth": "dex", "Survival": "wis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AbilityRow:
    """One ability with its modifier and saving throw."""

    name: str
    score: int
    modifier: str
    save: str
    is_proficient: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on a hero's sheet; `hero` is the table view's own part."""

    hero: dict[str, Any]
    abilities: list[AbilityRow]
    skills: list[tuple[str, str, bool]]
    slots: list[tuple[str, str]]
    resources: list[tuple[str, str]]
    coins: str


def signed(number: int) -> str:
    """Return a modifier as it is written: +3, −1."""
    return f"+{number}" if number >= 0 else f"−{-number}"


def modifier_of(score: int) -> int:
    """Return an ability's modifier. SRD 5.1, "Ability Scores and Modifiers"."""
    return (score - 10) // 2


def coins_in_words(coins_cp: int) -> str:
    """Return a purse in gold, silver and copper pieces. SRD 5.1, "Coinage"."""
    gold, rest = divmod(int(coins_cp), 100)
    silver, copper = divmod(rest, 10)
    parts = [(gold, "gp"), (silver, "sp"), (copper, "cp")]
    return ", ".join(f"{n} {coin}" for n, coin in parts if n) or "no coin"


def _abilities(hero: dict[str, Any], bonus: int) -> list[AbilityRow]:
    rows = []
    for key, name in ABILITIES.items():
        score = int(hero.get("abilities", {}).get(key, 10))
        is_proficient = key in hero.get("save_proficiencies", [])
        save = modifier_of(score) + (bonus if is_proficient else 0)
        rows.append(
            AbilityRow(name, score, signed(modifier_of(score)), signed(save), is_proficient)
        )
    return rows


def _skills(hero: dict[str, Any], bonus: int) -> list[tuple[str, str, bool]]:
    known = {str(skill).casefold().replace("_", " ") for skill in hero.get("skills", [])}
    doubled = {str(skill).casefold() for skill in hero.get("expertise", [])}
    rows = []
    for skill, ability in SKILLS.items():
        is_proficient = skill.casefold() in known
        base = modifier_of(int(hero.get("abilities", {}).get(ability, 10)))
        times = 2 if skill.casefold() in doubled else int(is_proficient)
        rows.append((skill, signed(base + bonus * times), is_proficient))
    return rows


def _left_of(counts: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, f"{count['left']} of {count['max']}") for name, count in counts.items()]


def sheet_of(hero: dict[str, Any]) -> Sheet:
    """Return the whole sheet of a hero in the table view."""
    bonus = int(hero.get("proficiency_bonus", 2))
    slots = [(f"Level {level}", left) for level, left in _left_of(hero.get("slots", {}))]
    return Sheet(
        hero=hero,
        abilities=_abilities(hero, bonus),
        skills=_skills(hero, bonus),
        slots=slots,
        resources=_left_of(hero.get("resources", {})),
        coins=coins_in_words(hero.get("coins_cp", 0)),
    )
