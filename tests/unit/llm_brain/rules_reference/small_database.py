"""A 5e-database in small: its shapes, with words of our own."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def ref(index: str, name: str, kind: str) -> Row:
    """Return a reference to another entry."""
    return {"index": index, "name": name, "url": f"/api/2014/{kind}/{index}"}


EMBER_DART: Row = {
    "index": "ember-dart",
    "name": "Ember Dart",
    "desc": ["A mote of fire flies at somebody in sight.", "It goes out when it has burned."],
    "higher_level": ["One more mote for each slot above the first."],
    "range": "60 feet",
    "components": ["V", "M"],
    "material": "A cinder.",
    "ritual": False,
    "duration": "Instantaneous",
    "concentration": False,
    "casting_time": "1 action",
    "level": 1,
    "damage": {"damage_type": ref("fire", "Fire", "damage-types")},
    "dc": {"dc_type": ref("dex", "DEX", "ability-scores"), "dc_success": "half"},
    "school": ref("evocation", "Evocation", "magic-schools"),
    "classes": [ref("wizard", "Wizard", "classes")],
    "subclasses": [],
    "url": "/api/2014/spells/ember-dart",
}
SHINE: Row = {
    **EMBER_DART,
    "index": "light",
    "name": "Light",
    "level": 0,
    "desc": ["A thing glows."],
}
DIZZY: Row = {
    "index": "dizzy",
    "name": "Dizzy",
    "desc": ["- Whoever is dizzy cannot walk straight."],
    "url": "/api/2014/conditions/dizzy",
}
MARSH_IMP: Row = {
    "index": "marsh-imp",
    "name": "Marsh Imp",
    "size": "Small",
    "type": "fiend",
    "alignment": "neutral evil",
    "armor_class": [{"type": "natural", "value": 12}],
    "hit_points": 9,
    "hit_dice": "2d6",
    "hit_points_roll": "2d6+2",
    "speed": {"walk": "20 ft."},
    "strength": 8, "dexterity": 14, "constitution": 12, "intelligence": 7, "wisdom": 10, "charisma": 6,
    "proficiencies": [],
    "damage_vulnerabilities": [],
    "damage_resistances": ["cold"],
    "damage_immunities": [],
    "condition_immunities": [ref("dizzy", "Dizzy", "conditions")],
    "senses": {"darkvision": "60 ft.", "passive_perception": 10},
    "languages": "",
    "challenge_rating": 0.25,
    "xp": 50,
    "special_abilities": [{"name": "Mud Skin", "desc": "It is hard to see in mud."}],
    "actions": [{"name": "Claw", "desc": "It scratches."}],
    "url": "/api/2014/monsters/marsh-imp",
}  # fmt: skip
HAND_BOW: Row = {
    "index": "bow-hand",
    "name": "Bow, hand (small)",
    "equipment_category": ref("weapon", "Weapon", "equipment-categories"),
    "category_range": "Martial Ranged",
    "cost": {"quantity": 7, "unit": "gp"},
    "damage": {"damage_dice": "1d6", "damage_type": ref("piercing", "Piercing", "damage-types")},
    "weight": 3,
    "properties": [ref("light", "Light", "weapon-properties")],
    "url": "/api/2014/equipment/bow-hand",
}
ON_BOATS: Row = {
    "name": "Boats",
    "index": "boats",
    "desc": "## Boats\n\nA boat floats.\n\n### Rowing Hard\n\n**Rowing** takes an arm.\n\n### Sinking\n",
    "url": "/api/2014/rule-sections/boats",
}
LEVEL: Row = {
    "level": 1,
    "index": "wizard-1",
    "features": [],
    "url": "/api/2014/classes/wizard/levels/1",
}

DATABASE: dict[str, list[Row]] = {
    "spells": [EMBER_DART, SHINE],
    "conditions": [DIZZY],
    "monsters": [MARSH_IMP],
    "equipment": [HAND_BOW],
    "rule-sections": [ON_BOATS],
}


def file_of(kind: str) -> str:
    """Return the name of a kind's file."""
    return f"5e-SRD-{'-'.join(word.capitalize() for word in kind.split('-'))}.json"


def write_database(folder: Path, database: dict[str, list[Row]] | None = None) -> Path:
    """Write the files, one that is left out among them; return the folder."""
    for kind, rows in {**(database or DATABASE), "levels": [LEVEL]}.items():
        (folder / file_of(kind)).write_text(json.dumps(rows), encoding="utf-8")
    return folder
