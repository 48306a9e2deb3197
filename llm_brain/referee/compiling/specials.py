"""Actions of a reference stat block that ask for a save: breaths, looks, screams, clouds.

What has no save, or needs more than a save to be played, stays a name; the caller lists it as narrated.
"""

import re

from llm_brain.referee.compiling.attacks import recharge_of
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

# what cannot be played by a save alone
BEYOND = (
    "swallow", "jumps at least", "Ethereal Plane", "wall of ice", "corrodes", "emotional state", "possessed",
    "mentally command", "concentration", "thrown up to",
)  # fmt: skip
# effects that are no SRD condition, by words that only they have
EFFECTS = {
    "slowed": "can't use reactions, its speed is halved",
    "weakened": "disadvantage on Strength-based attack rolls",
}
_HEALS = re.compile(r"regains \d+ \((\d+d\d+(?: \+ \d+)?)\) hit points")
_CONE = re.compile(r"(\d+)[- ](?:foot|feet|ft\.?)[- ]cone")
_LINE = re.compile(r"(\d+)[- ](?:foot|ft\.?)[- ]line|line (?:of \w+ )?that is (\d+) f")
_RADIUS = re.compile(r"(\d+)[- ]f(?:oo)?t\.?[- ]radius")
_POINT = re.compile(r"point it can see within (\d+).*?within (\d+) f", re.IGNORECASE)
_EACH = re.compile(r"(?:[Ee]ach|[Ee]very|one or more)\b[^.]*?\bwithin (\d+) f")
_WITHIN = re.compile(r"within (\d+) f")


def _area(text: str) -> Row:
    """Return shape, size and reach of what an action covers, in feet."""
    for shape, found in (("cone", _CONE.search(text)), ("line", _LINE.search(text))):
        if found:
            size = int(next(filter(None, found.groups())))
            return {"area": True, "shape": shape, "size_ft": size, "range_ft": size}
    if point := _POINT.search(text):
        return {
            "area": True,
            "shape": "sphere",
            "size_ft": int(point[2]),
            "range_ft": int(point[1]),
        }
    around = _RADIUS.search(text) or _EACH.search(text)
    if around:
        size = int(around[1])
        return {"area": True, "shape": "emanation", "size_ft": size, "range_ft": size}
    if re.search(r"[Ee]ach creature in the \w+'s space", text):
        return {"area": True, "shape": "emanation", "size_ft": 5, "range_ft": 5}
    near = _WITHIN.search(text)
    return {"range_ft": int(near[1]) if near else 5}


def _until(text: str) -> str:
    if (
        "until the end of its next turn" in text
        or "until the end of the creature's next turn" in text
    ):
        return "target_end"
    if "until the start of its next turn" in text:
        return "target_end"
    return "source_end" if re.search(r"until the end of the [\w -]+'s next turn", text) else ""


def _needs(text: str) -> str:
    """Return the condition a victim must have from this creature already."""
    found = re.search(r"(?:creatures? (grappled|charmed) by)|one (frightened) creature", text)
    return next(filter(None, found.groups())) if found else ""


def _victims(text: str) -> Row:
    row: Row = {}
    if found := re.search(r"isn't an? (\w+)|non-(\w+)", text):
        row["spares"] = kinds_of(" ".join(filter(None, found.groups())))
    if found := re.search(r"\b(?:[Oo]ne|[Ee]very) (humanoid(?: (?:and|or) \w+)?)", text):
        row["only"] = kinds_of(found[1])
    return row


def _shares(text: str) -> list[Row]:
    """Return the damage of a failed save; what comes later in turns is not among it."""
    near = ". ".join(text.split(". ")[:2]).split("for every")[0].split("strikes an object")[0]
    found = [m for m in DAMAGE.finditer(near) if not near[m.end() :].startswith(" at the start")]
    return [dice_of(m) for m in found]


def without_save(action: Row) -> Row | None:
    """Return an action that asks for no save and can be played: vanishing from sight, a healing touch."""
    text, usage = action["desc"], action.get("usage", {})
    row = {
        "key": key_of(action["name"]),
        "name": bare(action["name"]),
        "range_ft": 5,
        "once": usage.get("type") == "recharge after rest",
        "per_day": usage.get("times", 0) if usage.get("type") == "per day" else 0,
    }
    heals = _HEALS.search(text)
    if heals and "touches another creature" in text:
        return slim({**row, "kind": "heal", "heals": heals[1].replace(" ", "")})
    if re.search(r"turns invisible until|become invisible until", text):
        return slim({**row, "kind": "vanish"})
    return None


def special_of(action: Row, text: str = "", *, in_multiattack: bool = False) -> Row | None:
    """Return one action that asks for a save, or None when it cannot be typed."""
    text = (text or action["desc"]).replace("\n", " ")
    save = save_of(text)
    if not save or any(word in text for word in BEYOND):
        return None
    after = text[text.find("saving throw") :]
    failed = re.sub(r"[^.]*by 5 or more[^.]*\.", "", after)
    failed = re.split(r"this way|The target is immune|If a creature's saving", failed)[0]
    shares = _shares(failed)
    names = [] if _needs(text) == "charmed" else conditions_of(failed)
    if "restrained" in names and "petrified" in names:
        names = ["restrained"]
    if escape := re.search(r"escape DC (\d+)", text):
        names = ["grappled", *(["restrained"] if "restrained" in text else [])]
    effect = next((name for name, words in EFFECTS.items() if words in text), "")
    push = re.search(r"is pushed (\d+) feet away", text)
    if not (shares or names or effect or push):
        return None
    usage = action.get("usage", {})
    row = {
        "key": key_of(action["name"]),
        "name": bare(action["name"]),
        "kind": "save",
        **save,
        **_area(text),
        "damage": shares[0]["dice"] if shares else "",
        "damage_type": shares[0]["type"] if shares else "",
        "more_damage": shares[1:],
        "half": "half as" in after or "half damage" in after,
        "conditions": names,
        "effect": effect,
        "push_ft": int(push[1]) if push else 0,
        "minutes": minutes_of(after),
        "repeats": bool(
            re.search(r"repeats? the saving throw (?:at the end of each|on each)", after)
        ),
        "until": _until(after),
        "escape_dc": int(escape[1]) if escape else 0,
        "needs": _needs(text),
        "immune_after": "immune to" in text,
        "recharge": recharge_of(action),
        "per_day": usage.get("times", 0) if usage.get("type") == "per day" else 0,
        "with_multiattack": in_multiattack,
        **_victims(text),
    }
    return {"range_ft": 5, **slim(row), "is_magical": "magic" in text}


def breaths_of(action: Row) -> tuple[list[Row], list[str]]:
    """Return the several breaths of one action that share their recharge, and the names of those not typed."""
    options = action.get("options", {}).get("from", {}).get("options", []) or action["attacks"]
    names = [option["name"] for option in options]
    text = action["desc"].replace("\n", " ")
    shared = "|".join(map(re.escape, names))
    found: list[Row] = []
    narrated: list[str] = []
    for name in names:
        said = re.search(rf"{re.escape(name)}\. (.*?)(?={shared}|$)", text)
        whole = f"{said[1] if said else ''}"
        if "radius" not in whole and "cone" not in whole and (each := _EACH.search(text)):
            whole = f"{whole} {each[0]}"
        special = special_of({**action, "name": name}, whole)
        if special:
            found.append({**special, "group": key_of(action["name"])})
        else:
            narrated.append(name)
    return found, narrated
