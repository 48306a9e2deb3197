"""`python -m llm_brain.referee.compiling.characters FOLDER`: writes `data/characters/*.json` from 5e-database JSON.

Names and numbers only. What a class's options are called comes from its features; what they do is the referee's.
"""

import json
import sys
from pathlib import Path
from typing import Any

from llm_brain.referee.catalogue import DATA
from llm_brain.referee.compiling.classes import classes
from llm_brain.referee.compiling.races import backgrounds, races
from llm_brain.referee.compiling.source import Row, keys, rows

CATEGORIES = (
    "simple-weapons", "simple-melee-weapons", "martial-weapons", "martial-melee-weapons",
    "musical-instruments", "artisans-tools", "holy-symbols", "arcane-foci", "druidic-foci",
)  # fmt: skip
OPTIONS = {
    "circle-of-the-land": "lands",
    "hunters-prey": "hunters_prey",
    "defensive-tactics": "defensive_tactics",
    "multiattack": "multiattack",
    "superior-hunters-defense": "superior_defense",
    "metamagic-1": "metamagic",
    "pact-boon": "pact_boons",
}


def _needs(feature: Row) -> dict[str, Any]:
    needs: dict[str, Any] = {}
    for need in feature.get("prerequisites", []):
        kind = need["type"]
        needs[kind] = need["level"] if kind == "level" else need[kind].rsplit("/", 1)[1]
    return needs


def options(folder: Path) -> dict[str, Any]:
    """Return what can be chosen within classes, by the kind of choice."""
    found: dict[str, Any] = {kind: {} for kind in OPTIONS.values()}
    found |= {"fighting_styles": {}, "invocations": {}, "ancestors": {}}
    for feature in rows(folder, "Features"):
        name = feature["name"].rsplit(": ", 1)[-1]
        parent = feature.get("parent", {}).get("index", "")
        key = name.lower().replace(" ", "-").replace("'", "")
        if parent.endswith("fighting-style"):
            style = found["fighting_styles"].setdefault(key, {"name": name, "classes": []})
            style["classes"].append(feature["class"]["index"])
        elif parent == "eldritch-invocations":
            found["invocations"][key] = {"name": name, **_needs(feature)}
        elif parent == "dragon-ancestor":
            colour, damage = name.removesuffix(" Damage").split(" - ")
            found["ancestors"][colour.lower()] = {"name": colour, "damage": damage.lower()}
        elif parent in OPTIONS:
            found[OPTIONS[parent]][key] = {"name": name}
        elif feature["index"].startswith("metamagic-") and ":" in feature["name"]:
            found["metamagic"][key] = {"name": name}
    return {
        kind: {"rows": {key: {"key": key, **row} for key, row in listed.items()}}
        for kind, listed in found.items()
    }


def spells(folder: Path) -> dict[str, Any]:
    """Return who can learn which spell."""
    return {
        row["index"]: {
            "name": row["name"],
            "level": row["level"],
            "classes": keys(row["classes"]),
            **({"ritual": True} if row["ritual"] else {}),
        }
        for row in rows(folder, "Spells")
    }


def languages(folder: Path) -> dict[str, Any]:
    """Return the languages, standard and exotic."""
    return {
        row["index"]: {"name": row["name"], "is_exotic": row["type"] == "Exotic"}
        for row in rows(folder, "Languages")
    }


def tools(folder: Path) -> dict[str, Any]:
    """Return tools, instruments and gaming sets that one can be trained with."""
    kinds = ("Artisan's Tools", "Musical Instruments", "Gaming Sets", "Other")
    return {
        row["index"]: {"name": row["name"], "kind": row["type"]}
        for row in rows(folder, "Proficiencies")
        if row["type"] in kinds
    }


def categories(folder: Path) -> dict[str, Any]:
    """Return which things a category of equipment holds."""
    return {
        row["index"]: {"keys": keys(row["equipment"])}
        for row in rows(folder, "Equipment-Categories")
        if row["index"] in CATEGORIES
    }


PARTS = {
    "races": races,
    "backgrounds": backgrounds,
    "classes": classes,
    "options": options,
    "spells": spells,
    "languages": languages,
    "tools": tools,
    "categories": categories,
}


def compiled(folder: Path) -> dict[str, str]:
    """Return every file's text by its name."""
    return {name: written(make(folder)) for name, make in PARTS.items()}


def written(table: dict[str, Any]) -> str:
    """Return a table as it is kept: one row a line."""
    lines = [f"{json.dumps(key)}: {json.dumps(row)}" for key, row in table.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    for part, text in compiled(Path(sys.argv[1])).items():
        (DATA / "characters" / f"{part}.json").write_text(text, encoding="utf-8")
