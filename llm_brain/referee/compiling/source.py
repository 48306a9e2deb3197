"""Reading a folder of 5e-database JSON: rows by index, and the small shapes that many of its files share.

It keeps names and numbers; the prose of the source is left where it is.
"""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]

# how the source writes a weapon somebody is trained with -> the key on the price list
WEAPONS = {"hand-crossbows": "crossbow-hand", "crossbows-light": "crossbow-light"}


def rows(folder: Path, name: str) -> list[Row]:
    """Return the rows of one file of the source."""
    found: list[Row] = json.loads((folder / f"5e-SRD-{name}.json").read_text(encoding="utf-8"))
    return found


def keys(references: list[Row]) -> list[str]:
    """Return the indexes of a list of references."""
    return [row["index"] for row in references]


def bonuses(references: list[Row]) -> dict[str, int]:
    """Return ability bonuses by ability."""
    return {row["ability_score"]["index"]: row["bonus"] for row in references}


def skill(key: str) -> str:
    """Return a skill as the referee writes it: "skill-animal-handling" is "animal handling"."""
    return key.removeprefix("skill-").replace("-", " ")


def offered(options: Row) -> list[str]:
    """Return the indexes that a choice among references offers, nested choices taken together."""
    found: list[str] = []
    for option in options["from"].get("options", []):
        if option["option_type"] == "choice":
            found += offered(option["choice"])
        else:
            found.append(option["item"]["index"])
    return found


def training(references: list[str]) -> list[str]:
    """Return armor and weapons as the referee writes them: light, shield, simple, longsword …"""
    found: list[str] = []
    for key in references:
        if key == "all-armor":
            found += ["light", "medium", "heavy"]
        elif key == "shields":
            found.append("shield")
        elif key.endswith(("-armor", "-weapons")):
            found.append(key.rsplit("-", 1)[0])
        elif not key.startswith("saving-throw") and "tools" not in key and "kit" not in key:
            found.append(WEAPONS.get(key, key.removesuffix("s") if key != "staffs" else key))
    return found


def tools(references: list[str]) -> list[str]:
    """Return the tools among proficiencies."""
    return [key for key in references if "tools" in key or key.endswith(("-kit", "-supplies"))]
