"""The facts of an entry as labels and values, kind by kind, and the further paragraphs that belong to its text.

Shapes are those of the 5e-database; a field that is not there makes no fact.
"""

from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, Any]
Facts = list[tuple[str, str]]
Told = tuple[Facts, list[str]]


def reference_name(reference: Any) -> str:
    """Return the name in a reference to another entry. Raises TypeError, KeyError."""
    return str(reference["name"])


def _listed(references: Iterable[Any]) -> str:
    return ", ".join(r if isinstance(r, str) else reference_name(r) for r in references)


def _kept(*facts: tuple[str, object]) -> Facts:
    return [(label, str(value)) for label, value in facts if value not in (None, "", [])]


def _spell(row: Row) -> Told:
    level = "cantrip" if row["level"] == 0 else f"level {row['level']}"
    parts = ", ".join(row["components"])
    material = f" ({row['material'].rstrip('.')})" if row.get("material") else ""
    damage = row.get("damage") or {}
    facts = _kept(
        ("Spell", f"{level}, {reference_name(row['school'])}"),
        ("Casting time", row["casting_time"] + (", ritual" if row.get("ritual") else "")),
        ("Range", row["range"]),
        ("Components", f"{parts}{material}"),
        ("Duration", ("concentration, " if row.get("concentration") else "") + row["duration"]),
        ("Damage", reference_name(damage["damage_type"]) if damage.get("damage_type") else ""),
        ("Save", reference_name(row["dc"]["dc_type"]) if row.get("dc") else ""),
        ("Classes", _listed(row["classes"])),
    )
    higher = " ".join(row.get("higher_level") or [])
    return facts, [f"At higher levels: {higher}"] if higher else []


def _abilities(row: Row) -> str:
    names = ("strength", "dexterity", "constitution", "intelligence", "wisdom", "charisma")
    return ", ".join(f"{name[:3].capitalize()} {row[name]}" for name in names)


def _armor_class(row: Row) -> str:
    return " or ".join(str(entry["value"]) for entry in row["armor_class"])


def _monster(row: Row) -> Told:
    facts = _kept(
        ("Armor class", _armor_class(row)),
        ("Hit points", f"{row['hit_points']} ({row.get('hit_points_roll') or row['hit_dice']})"),
        ("Speed", ", ".join(f"{how} {far}" for how, far in row["speed"].items())),
        ("Abilities", _abilities(row)),
        ("Resistances", _listed(row.get("damage_resistances", []))),
        ("Immunities", _listed(row.get("damage_immunities", []))),
        ("Vulnerabilities", _listed(row.get("damage_vulnerabilities", []))),
        ("Condition immunities", _listed(row.get("condition_immunities", []))),
        ("Senses", ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in row["senses"].items())),
        ("Languages", row.get("languages")),
        ("Challenge", f"{row['challenge_rating']} ({row['xp']} XP)"),
    )
    more: list[str] = []
    for field, what in (
        ("special_abilities", ""), ("actions", ""), ("reactions", "Reaction: "), ("legendary_actions", "Legendary: "),
    ):  # fmt: skip
        more += [f"{what}{a['name']}. {a.get('desc', '')}".strip() for a in row.get(field) or []]
    return facts, more


def _cost(row: Row) -> str:
    cost = row.get("cost") or {}
    return f"{cost['quantity']} {cost['unit']}" if cost else ""


def _worn(row: Row) -> str:
    worn = row.get("armor_class")
    if not worn:
        return ""
    bonus = " + Dexterity" if worn.get("dex_bonus") else ""
    most = f" (at most {worn['max_bonus']})" if worn.get("max_bonus") else ""
    return f"{worn['base']}{bonus}{most}"


def _equipment(row: Row) -> Told:
    damage, two_handed = row.get("damage"), row.get("two_handed_damage")
    facts = _kept(
        ("Kind", row.get("category_range") or reference_name(row["equipment_category"])),
        ("Cost", _cost(row)),
        ("Weight", f"{row['weight']} lb." if row.get("weight") else ""),
        ("Damage", f"{damage['damage_dice']} {reference_name(damage['damage_type'])}" if damage else ""),
        ("In two hands", two_handed["damage_dice"] if two_handed else ""),
        ("Armor class", _worn(row)),
        ("Strength needed", row.get("str_minimum") or ""),
        ("Stealth", "disadvantage" if row.get("stealth_disadvantage") else ""),
        ("Properties", _listed(row.get("properties", []))),
    )  # fmt: skip
    contents = [f"{c['quantity']} {reference_name(c['item'])}" for c in row.get("contents") or []]
    more = [*(row.get("special") or []), f"Holds: {', '.join(contents)}." if contents else ""]
    return facts, more


def _magic_item(row: Row) -> Told:
    kind = reference_name(row["equipment_category"])
    return _kept(("Kind", kind), ("Rarity", row["rarity"]["name"])), []


def _class(row: Row) -> Told:
    saves = _listed(row["saving_throws"])
    has = _listed(row["proficiencies"])
    return _kept(
        ("Hit die", f"d{row['hit_die']}"), ("Saving throws", saves), ("Proficiencies", has)
    ), []


def _race(row: Row) -> Told:
    bonuses = [
        f"{reference_name(b['ability_score'])} +{b['bonus']}" for b in row["ability_bonuses"]
    ]
    traits = row.get("traits") or row.get("racial_traits") or []
    facts = _kept(
        ("Speed", f"{row['speed']} ft." if row.get("speed") else ""),
        ("Abilities", ", ".join(bonuses)),
        ("Traits", _listed(traits)),
    )
    told = [row.get(name) or "" for name in ("age", "alignment", "size_description")]
    return facts, told


def _feature(row: Row) -> Told:
    subclass = row.get("subclass")
    return _kept(
        ("Class", reference_name(row["class"])),
        ("Subclass", reference_name(subclass) if subclass else ""),
        ("Level", row["level"]),
    ), []


def _background(row: Row) -> Told:
    feature = row["feature"]
    told = " ".join(feature["desc"])
    skills = _listed(row["starting_proficiencies"])
    return _kept(("Proficiencies", skills)), [f"{feature['name']}. {told}"]


FACTS: dict[str, Callable[[Row], Told]] = {
    "spells": _spell,
    "monsters": _monster,
    "equipment": _equipment,
    "magic-items": _magic_item,
    "classes": _class,
    "races": _race,
    "subraces": _race,
    "features": _feature,
    "backgrounds": _background,
    "skills": lambda row: (_kept(("Ability", reference_name(row["ability_score"]))), []),
    "traits": lambda row: (_kept(("Races", _listed([*row["races"], *row["subraces"]]))), []),
    "languages": lambda row: (
        _kept(("Speakers", _listed(row["typical_speakers"])), ("Script", row.get("script"))),
        [],
    ),
}
