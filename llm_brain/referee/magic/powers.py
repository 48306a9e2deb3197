"""Spells and powers out of magic items: which one is meant, what it costs in charges, with whose numbers it is cast.

SRD 5.1, "Activating an Item", "Spell Scroll". A power of an item's own is the row of a spell, so that it goes the same road
as every other. A spell that the rules cannot cast yet is paid for and told.
"""

from dataclasses import replace

from llm_brain.ledger.creature import Item
from llm_brain.ledger.events.table import CheckMade, ItemUsed, SpellCast
from llm_brain.ledger.events.world import TimePassed
from llm_brain.ledger.rolls import Part
from llm_brain.referee import lifetimes, trial
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.cast import take_effect
from llm_brain.referee.casting.caster import Caster, hero_caster
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.special import SPECIALS
from llm_brain.referee.casting.targets import choose_targets, reach
from llm_brain.referee.combat.economy import (
    has_action,
    has_bonus_action,
    spend_action,
    spend_bonus_action,
)
from llm_brain.referee.dice import Dice
from llm_brain.referee.magic.spending import charges_left, use_up
from llm_brain.referee.magic_items import ItemSpell, MagicItem, power_name, split_key
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SPELLS, Spell

OWN_POWER = {
    "level": 0, "school": "evocation", "classes": (), "casting_time": "action", "components": "",
    "lasts": "instant", "range_ft": 60,
}  # fmt: skip


def powers_of(item: Item, magic: MagicItem) -> tuple[ItemSpell, ...]:
    """Return what can be cast out of an item; a scroll holds one spell."""
    if magic.scroll_level >= 0:
        return (ItemSpell(spell=split_key(item.key)[0], cost=0, level=magic.scroll_level),)
    return magic.spells


def spell_of(power: ItemSpell) -> Spell | None:
    """Return the rule of a power, or None when there is none yet."""
    if power.spell:
        return SPELLS.get(power.spell)
    key = str(power.own["name"]).lower().replace(" ", "-")
    return Spell.model_validate({"key": key, "says": "", **OWN_POWER, **power.own})


def power_meant(item: Item, magic: MagicItem, action: Action) -> ItemSpell:
    """Return the power that is named, or the only one. Raises Refusal when it has to be asked."""
    powers = powers_of(item, magic)
    said = f"{action.spell or ''} {action.text}".lower().replace("-", " ").replace("'", "")
    named = [p for p in powers if power_name(p).lower().replace("-", " ") in said]
    if len(named) == 1 or len(powers) == 1:
        return (named or list(powers))[0]
    if named:
        return max(named, key=lambda p: len(power_name(p)))
    names = ", ".join(power_name(p).replace("-", " ") for p in powers)
    raise Refusal("which_power", f"The {item.name} can do several things; say which: {names}.")


def is_harmful(item: Item, magic: MagicItem, action: Action) -> bool:
    """Whether using an item at somebody is an attack on them."""
    if not powers_of(item, magic):
        return False
    try:
        spell = spell_of(power_meant(item, magic, action))
    except Refusal:
        return False
    return spell is not None and spell.is_harmful


def item_caster(out: Outcome, ref: str, magic: MagicItem) -> Caster:
    """Return the numbers a spell from an item has: the item's own where it has some, else the user's."""
    hero = out.creature(ref)
    sheet = hero.sheet
    if sheet is not None and sheet.spell_ability is not None:
        caster = hero_caster(out.state, ref)
    else:
        # SRD 5.1, "Activating an Item": without a spellcasting ability the modifier is 0
        bonus = hero.proficiency_bonus
        part = Part(label="proficiency", value=bonus)
        caster = Caster(ref, 8 + bonus, (part,), 0, sheet.level if sheet else 1)
    if magic.dc:
        caster = replace(caster, dc=magic.dc)
    if magic.to_hit:
        caster = replace(caster, to_hit=(Part(label=magic.name, value=magic.to_hit),))
    return caster


def _spending(item: Item, power: ItemSpell, action: Action) -> tuple[int, int]:
    """Return the charges to spend and the slot level it is cast at. Raises Refusal when there are too few."""
    charges, level = power.cost, power.level
    if power.most:
        charges = action.quantity or 1
        if action.slot_level is not None:
            charges = action.slot_level - power.level + 1
        if not 1 <= charges <= power.most:
            raise Refusal("so_many_charges", f"It takes 1 to {power.most} charges at a time.")
        level = power.level + charges - 1
    left = charges_left(item)
    if item.charges_max and charges > left:
        reason = f"That takes {charges} charges and the {item.name} has {left}."
        raise Refusal("no_charges", reason)
    return charges, level


