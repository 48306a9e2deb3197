"""Carry the SRD's spells over from a folder of 5e-database JSON into `data/spells/`, one a line, a file a level.

`python -m llm_brain.referee.compiling.spells FOLDER`. Facts and numbers only; no sentence is kept. What only the prose
says (targets, conditions, effects, rules of its own, what is left to the telling) is in `spells_by_hand/` and goes before.
"""

import json
import re
import sys
from pathlib import Path

from llm_brain.referee.catalogue import DATA
from llm_brain.referee.compiling.source import Row, keys, rows
from llm_brain.referee.compiling.wording import slim

BY_HAND = Path(__file__).parent / "spells_by_hand"
TIMES = {"1 action": "action", "1 bonus action": "bonus_action", "1 reaction": "reaction"}
MINUTES = {"minute": 1, "hour": 60, "day": 1440}
MILE_FT = 5280
# whom damage dice are never for at once: they are what an effect deals later
FRIENDLY = ("self", "ally", "allies")
# ranges without a number: as far as can be seen, anywhere, and what the prose says
FAR = {"Sight": MILE_FT, "Unlimited": 1000 * MILE_FT, "Special": 1000 * MILE_FT}


def _minutes(text: str) -> int:
    found = re.search(r"(\d+) (minute|hour|day)", text)
    return int(found[1]) * MINUTES[found[2]] if found else 0


def _time(row: Row) -> Row:
    text = row["casting_time"]
    if text in TIMES:
        return {"casting_time": TIMES[text]}
    return {"casting_time": "long", "casting_minutes": _minutes(text)}


def _range(row: Row) -> Row:
    text = row["range"]
    if text == "Touch":
        return {"range_ft": 5, "is_touch": True}
    found = re.match(r"(\d+) (feet|mile)", text)
    if found:
        return {"range_ft": int(found[1]) * (MILE_FT if found[2] == "mile" else 1)}
    return {"range_ft": FAR.get(text, 0)}


def _material(row: Row) -> Row:
    text = row.get("material", "").replace(",", "")
    worth = re.search(r"(\d+) ?gp", text)
    if not worth:
        return {}
    return {"material_cp": int(worth[1]) * 100, "consumes": "consume" in text}


def _lasts(row: Row) -> Row:
    text = row["duration"]
    if text == "Instantaneous":
        return {"lasts": "instant"}
    if text in ("Until dispelled", "Special"):
        return {"lasts": "forever"}
    return {"lasts": "timed", "minutes": _minutes(text), "rounds": int("round" in text)}


def _dice(table: Row) -> dict[str, str]:
    return {k: v.replace(" + MOD", "").replace(" ", "") for k, v in table.items()}


def _strikes(row: Row) -> Row:
    damage, dc = row.get("damage", {}), row.get("dc")
    area = row.get("area_of_effect")
    found: Row = {
        "damage_type": damage.get("damage_type", {}).get("index", ""),
        "damage": _dice(damage.get("damage_at_slot_level", {})),
        "damage_by_level": _dice(damage.get("damage_at_character_level", {})),
        "attack": row.get("attack_type", ""),
        "area": area["type"] if area else "",
        "area_ft": area["size"] if area else 0,
        "heal": _dice(row.get("heal_at_slot_level", {})),
    }
    if dc:
        found |= {"save": dc["dc_type"]["index"], "save_half": dc["dc_success"] == "half"}
    heals = "".join(row.get("heal_at_slot_level", {}).values())
    return found | ({"heal_modifier": False} if heals and "MOD" not in heals else {})


def facts(row: Row) -> Row:
    """Return what the reference says of a spell in numbers and names."""
    kept = {"name": row["name"], "level": row["level"], "school": row["school"]["index"]}
    more = {
        "classes": keys(row["classes"]),
        **_time(row),
        **_range(row),
        "components": "".join(row["components"]),
        **_material(row),
        "ritual": row["ritual"],
        "concentration": row["concentration"],
        **_lasts(row),
        **_strikes(row),
    }
    needed = {"heal_modifier": False} if more.get("heal_modifier") is False else {}
    return {**kept, **slim(more), "range_ft": more["range_ft"], **needed}


def _split(row: Row) -> None:
    """Give each of several damage types its own dice: "4d6+4d6" of fire and radiant."""
    types = row.pop("damage_types", None)
    if types:
        tables = [{k: v.split("+")[i] for k, v in row["damage"].items()} for i in range(2)]
        row |= {"damage_type": types[0], "damage": tables[0]}
        row["more_damage"] = [{"type": types[1], "damage": tables[1]}]


def _told(row: Row) -> None:
    """Let a narrated spell that lasts be noted for as long as it does."""
    is_bare = not row.get("effects") and not row.get("special")
    if row.get("why_narrated") and row["lasts"] == "timed" and is_bare:
        told = {"name": row["name"].lower(), "on": "self", "modifiers": {"told": True}}
        row["effects"] = [told]


def _target(row: Row) -> str:
    if row.get("damage") or row.get("save") or row.get("attack"):
        return "area_foes" if row.get("area") else "foe"
    if row.get("heal"):
        return "ally"
    return "self" if row["range_ft"] == 0 else "object"


def compiled(row: Row, by_hand: Row) -> Row:
    """Return one spell as its row in the data: the facts, with what was written by hand before them."""
    both = {**facts(row), **by_hand}
    _split(both)
    _told(both)
    both.setdefault("target", _target(both))
    if both["target"] in FRIENDLY and both.get("damage"):
        both["damage_later"] = True
    always = ("level", "range_ft", "target", "classes", "heal_modifier")
    return {k: v for k, v in both.items() if k in always or v not in ("", 0, False, [], {}, None)}


def by_hand() -> dict[str, Row]:
    """Return what was written by hand of each spell."""
    files = sorted(BY_HAND.glob("*.json"))
    return {k: v for one in files for k, v in json.loads(one.read_text("utf-8")).items()}


def rows_of(folder: Path) -> dict[str, Row]:
    """Return every spell of a reference folder by key."""
    written = by_hand()
    return {row["index"]: compiled(row, written.get(row["index"], {})) for row in rows(folder, "Spells")}  # fmt: skip


def texts(folder: Path) -> dict[str, str]:
    """Return the text of each file of `data/spells/` by its name."""
    found = rows_of(folder)
    files: dict[str, str] = {}
    for level in range(10):
        lines = [
            f"  {json.dumps(key)}: {json.dumps(found[key], ensure_ascii=False)}"
            for key in sorted(found)
            if found[key]["level"] == level
        ]
        files[f"{level}.json"] = "{\n" + ",\n".join(lines) + "\n}\n"
    return files


def main() -> None:
    """Compile the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("say which folder of 5e-database JSON to read: make data FROM=folder")
    target = DATA / "spells"
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts(Path(sys.argv[1])).items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
