"""Carry the SRD's monsters over from a folder of 5e-database JSON into `data/monsters/`, one a line, a file a letter.

`python -m llm_brain.referee.compiling.monsters FOLDER`. Facts and numbers only; no sentence is kept. What was made by
hand (`monsters_by_hand.json`: behaviour, riders, traits the rules read) goes before what is found in the sentences.
"""

import json
import re
import sys
from itertools import groupby
from pathlib import Path

from llm_brain.referee.combat.swallowing import GULLETS
from llm_brain.referee.compiling.attacks import attack_of
from llm_brain.referee.compiling.legends import casting_of, legend_of
from llm_brain.referee.compiling.specials import breaths_of, special_of, without_save
from llm_brain.referee.compiling.traits import traits_of
from llm_brain.referee.compiling.wording import Row, bare, feet, key_of, slim

HERE = Path(__file__).parent
TARGET = HERE.parent / "data" / "monsters"
ABILITIES = {
    "str": "strength", "dex": "dexterity", "con": "constitution",
    "int": "intelligence", "wis": "wisdom", "cha": "charisma",
}  # fmt: skip
ONLY_SOME = {"silvered": "nonmagical-not-silvered", "adamantine": "nonmagical-not-adamantine"}
MINDLESS = ("ooze", "plant", "construct", "undead")


def damage_types(entries: list[str]) -> list[str]:
    """Return damage types as the rules read them; "slashing:nonmagical" holds against mundane weapons only."""
    found: list[str] = []
    for entry in entries:
        kinds = re.findall(r"bludgeoning|piercing|slashing", entry)
        if not kinds:
            found += [] if " " in entry else [entry]
        elif "nonmagical" in entry:
            only = next((v for k, v in ONLY_SOME.items() if k in entry), "nonmagical")
            found += [f"{kind}:{only}" for kind in kinds]
        elif "magic weapons" not in entry:
            found += kinds
    return found


def behaviour_of(row: Row) -> str:
    """Guess from type and wits how a creature fights."""
    wits = row["intelligence"]
    if row["type"] in MINDLESS and wits <= 5:
        return "mindless"
    if row["type"] == "beast":
        return "beast"
    if row["type"] == "monstrosity" and wits <= 7:
        return "hungry"
    return "fanatic" if row["type"] in ("fiend", "celestial", "undead", "construct") else "cunning"


def _facts(row: Row) -> Row:
    speeds = {k: feet(v) for k, v in row["speed"].items() if k != "hover"}
    senses = row["senses"]
    trained = {p["proficiency"]["index"]: p["value"] for p in row["proficiencies"]}
    return {
        "name": row["name"],
        "size": row["size"],
        "type": row["type"],
        "subtype": row.get("subtype", ""),
        "alignment": row["alignment"],
        "challenge_rating": row["challenge_rating"],
        "xp": row["xp"],
        "armor_class": row["armor_class"][0]["value"],
        "hp": row["hit_points"],
        "hit_dice": row["hit_points_roll"],
        "speed_ft": speeds.get("walk", 0),
        "speeds": speeds,
        "can_fly": "fly" in speeds,
        "can_hover": bool(row["speed"].get("hover")),
        "abilities": {short: row[long] for short, long in ABILITIES.items()},
        "proficiency_bonus": row["proficiency_bonus"],
        "saves": {k[13:]: v for k, v in trained.items() if k.startswith("saving-throw-")},
        "skills": {k[6:].replace("-", " "): v for k, v in trained.items() if k.startswith("skill-")},
        **{f"{s}_ft": feet(senses.get(s, 0)) for s in ("darkvision", "blindsight", "truesight", "tremorsense")},
        "passive_perception": senses["passive_perception"],
        "languages": row["languages"],
        "resistances": damage_types(row["damage_resistances"]),
        "immunities": damage_types(row["damage_immunities"]),
        "vulnerabilities": damage_types(row["damage_vulnerabilities"]),
        "condition_immunities": [c["index"] for c in row["condition_immunities"]],
    }  # fmt: skip


def _belongs(key: str, name: str) -> bool:
    """Whether an action is one of this shape of a shapechanger."""
    form = key.rsplit("-", 1)[-1]
    return (
        "Form" not in name or "True Form" in name or form[:5] in name.lower() or form == "vampire"
    )


def _chains(row: Row, attacks: list[Row]) -> tuple[list[list[str]], list[str]]:
    """Return the attack keys of each way to make a multiattack, and the names of what else is part of it."""
    action = next((a for a in row.get("actions", []) if bare(a["name"]) == "Multiattack"), None)
    if action is None:
        return [], []
    options = action.get("action_options", {}).get("from", {}).get("options", [])
    ways = [o["items"] if o["option_type"] == "multiple" else [o] for o in options]
    ways = ways or [action.get("actions", [])]
    keys = {a["key"] for a in attacks}
    chains: list[list[str]] = []
    asides: list[tuple[str, int]] = []
    for way in ways:
        chain: list[str] = []
        beside: list[str] = []
        for step in way:
            name, count = key_of(step["action_name"]), str(step["count"])
            times = int(count) if count.isdigit() else 5 if "Heads" in count else 2
            if name in keys:
                chain += [name] * times
            else:
                beside.append(step["action_name"])
        asides += [(name, len(chain)) for name in beside]
        if len(chain) > 1 and chain not in chains:
            chains.append(chain)
    # what takes the place of an attack is an action of its own, what comes on top is part of the multiattack
    most = max((len(chain) for chain in chains), default=0)
    return chains, [name for name, length in asides if length >= most]


