"""Putting on and taking off, drawing and sheathing: what that does to armor class, and how long it takes.

SRD 5.1, "Getting Into and Out of Armor", "Armor", "Weapons".
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.events.things import ItemEquipped
from llm_brain.ledger.events.world import TimePassed
from llm_brain.referee.actions import Action
from llm_brain.referee.armor_class import armor_class_with
from llm_brain.referee.combat.economy import spend_action, spend_handling
from llm_brain.referee.dice import Dice
from llm_brain.referee.equipment import Armor, Equipment
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import entry_of
from llm_brain.referee.refusal import Refusal

# minutes to don and to doff
DONNING = {"light": (1, 1), "medium": (5, 1), "heavy": (10, 5)}
# how many of a kind of magic item do their work at once
MOST_WORN = {"ring": 2, "orbit": 99}
TAKING_OFF = ("unequip", "take off", "remove", "doff", "put away", "sheathe", "stow", "drop my")


def carried(creature: Creature, name: str | None) -> Item:
    """Return the carried thing that is meant. Raises Refusal when there is none."""
    wanted = (name or "").strip().lower()
    kind, _, key = wanted.partition(":")
    wanted = key if kind == "item" else wanted
    found = [i for i in creature.items if wanted in (i.key, i.name.lower())]
    if not found and wanted:
        spelled = wanted.replace(" ", "-")
        found = [i for i in creature.items if spelled in i.key or wanted in i.name.lower()]
    if not found:
        what = name or "that"
        raise Refusal("not_carried", f"{creature.name} does not carry {what}.")
    return found[0]


def equip(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Put something on or take it off, as the words say; taking up a thing makes room for it."""
    hero = out.creature(ref)
    if hero.stat_block is not None and hero.sheet is not None:
        raise Refusal("shaped", "A beast wears and wields nothing. Take your own shape first.")
    item = carried(hero, action.item or action.target_ref or action.target)
    off = any(word in action.text.lower() for word in TAKING_OFF)
    same = [i for i in hero.items if i.key == item.key]
    item = next((i for i in same if i.is_equipped == off), item)
    if off != item.is_equipped:
        state = "in use" if item.is_equipped else "put away"
        raise Refusal("already_so", f"The {item.name} is {state} already.")
    entry = entry_of(item)
    if entry is not None and item.rarity and item.slot not in ("worn", "carried", ""):
        _wear(out, ref, item, entry, off=off)
        return
    if entry is None or (entry.armor is None and entry.weapon is None):
        raise Refusal("not_wearable", f"The {item.name} is nothing to wear or wield.")
    _pay(out, ref, entry, off=off)
    if not off:
        _make_room(out, ref, entry)
    set_equipped(out, ref, item, is_equipped=not off)


def set_equipped(out: Outcome, ref: str, item: Item, *, is_equipped: bool) -> None:
    """Equip or unequip one piece, with the armor class it leaves."""
    event = ItemEquipped(
        ref=ref, key=item.key, name=item.name, is_equipped=is_equipped, armor_class=0
    )
    items = event.apply(out.state).creatures[ref].items
    number = armor_class_with(out.creature(ref), items)
    out.add(event.model_copy(update={"armor_class": number}))


def _pay(out: Outcome, ref: str, entry: Equipment, *, off: bool) -> None:
    armor: Armor | None = entry.armor
    if armor is None:
        spend_handling(out, ref, f"{'stow' if off else 'draw'} {entry.name}")
        return
    if armor.category == "shield":
        spend_action(out, ref, f"{'doff' if off else 'don'} the shield")
        return
    minutes = DONNING[armor.category][1 if off else 0]
    if out.state.encounter is not None:
        reason = f"That takes {minutes} minutes; there is no time for it in a fight."
        raise Refusal("takes_too_long", reason)
    clock = out.state.clock_min + minutes
    out.add(TimePassed(minutes=minutes, clock_min=clock, because=f"changing {entry.name}"))


def _wear(out: Outcome, ref: str, item: Item, entry: Equipment, *, off: bool) -> None:
    """Put on or take off a ring, a cloak, a wand …; one of a kind at a time. SRD 5.1, "Wearing and Wielding Items"."""
    if not off:
        most = MOST_WORN.get(item.slot, 1)
        worn = [i for i in out.creature(ref).items if i.is_equipped and i.slot == item.slot]
        if item.slot != "held" and sum(i.quantity for i in worn) >= most:
            reason = f"The {worn[0].name} is in the way: take it off first."
            raise Refusal("worn_already", reason)
    spend_handling(out, ref, f"{'take off' if off else 'put on'} {item.name}")
    if not off:
        _make_room(out, ref, entry)
    set_equipped(out, ref, item, is_equipped=not off)


def _is_body_armor(entry: Equipment | None) -> bool:
    return bool(entry and entry.armor and entry.armor.category != "shield")


def _make_room(out: Outcome, ref: str, entry: Equipment) -> None:
    """Take off what cannot be worn or held at the same time: one armor, one shield, two hands."""
    for item in list(out.creature(ref).items):
        other = entry_of(item) if item.is_equipped else None
        if other is None:
            continue
        both_armor = _is_body_armor(entry) and _is_body_armor(other)
        if both_armor or _hands_clash(out.creature(ref), entry, other):
            set_equipped(out, ref, item, is_equipped=False)


def _hands_clash(creature: Creature, new: Equipment, old: Equipment) -> bool:
    def hands(entry: Equipment) -> int:
        if entry.weapon is not None:
            return 2 if entry.weapon.has("two-handed") else 1
        return 1 if entry.armor is not None and entry.armor.category == "shield" else 0

    if not hands(new) or not hands(old):
        return False
    held = sum(
        hands(entry) * item.quantity
        for item in creature.items
        if item.is_equipped and (entry := entry_of(item)) is not None
    )
    is_shield = new.armor is not None and old.armor is not None
    return is_shield or held + hands(new) > 2
