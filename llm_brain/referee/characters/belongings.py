"""What a character carries and wears at the start, and the coins that are left.

SRD 5.1, "Equipment". Packs are unpacked; the best armor and weapon one is trained with are put on.
"""

from llm_brain.ledger.creature import Item
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.gear_choices import (
    chosen_option,
    gold_cp,
    groups_of,
    is_trained_with,
)
from llm_brain.referee.characters.scores import modifier, scores_of
from llm_brain.referee.equipment import EQUIPMENT, Equipment, Weapon, item


def carried(draft: Draft) -> dict[str, int]:
    """Return everything that is had, packs unpacked."""
    had: dict[str, int] = {}

    def add(key: str, count: int) -> None:
        contents = EQUIPMENT[key].contents if key in EQUIPMENT else {}
        for inner, each in contents.items() if contents else ((key, 1),):
            had[inner] = had.get(inner, 0) + each * count

    row = draft.first_class
    given = dict(row.gear) if row is not None and draft.choices.gear == "package" else {}
    background = draft.background.gear if draft.background else {"clothes-common": 1, "pouch": 1}
    for source in (given, background):
        for key, count in source.items():
            add(key, count)
    for group_key, group in groups_of(draft):
        option = chosen_option(draft, group_key, group)
        for key, count in option.items.items() if option else ():
            add(key, count)
        for n, _ in enumerate(option.any if option else ()):
            for key in draft.picked(f"{group_key}.any.{n}"):
                add(key, 1)
    if draft.choices.gear == "gold":
        for key, count in draft.choices.bought.items():
            add(key, count * EQUIPMENT[key].bundle)
    return had


def coins_left_cp(draft: Draft) -> int:
    """Return the copper pieces that are left."""
    spent = sum(EQUIPMENT[key].cost_cp * count for key, count in draft.choices.bought.items())
    return gold_cp(draft) - (spent if draft.choices.gear == "gold" else 0)


def items(draft: Draft) -> tuple[Item, ...]:
    """Return what is carried, with what is worn and wielded marked."""
    had = carried(draft)
    in_use = worn(draft, had)
    found = [item(key, 1, is_equipped=True) for key in in_use]
    for key in in_use:
        had[key] -= 1
    return (*found, *(item(key, count) for key, count in had.items() if count))


def worn(draft: Draft, had: dict[str, int]) -> list[str]:
    """Return the keys of what is put on: armor, shield, weapon."""
    usable = [EQUIPMENT[key] for key in had if is_trained_with(draft, EQUIPMENT[key])]
    found = []
    armor = [e for e in usable if e.armor and e.armor.category != "shield" and _bears(draft, e)]
    best = max(armor, key=lambda entry: _armor_class(draft, entry), default=None)
    if best is not None and _armor_class(draft, best) >= _unarmored(draft):
        found.append(best.key)
    is_monk = draft.level_in("monk") > 0 and not found
    shield = "shield" in had and "shield" in draft.trained and not is_monk
    melee = [e for e in usable if e.weapon and e.weapon.kind == "melee"]
    free = [e for e in melee if e.weapon and not (shield and e.weapon.has("two-handed"))]
    shot = [e for e in usable if e.weapon and e.weapon.kind == "ranged" and not shield]
    weapon = max(free or melee or shot, key=lambda e: _harm(draft, e, shield), default=None)
    if weapon is not None:
        found.append(weapon.key)
    if shield and (weapon is None or (weapon.weapon and not weapon.weapon.has("two-handed"))):
        found.append("shield")
    return found


def _bears(draft: Draft, entry: Equipment) -> bool:
    armor = entry.armor
    return armor is not None and scores_of(draft)["str"] >= armor.str_minimum


def _armor_class(draft: Draft, entry: Equipment) -> int:
    armor = entry.armor
    assert armor is not None
    dexterity = modifier(draft, "dex")
    return armor.base + (min(dexterity, armor.dex_cap) if armor.dex_cap else 0)


def _unarmored(draft: Draft) -> int:
    best = 10 + modifier(draft, "dex")
    if draft.level_in("barbarian"):
        best = max(best, 10 + modifier(draft, "dex") + modifier(draft, "con"))
    if draft.level_in("monk"):
        best = max(best, 10 + modifier(draft, "dex") + modifier(draft, "wis"))
    if draft.level_in("sorcerer"):
        best = max(best, 13 + modifier(draft, "dex"))
    return best


def _harm(draft: Draft, entry: Equipment, has_shield: bool) -> float:
    weapon: Weapon | None = entry.weapon
    assert weapon is not None
    dice = weapon.versatile if weapon.versatile and not has_shield else weapon.damage
    count, _, sides = dice.partition("d")
    average = int(count) * (int(sides) + 1) / 2 if sides else float(count or 0)
    strength, dexterity = modifier(draft, "str"), modifier(draft, "dex")
    better = max(strength, dexterity) if weapon.has("finesse") else strength
    return average + 2 * (dexterity if weapon.kind == "ranged" else better)