def _actions(row: Row) -> Row:
    key = row["index"]
    own = [a for a in row.get("actions", []) if _belongs(key, a["name"])]
    attacks: list[Row] = []
    for action in own:
        if "attack_bonus" in action and "Hit:" in action["desc"]:
            attack = attack_of(action)
            if attack["key"] not in {a["key"] for a in attacks}:
                attacks.append(attack)
    chains, others = _chains(row, attacks)
    specials: list[Row] = []
    narrated: list[str] = []
    for action in own:
        name = bare(action["name"])
        if name == "Multiattack" or key_of(name) in {a["key"] for a in attacks}:
            continue
        if "options" in action or "attacks" in action:
            found, missing = breaths_of(action)
        else:
            one = special_of(action, in_multiattack=name in others) or without_save(action)
            found, missing = ([one], []) if one else ([], [name])
        specials += found
        narrated += missing
    legends = [legend_of(a, attacks, specials) for a in row.get("legendary_actions", [])]
    return {
        "attacks": attacks,
        "multiattack": chains,
        "specials": specials,
        "legendary": legends,
        "narrated": narrated,
    }


def compiled(row: Row) -> Row:
    """Return one monster of the reference as a stat block's row."""
    facts = {**_facts(row), **traits_of(row), **_actions(row)}
    facts["spellcasting"] = casting_of(row, facts["abilities"])
    facts["behaviour"] = behaviour_of(row)
    kept = ("speed_ft", "xp", "challenge_rating", "passive_perception")
    return {**slim(facts), **{k: facts[k] for k in kept}}


def _by_key(found: list[Row], made: list[Row]) -> list[Row]:
    """Return the hand-made rows, with what only the reference says of each (its recharge)."""
    known = {row["key"]: row for row in found}
    more = ("recharge", "is_magical", "shape", "size_ft")
    return [
        {**{k: v for k, v in known.get(row["key"], {}).items() if k in more}, **row} for row in made
    ]


def merged(row: Row, by_hand: Row) -> Row:
    """Return a compiled row with what was made by hand before it."""
    if not by_hand:
        return row
    both = {**row, **by_hand}
    both["traits"] = list(dict.fromkeys((*by_hand.get("traits", ()), *row.get("traits", ()))))
    for part in ("attacks", "specials"):
        both[part] = _by_key(row.get(part, []), by_hand.get(part, [])) or row.get(part, [])
    if "specials" in by_hand:
        typed = {s["name"] for s in both["specials"]}
        missing = [s["name"] for s in row.get("specials", []) if s["name"] not in typed]
        both["narrated"] = [n for n in (*row.get("narrated", ()), *missing) if n not in typed]
    keys = {attack["key"] for attack in both["attacks"]}
    if "multiattack" not in by_hand:
        both["multiattack"] = [c for c in row.get("multiattack", []) if keys.issuperset(c)]
    if "spellcasting" in by_hand:
        both["spellcasting"] = {**row.get("spellcasting", {}), **by_hand["spellcasting"]}
    return {k: v for k, v in both.items() if v not in ([], {}, None)}


def _swallowing(key: str, row: Row) -> Row:
    """Take out of what is only told what `swallowing.json` plays."""
    gullet = GULLETS.get(key)
    if gullet is None:
        return row
    attacks = [
        {k: v for k, v in a.items() if k != "partly" or a["name"] != gullet.attack}
        for a in row["attacks"]
    ]
    told = [name for name in row.get("narrated", ()) if name != "Swallow"]
    kept = {k: v for k, v in row.items() if k != "narrated"}
    return {**kept, "attacks": attacks, **({"narrated": told} if told else {})}


def rows_of(folder: Path) -> dict[str, Row]:
    """Return every monster of a reference folder by key."""
    raw = json.loads((folder / "5e-SRD-Monsters.json").read_text(encoding="utf-8"))
    by_hand = json.loads((HERE / "monsters_by_hand.json").read_text(encoding="utf-8"))
    made = {row["index"]: merged(compiled(row), by_hand.get(row["index"], {})) for row in raw}
    return {key: _swallowing(key, row) for key, row in made.items()}


def write(rows: dict[str, Row], target: Path) -> None:
    """Write a file a letter, one monster a line."""
    target.mkdir(parents=True, exist_ok=True)
    for letter, keys in groupby(sorted(rows), key=lambda key: key[0]):
        lines = [
            f"  {json.dumps(key)}: {json.dumps(rows[key], ensure_ascii=False)}" for key in keys
        ]
        (target / f"{letter}.json").write_text(
            "{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8"
        )


def main() -> None:
    """Compile the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("say which folder of 5e-database JSON to read: make data FROM=folder")
    rows = rows_of(Path(sys.argv[1]))
    write(rows, TARGET)
    sys.stdout.write(f"{len(rows)} monsters written to {TARGET}\n")


if __name__ == "__main__":
    main()
