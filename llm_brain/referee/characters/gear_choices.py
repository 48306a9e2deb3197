"""What equipment asks: one option of each group a class and a background have, and what "any simple weapon" is.

SRD 5.1, "Equipment" of classes and backgrounds. Instead there is gold to spend, by SRD 5.2.1's numbers.
"""

from llm_brain.referee.characters.asking import Asking
from llm_brain.referee.characters.draft import CUSTOM, Draft
from llm_brain.referee.characters.problem import Option
from llm_brain.referee.characters.tables import CATEGORIES, GearOption
from llm_brain.referee.equipment import EQUIPMENT, Equipment

GROUP = "Equipment"
# SRD 5.2.1, "Classes": the gold that stands in for a class's equipment
GOLD = {
    "barbarian": 75, "bard": 90, "cleric": 110, "druid": 50, "fighter": 155, "monk": 50,
    "paladin": 150, "ranger": 150, "rogue": 100, "sorcerer": 50, "warlock": 100, "wizard": 55,
}  # fmt: skip
Group = tuple[str, tuple[GearOption, ...]]


def groups_of(draft: Draft) -> list[Group]:
    """Return the groups to choose from, by the keys of their questions."""
    found: list[Group] = []
    if draft.first_class is not None and draft.choices.gear == "package":
        key = draft.first_class.key
        found += [
            (f"gear.{key}.{n}", group) for n, group in enumerate(draft.first_class.gear_choices)
        ]
    if draft.background is not None:
        found += [
            (f"gear.background.{n}", group) for n, group in enumerate(draft.background.gear_choices)
        ]
    return found


def gold_cp(draft: Draft) -> int:
    """Return the copper pieces there are to spend or keep."""
    row, background = draft.first_class, draft.background
    coins = background.coins_cp if background else 1500 * (draft.choices.background == CUSTOM)
    if draft.choices.gear == "gold" and row is not None:
        coins += GOLD[row.key] * 100
    return coins


def is_trained_with(draft: Draft, entry: Equipment) -> bool:
    """Whether a thing's armor or weapon is one the character is trained with."""
    trained = draft.trained
    if entry.armor is not None:
        return entry.armor.category in trained
    return entry.weapon is None or entry.weapon.category in trained or entry.key in trained


def options_for(draft: Draft, group: tuple[GearOption, ...]) -> list[Option]:
    """Return a group's options in words; what takes training is offered to the trained."""
    found = []
    for n, option in enumerate(group):
        if option.needs and not all(is_trained_with(draft, EQUIPMENT[k]) for k in option.items):
            continue
        words = [_counted(EQUIPMENT[key].name, count) for key, count in option.items.items()]
        words += [
            _counted(f"any of the {category.replace('-', ' ')}", n) for category, n in option.any
        ]
        found.append(Option(key=str(n), name=", ".join(words)))
    return found


def _counted(name: str, count: int) -> str:
    return name if count == 1 else f"{count} × {name}"


def chosen_option(draft: Draft, key: str, group: tuple[GearOption, ...]) -> GearOption | None:
    """Return the option that was chosen from a group; the only one there is needs no choosing."""
    if len(group) == 1:
        return group[0]
    picked = draft.picked(key)[:1]
    fits = picked and picked[0] in {option.key for option in options_for(draft, group)}
    return group[int(picked[0])] if fits else None


def ask_for_gear(asking: Asking) -> None:
    """Ask for each group, then for each thing that is "any" of a category."""
    draft = asking.draft
    for key, group in groups_of(draft):
        if len(group) > 1:
            label = f"Equipment {int(key.rsplit('.', 1)[1]) + 1}"
            asking.ask(key, label, 1, options_for(draft, group), group=GROUP)
        option = chosen_option(draft, key, group)
        for n, (category, count) in enumerate(option.any if option else ()):
            things = [
                Option(key=thing, name=EQUIPMENT[thing].name) for thing in CATEGORIES[category].keys
            ]
            label = f"Which of the {category.replace('-', ' ')}?"
            asking.ask(f"{key}.any.{n}", label, count, things, group=GROUP, repeats=True)
