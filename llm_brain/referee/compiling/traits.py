"""Traits of a reference stat block that the referee plays: their dice, DCs, and what sets them off.

Every trait is kept by name; only what has numbers the rules read is typed here.
"""

import re

from llm_brain.referee.compiling.specials import special_of
from llm_brain.referee.compiling.wording import DAMAGE, Row, bare, dice_of, key_of, slim

NOT_TRAITS = ("Legendary Resistance", "Spellcasting", "Innate Spellcasting")
_EXTRA = re.compile(r"extra \d+ \((\d+d\d+)\)")
_CHARGE = re.compile(r"at least (\d+) f\w+\.? straight toward")
_WITH = re.compile(r"hits it with (?:an?|its) ([\w ]+?)(?: attack| on the)")
_STRENGTH = re.compile(r"DC (\d+) Strength saving throw")


def trait_of(name: str) -> str:
    """Return the key of a trait; the many keen senses are one."""
    if name.startswith("Keen "):
        return "keen_senses"
    return key_of(name).replace("-", "_")


def charge_of(text: str) -> Row:
    """Return what a run before a hit brings."""
    run, attack = _CHARGE.search(text), _WITH.search(text)
    if run is None or attack is None:
        return {}
    extra, down = re.search(r"extra \d+ \((\d+d\d+)\)", text), _STRENGTH.search(text)
    return slim(
        {
            "attack": key_of(attack[1]),
            "run_ft": int(run[1]),
            "damage": extra[1] if extra else "",
            "dc": int(down[1]) if down else 0,
        }
    )


def _numbers(trait: Row) -> Row:
    name, text = bare(trait["name"]), trait["desc"].replace("\n", " ")
    if name == "Regeneration":
        heals = re.search(r"regains (\d+) hit points", text)
        stops = re.search(r"takes (.*?) damage", text)
        return {
            "regeneration_hp": int(heals[1]) if heals else 0,
            "regeneration_stopped_by": stops[1].split(" or ") if stops else [],
        }
    if name == "Legendary Resistance":
        return {"legendary_resistances": trait["usage"]["times"]}
    if name in ("Charge", "Pounce", "Trampling Charge"):
        return {"charge": charge_of(text)}
    if name == "Relentless" and (most := re.search(r"takes (\d+) damage or less", text)):
        return {"relentless_hp": int(most[1])}
    if name.endswith(" Absorption"):
        return {"absorbs": name.split()[0].lower()}
    if name in ("Heated Body", "Fire Aura") and (found := DAMAGE.search(text)):
        burns = {"burns": dice_of(found)}
        return {**burns, "aura": dice_of(found)} if name == "Fire Aura" else burns
    if name in ("Death Burst", "Death Throes") and (burst := special_of(trait)):
        return {"death_burst": burst}
    if name in ("Petrifying Gaze", "Fear Aura", "Horrific Appearance") and (
        gaze := special_of(trait)
    ):
        return {"gaze": {**gaze, "area": True, "shape": "emanation"}}
    return {}


def traits_of(row: Row) -> Row:
    """Return the names of a stat block's traits and reactions, and the numbers of those that are played."""
    told = row.get("special_abilities", [])
    named = [trait_of(bare(t["name"])) for t in told if bare(t["name"]) not in NOT_TRAITS]
    named += [trait_of(r["name"]) for r in row.get("reactions", [])]
    facts: Row = {"traits": list(dict.fromkeys(named)), "trait_dice": {}, "trait_dcs": {}}
    for trait in told:
        facts |= _numbers(trait)
        key, text = trait_of(bare(trait["name"])), trait["desc"]
        if (extra := _EXTRA.search(text)) and key in (
            "sneak_attack",
            "surprise_attack",
            "martial_advantage",
        ):
            facts["trait_dice"][key] = extra[1]
        if key == "stench" and (dc := re.search(r"DC (\d+)", text)):
            facts["trait_dcs"][key] = int(dc[1])
    return facts
