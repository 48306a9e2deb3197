"""Attacks of a reference stat block: to hit, reach, range, damage, and what a hit brings besides.

Numbers are found in the sentences; a hit whose consequence none of the known shapes covers is marked `partly`.
"""

import re

from llm_brain.referee.compiling.wording import (
    DAMAGE,
    Row,
    bare,
    conditions_of,
    dice_of,
    key_of,
    kinds_of,
    minutes_of,
    save_of,
    slim,
)

_REPEATS = re.compile(r"repeat the saving throw at the end of (?:each|its next)")
_ESCAPE = re.compile(r"escape DC (\d+)")
_BURST = re.compile(r"DC (\d+) Strength check")
# words of a consequence that goes beyond the typed riders
_BEYOND = (
    "swallow", "Instead of", "disease", "engulf", "at the start of each", "attaches", "curse", "dissolved", "corroded",
    "5 or more", "pulled", "pushed", "can't regain", "enlarged", "Adhesive", "stone", " die",
)  # fmt: skip
CURSES = {"mummy rot": "mummy rot", "lycanthropy": "lycanthropy", "disease": "disease"}


def _hit(text: str) -> str:
    _, _, hit = text.partition("Hit:")
    return hit.strip()


def _damage(hit: str) -> tuple[list[Row], list[Row], str]:
    """Return the damage of a hit, its damage at range when that differs, and the rest of the sentence."""
    first = DAMAGE.match(hit)
    if first is None:
        return [], [], hit
    parts, rest = [dice_of(first)], hit[first.end() :]
    other = re.match(r",? or (.*?) (at range|if |with|while|in Small)", rest)
    ranged: list[Row] = []
    if other and other[2] == "at range" and (far := DAMAGE.search(other[1])):
        ranged = [dice_of(far)]
    sentence = rest.split(". ")[0]
    for found in re.finditer(r"plus (?=\d)", sentence):
        more = DAMAGE.match(sentence, found.end())
        if more:
            parts.append(dice_of(more))
    return parts, ranged, rest


def _saved(rest: str) -> Row:
    """Return a rider that a save decides."""
    rider = save_of(rest)
    tail = rest[rest.find("saving throw") :]
    found = DAMAGE.search(tail.split(". ")[0])
    if found:
        share = dice_of(found)
        rider |= {"damage": share["dice"], "damage_type": share["type"], "half": "half as" in tail}
    if "stable but poisoned" in tail:
        return rider | {"paralyses_at_0": True}
    names = conditions_of(re.split(r"by 5 or more|is \d+ or lower|wakes up", tail)[0])
    if "restrained" in names and "petrified" in names:
        names = ["restrained"]
    if names:
        rider |= {"condition": names[0], "also": names[1] if len(names) > 1 else ""}
        rider |= {"minutes": minutes_of(tail), "repeats": bool(_REPEATS.search(tail))}
    if "hit point maximum" in tail and "amount equal" in tail:
        rider["drains_hp_max"] = True
    for words, effect in CURSES.items():
        if words in tail and not names:
            rider["effect"] = effect
            break
    return rider


def rider_of(rest: str) -> Row:
    """Return what a hit does besides damage, as far as it has a known shape."""
    rider: Row = {}
    if "swallowed" in rest or "Instead of dealing damage" in rest:
        return {}
    if escape := _ESCAPE.search(rest):
        rider = {"condition": "grappled", "escape_dc": int(escape[1])}
        rider["also"] = "restrained" if "restrained" in rest else ""
    elif burst := _BURST.search(rest):
        rider = {"condition": "restrained", "escape": "str", "escape_dc": int(burst[1])}
    elif "saving throw" in rest and "swarm of" not in rest:
        rider = _saved(rest)
    elif "hit point maximum is reduced" in rest:
        rider = {"drains_hp_max": True}
    if rider and "regains hit points equal" in rest:
        rider["heals_attacker"] = True
    other = re.search(r"other than an? ([^,]*)", rest)
    if rider and other:
        rider["spares"] = kinds_of(other[1])
    elif rider and "If the target is a humanoid" in rest:
        rider["only"] = ["humanoid"]
    useful = {"condition", "damage", "drains_hp_max", "effect", "paralyses_at_0"}
    return slim(rider) if useful & slim(rider).keys() else {}


def _is_partly(rest: str, rider: Row) -> bool:
    """Whether a hit brings more than what is typed."""
    # a drained maximum and the death it can bring are played
    played = (" die",) if rider.get("drains_hp_max") else ()
    if any(word in rest for word in _BEYOND if word not in played):
        return True
    told = (
        re.sub(r"[^a-z]", "", re.split(r"\. ", rest, maxsplit=1)[-1].lower())
        if ". " in rest
        else ""
    )
    return bool(told) and not rider


def attack_of(action: Row) -> Row:
    """Return one attack of the reference."""
    text = action["desc"].replace("\n", " ")
    head = text.split("Hit:")[0]
    reach = re.search(r"reach (\d+)", head)
    ranged = re.search(r"range (\d+)(?:/(\d+))?", head)
    damage, far, rest = _damage(_hit(text))
    rider = rider_of(rest)
    row = {
        "key": key_of(action["name"]),
        "name": bare(action["name"]),
        "to_hit": action["attack_bonus"],
        "damage": damage,
        "damage_ranged": far,
        "reach_ft": max(5, int(reach[1])) if reach else 0 if ranged else 5,
        "range_ft": int(ranged[1]) if ranged else 0,
        "long_range_ft": int(ranged[2]) if ranged and ranged[2] else 0,
        "is_spell": "Spell Attack" in head,
        "half_when_bloodied": "half of its hit points" in rest,
        "recharge": recharge_of(action),
        "rider": rider,
        "partly": _is_partly(rest, rider),
    }
    return {"to_hit": 0, **slim(row)}


def recharge_of(action: Row) -> int:
    """Return the least number on a d6 that brings an action back, 0 for none."""
    usage = action.get("usage", {})
    return int(usage["min_value"]) if usage.get("type") == "recharge on roll" else 0
