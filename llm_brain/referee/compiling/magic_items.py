"""`python -m llm_brain.referee.compiling.magic_items FOLDER`: writes `data/magic_items.json` from 5e-database JSON.

Names, rarity, what it is laid on and who may attune come from the reference; what an item does is written by hand in
`magic_items_by_hand.json` beside this and merged in.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from llm_brain.referee.catalogue import DATA
from llm_brain.referee.compiling.source import Row, rows
from llm_brain.referee.equipment import EQUIPMENT

BY_HAND = Path(__file__).parent / "magic_items_by_hand.json"
SWORDS = ("shortsword", "longsword", "greatsword", "rapier", "scimitar")
SLASHING = ("longsword", "greatsword", "scimitar")
AXES = ("handaxe", "battleaxe", "greataxe")
# words of a name -> where the thing is worn
SLOTS = (
    ("ring", r"^ring of"), ("cloak", r"cloak|cape|mantle|wings"), ("feet", r"boots|slippers"),
    ("hands", r"gauntlets|gloves"), ("wrists", r"bracers"), ("waist", r"belt"), ("robe", r"robe"),
    ("neck", r"amulet|periapt|necklace|medallion|brooch|talisman"), ("eyes", r"eyes of|goggles"),
    ("head", r"helm|hat |headband|circlet"),
)  # fmt: skip
HELD = ("wand", "staff", "rod", "weapon", "ammunition")
SPELLCASTERS = ("bard", "cleric", "druid", "paladin", "ranger", "sorcerer", "warlock", "wizard")
SCROLL_LEVELS = ("cantrip", "1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")
# SRD 5.1, "Spell Scroll": save DC and attack bonus by level
SCROLL_NUMBERS = (
    (13, 5), (13, 5), (13, 5), (15, 7), (15, 7), (17, 9), (17, 9), (18, 10), (18, 10), (19, 11),
)  # fmt: skip


def _weapons(kind: str = "") -> list[str]:
    return [
        key
        for key, entry in EQUIPMENT.items()
        if entry.weapon is not None and kind in ("", entry.weapon.kind) and key != "net"
    ]


def _armors(words: str) -> list[str]:
    kinds = [kind for kind in ("light", "medium", "heavy") if kind in words]
    return [
        key
        for key, entry in EQUIPMENT.items()
        if entry.armor is not None
        and entry.armor.category in kinds
        and not ("not hide" in words and key.startswith("hide"))
    ]


def base_of(words: str) -> list[str]:
    """Return the equipment keys that a line such as "Weapon (any sword), rare" allows; none for other things."""
    kind, _, rest = words.partition("(")
    what = rest.partition(")")[0].lower()
    if kind.strip() == "Armor":
        named = [
            k for k in EQUIPMENT if k in (what.replace(" ", "-"), f"{what}-armor".replace(" ", "-"))
        ]
        return named or _armors(what)
    if kind.strip() != "Weapon":
        return []
    if what == "any":
        return _weapons()
    if "ammunition" in what:
        return [key for key, entry in EQUIPMENT.items() if entry.category == "ammunition"]
    if "slashing" in what:
        return list(SLASHING)
    found = [*(SWORDS if "sword" in what and "any" in what else ())]
    found += AXES if "axe" in what else ()
    return found or [what.replace(" ", "-")]


def may_attune(words: str) -> list[str]:
    """Return who may attune: classes, races, "spellcaster", "good"; empty for everybody."""
    found = re.search(r"requires attunement by (?:a|an) ([^)]+)\)", words)
    if found is None:
        return []
    who = found[1].lower().replace("creature of ", "").replace(" alignment", "")
    return re.split(r", (?:or )?| or ", who)


def _slot(row: Row, base: list[str]) -> str:
    category = row["equipment_category"]["index"]
    if base or category in HELD:
        return "held" if category in HELD else "worn"
    name = row["name"].lower()
    return next((slot for slot, pattern in SLOTS if re.search(pattern, name)), "carried")


def row_of(row: Row, parents: dict[str, str]) -> dict[str, Any]:
    """Return an item's names and numbers."""
    words = row["desc"][0]
    base = base_of(words)
    if (
        row["index"] in ("staff-of-power", "staff-of-striking")
        or row["equipment_category"]["index"] == "staff"
    ):
        base = ["quarterstaff"]
    made: dict[str, Any] = {
        "name": row["name"],
        "category": row["equipment_category"]["index"].removesuffix("s"),
        "rarity": row["rarity"]["name"].lower(),
        "slot": _slot(row, base),
    }
    if "requires attunement" in words:
        made["needs_attunement"] = True
    if by := may_attune(words):
        made["by"] = by
    if base:
        made["base"] = base
    if row["variants"]:
        made["variants"] = [v["index"] for v in row["variants"]]
    if row["index"] in parents:
        made["variant_of"] = parents[row["index"]]
    if made["category"] in ("potion", "scroll"):
        made["uses_up"] = True
        made["slot"] = "carried"
    return made


def _scrolls() -> dict[str, dict[str, Any]]:
    numbered = enumerate(zip(SCROLL_LEVELS, SCROLL_NUMBERS, strict=True))
    return {
        f"spell-scroll-{name}": {"dc": dc, "to_hit": to_hit, "scroll_level": level}
        for level, (name, (dc, to_hit)) in numbered
    }


def compiled(folder: Path) -> dict[str, dict[str, Any]]:
    """Return every magic item with what it does. Raises ValueError for one written by hand that there is not."""
    by_hand = json.loads(BY_HAND.read_text(encoding="utf-8")) | _scrolls()
    listed = rows(folder, "Magic-Items")
    parents = {v["index"]: row["index"] for row in listed for v in row["variants"]}
    found = {row["index"]: row_of(row, parents) for row in listed}
    if unknown := set(by_hand) - set(found):
        raise ValueError(f"not in the reference: {', '.join(sorted(unknown))}")
    return {key: row | by_hand.get(key, {}) for key, row in found.items()}


def written(folder: Path) -> str:
    """Return the file as it is kept: one item a line."""
    lines = [f'  "{key}": {json.dumps(row)}' for key, row in compiled(folder).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    (DATA / "magic_items.json").write_text(written(Path(sys.argv[1])), encoding="utf-8")