def cast_from(
    out: Outcome, action: Action, ref: str, item: Item, magic: MagicItem, dice: Dice
) -> None:
    """Cast what an item holds. Raises Refusal when it cannot be now."""
    power = power_meant(item, magic, action)
    charges, level = _spending(item, power, action)
    spell = spell_of(power)
    if magic.scroll_level >= 0:
        _require_readable(out, ref, power, spell)
    if spell is None:
        _tell(out, ref, item, magic, charges, dice)
        return
    slot = max(level, spell.level)
    _require_time(out, ref, spell)
    targets = choose_targets(out.state, ref, spell, slot, action)
    moment = Moment(item_caster(out, ref, magic), spell, slot, targets, action)
    special = SPECIALS.get(spell.special)
    if special is not None and special.require is not None:
        special.require(out, moment)
    if not reach(out, ref, spell, targets, dice):
        return
    _pay_time(out, ref, spell, item)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name, target=targets[0] if targets else ""))
    is_read = _reads(out, ref, magic, item, dice)
    if is_read and power.spell:
        struck = tuple(dict.fromkeys(targets))
        out.add(SpellCast(ref=ref, spell=spell.key, name=spell.name, slot=slot, targets=struck))
    use_up(out, ref, item, magic, charges, dice)
    if is_read:
        take_effect(out, moment, dice)
        after = lifetimes.after_attacking if spell.is_harmful else lifetimes.after_casting
        after(out, ref)


def _tell(out: Outcome, ref: str, item: Item, magic: MagicItem, charges: int, dice: Dice) -> None:
    """Use an item whose spell has no rule: it costs what it costs and is told."""
    spend_action(out, ref, item.name)
    out.add(ItemUsed(ref=ref, item=item.key, name=item.name))
    use_up(out, ref, item, magic, charges, dice)


def _require_time(out: Outcome, ref: str, spell: Spell) -> None:
    if out.state.encounter is None:
        return
    if spell.casting_time == "long":
        raise Refusal("takes_too_long", f"{spell.name} takes longer than one turn.")
    if spell.casting_time == "bonus_action" and not has_bonus_action(out.state, ref):
        raise Refusal("no_bonus_action_left", "The bonus action of this turn is spent.")
    if spell.casting_time != "bonus_action" and not has_action(out.state, ref):
        raise Refusal("no_action_left", "The action of this turn is spent.")


def _pay_time(out: Outcome, ref: str, spell: Spell, item: Item) -> None:
    pay = spend_bonus_action if spell.casting_time == "bonus_action" else spend_action
    pay(out, ref, item.name)
    if spell.casting_minutes and out.state.encounter is None:
        minutes = spell.casting_minutes
        clock = out.state.clock_min + minutes
        out.add(TimePassed(minutes=minutes, clock_min=clock, because=f"casting {spell.name}"))


def _require_readable(out: Outcome, ref: str, power: ItemSpell, spell: Spell | None) -> None:
    """SRD 5.1, "Spell Scroll": to who has not the spell on their list it is unreadable."""
    hero = out.creature(ref)
    sheet = hero.sheet
    classes = {c.lower() for c in (*sheet.classes, sheet.class_name)} if sheet else set()
    if spell is not None and not classes & set(spell.classes):
        name = power.spell.replace("-", " ")
        raise Refusal("cannot_read", f"{name.title()} is on no list of {hero.name}'s: unreadable.")


def _reads(out: Outcome, ref: str, magic: MagicItem, item: Item, dice: Dice) -> bool:
    """Whether a scroll is read: above one's own slots that takes a check, and a failure wastes it."""
    sheet = out.creature(ref).sheet
    if magic.scroll_level < 1 or sheet is None:
        return True
    if magic.scroll_level <= max(sheet.slots_max, default=0):
        return True
    made = trial.ability_check(
        out, ref, sheet.spell_ability or "int", 10 + magic.scroll_level, dice, "Read the scroll"
    )
    is_read = made.outcome == "success"
    out.add(CheckMade(by=ref, what="read the scroll", skill="", is_success=is_read, roll=made.id))
    return is_read
