"""Legendary actions and spellcasting of a reference stat block, with their costs, slots and uses."""

import re

from llm_brain.referee.compiling.specials import special_of
from llm_brain.referee.compiling.wording import Row, bare, key_of, slim

_COST = re.compile(r"Costs (\d)")
_HEALS = re.compile(r"regains \d+ \((\d+d\d+(?: \+ \d+)?)\) hit points")
_MOVES = re.compile(r"moves? up to (?:half )?its (?:flying )?speed")


def legend_of(action: Row, attacks: list[Row], specials: list[Row]) -> Row:
    """Return one legendary action: what it costs and what it is."""
    text = action["desc"].replace("\n", " ")
    cost = _COST.search(action["name"])
    row: Row = {"key": key_of(action["name"]), "name": bare(action["name"])}
    row["cost"] = int(cost[1]) if cost else 1
    special = special_of(action)
    named = f"{text.lower()} {row['name'].lower()}"
    attack = next((a for a in attacks if re.search(rf"\b{a['name'].lower()}\b", named)), None)
    own = next((s for s in specials if s["name"].lower() in named), None)
    if special:
        special.pop("per_day", None)
        return {**row, "kind": "special", "special": special}
    if "Perception" in text:
        return {**row, "kind": "detect"}
    if attack:
        return {**row, "kind": "attack", "attack": attack["key"]}
    if own:
        return {**row, "kind": "special", "special": own}
    if heals := _HEALS.search(text):
        return {**row, "kind": "heal", "heals": heals[1].replace(" ", "")}
    if "cantrip" in text or "casts a spell" in text:
        return {**row, "kind": "cast"}
    if _MOVES.search(text) or row["name"] == "Teleport":
        return {**row, "kind": "move", "speed_percent": 50 if "half its" in text else 100}
    return {**row, "kind": "narrated"}


def casting_of(row: Row, abilities: dict[str, int]) -> Row | None:
    """Return the spellcasting of a stat block, innate or learned."""
    found = [t["spellcasting"] for t in row.get("special_abilities", []) if "spellcasting" in t]
    if not found:
        return None
    casting = found[0]
    ability = casting["ability"]["index"]
    modifier = (abilities[ability] - 10) // 2
    bonus = row["proficiency_bonus"]
    slots = {int(level): n for level, n in casting.get("slots", {}).items() if n}
    keys, per_day, at_will = [], {}, []
    for spell in (s for c in found for s in c["spells"]):
        key = spell["url"].rsplit("/", 1)[-1]
        usage = spell.get("usage", {})
        keys.append(key)
        if usage.get("type") == "per day":
            per_day[key] = usage["times"]
        elif usage.get("type") == "at will" or spell["level"] == 0:
            at_will.append(key)
    known = {
        "dc": casting.get("dc") or 8 + bonus + modifier,
        "to_hit": casting.get("modifier") or bonus + modifier,
        "modifier": modifier,
        "slots": sum(slots.values()),
        "spells": list(dict.fromkeys(keys)),
    }
    more = {"ability": ability, "level": casting.get("level", 0), "slots_by_level": slots}
    return {**known, **slim({**more, "per_day": per_day, "at_will": at_will})}
