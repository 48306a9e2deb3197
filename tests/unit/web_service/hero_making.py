"""What the fake brain knows about making heroes: two races, two classes, a question each, and one rule."""

from typing import Any

OPTIONS: dict[str, Any] = {
    "races": [{"key": "human", "name": "Human"}, {"key": "elf", "name": "Elf"}],
    "classes": [{"key": "fighter", "name": "Fighter"}, {"key": "wizard", "name": "Wizard"}],
    "backgrounds": [{"key": "acolyte", "name": "Acolyte"}, {"key": "custom", "name": "One of your own"}],
    "standard_array": [15, 14, 13, 12, 10, 8],
    "points": 27,
    "point_costs": {"8": 0},
    "wares": [{"key": "longsword", "name": "Longsword", "category": "weapon", "cost_cp": 1500}],
}  # fmt: skip
SCORES = {"str": 15, "dex": 14, "con": 13, "int": 12, "wis": 10, "cha": 8}
PROBLEM = {
    "code": "wrong_number",
    "field": "picks.fighter.skills",
    "message": "Fighter: skills: choose 2, not 1.",
}


def questions_for(choices: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask for two skills of the class, and for a fighting style."""
    key = choices["classes"][0]["key"]
    named = [{"key": k, "name": k.capitalize(), "note": ""} for k in ("athletics", "arcana", "insight")]  # fmt: skip
    style = [{"key": k, "name": k.capitalize(), "note": ""} for k in ("defense", "dueling")]
    return [
        {"key": f"{key}.skills", "label": "Skills", "count": 2, "least": 2, "options": named, "group": key},
        {"key": f"{key}.style", "label": "Style", "count": 1, "least": 1, "options": style, "group": key},
    ]  # fmt: skip


def draft(body: dict[str, Any]) -> dict[str, Any]:
    """Answer as the brain does, filling what is open when it is asked to."""
    choices = body["choices"]
    asked = questions_for(choices)
    if body["fill"]:
        picks = {
            one["key"]: choices["picks"].get(one["key"])
            or [option["key"] for option in one["options"]][: one["count"]]
            for one in asked
        }
        abilities = choices["abilities"] | {"scores": choices["abilities"]["scores"] or SCORES}
        choices = choices | {"picks": picks, "abilities": abilities}
    return {"choices": choices, "questions": asked, "problems": [], "hero": None, "gold_cp": 17000}


def problems_of(choices: dict[str, Any]) -> list[dict[str, str]]:
    """Return what the fake brain minds: a fighter with other than two skills, and nobody without a name."""
    found = []
    if not choices["name"]:
        found.append({"code": "no_name", "field": "name", "message": "Give the character a name."})
    if len(choices["picks"].get("fighter.skills", ["", ""])) != 2:
        found.append(PROBLEM)
    return found


def level_draft(body: dict[str, Any]) -> dict[str, Any]:
    """Answer as the brain does for a rogue's third level: a subclass, and two spells where the level goes to a wizard."""
    key = body.get("class_key") or "rogue"
    options = [{"key": k, "name": k.capitalize(), "note": ""} for k in ("thief", "scout")]
    one = {"key": f"{key}.subclass", "label": "Subclass", "count": 1, "least": 1, "group": key}
    asked = [one | {"options": options}]
    picks = body.get("picks") or {}
    if body["fill"]:
        picks = {f"{key}.subclass": ["thief"]} | picks
    classes = [
        {"key": "rogue", "name": "Rogue", "level": 3, "why_not": []},
        {"key": "bard", "name": "Bard", "level": 1, "why_not": []},
        {"key": "wizard", "name": "Wizard", "level": 1, "why_not": ["It takes Intelligence 13."]},
    ]
    choice = {"class_key": key, "hit_points": body.get("hit_points", "fixed"), "picks": picks}
    return {"level": 3, "choice": choice, "classes": classes, "questions": asked, "problems": [], "hero": None}  # fmt: skip


def level_problems_of(body: dict[str, Any]) -> list[dict[str, str]]:
    """Return what the fake brain minds about a level: a rogue without a subclass."""
    if body["as_advised"] or body["picks"].get("rogue.subclass") or body["class_key"] != "rogue":
        return []
    message = "Subclass: choose 1, not 0."
    return [{"code": "wrong_number", "field": "picks.rogue.subclass", "message": message}]
