"""How the reference words numbers: keys from names, damage, saves, areas, durations, conditions.

It finds numbers and names in a sentence and keeps nothing else of it.
"""

import re
from typing import Any

Row = dict[str, Any]
_DICE = r"\d+d\d+(?: ?[+\-−] ?\d+)?"
DAMAGE = re.compile(rf"(\d+)(?: \(({_DICE})\))? (\w+)(?: or \w+)? damage")
SAVE = re.compile(
    r"(?:DC (\d+) (Strength|Dexterity|Constitution|Intelligence|Wisdom|Charisma))", re.IGNORECASE
)
LASTS = re.compile(r"for (\d+) (minute|hour|day)s?")
_CONDITION = re.compile(
    r"\b(prone|poisoned|paralyzed|stunned|frightened|blinded|charmed|unconscious|restrained|petrified)\b"
)
_KINDS = (
    "undead", "construct", "humanoid", "elf", "fey", "demon", "aberration", "giant", "beast", "elemental",
)  # fmt: skip
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}


def bare(name: str) -> str:
    """Return a name without what stands in brackets behind it."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def key_of(name: str) -> str:
    """Return the key of a name: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", bare(name).lower().replace("'", "").replace("’", "")).strip(
        "-"
    )


def feet(text: str | int) -> int:
    """Return the feet of "40 ft."; 0 when there are none."""
    found = re.search(r"\d+", str(text))
    return int(found[0]) if found else 0


def dice_of(found: re.Match[str]) -> Row:
    """Return one share of damage found in a sentence."""
    dice = (found[2] or found[1]).replace(" ", "").replace("−", "-")
    return {"dice": dice, "type": found[3].lower()}


def save_of(text: str) -> Row:
    """Return the first save a sentence asks for, or nothing."""
    found = SAVE.search(text)
    return {"save": found[2][:3].lower(), "dc": int(found[1])} if found else {}


def minutes_of(text: str) -> int:
    """Return for how many minutes something lasts; 0 when it is not said so."""
    found = LASTS.search(text)
    return int(found[1]) * _MINUTES[found[2]] if found else 0


def conditions_of(text: str) -> list[str]:
    """Return the SRD conditions a sentence names, in its order."""
    return list(dict.fromkeys(_CONDITION.findall(text.replace("asleep", "unconscious"))))


def kinds_of(text: str) -> list[str]:
    """Return the creature types a sentence names."""
    return [kind for kind in _KINDS if re.search(rf"\b{kind}s?\b", text.lower())]


def slim(row: Row) -> Row:
    """Return a row without what is empty anyway."""
    return {key: value for key, value in row.items() if value not in (0, "", None, [], {}, False)}
