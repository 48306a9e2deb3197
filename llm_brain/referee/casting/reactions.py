"""Spells cast as a reaction to a spell or a blow: Counterspell, Hellish Rebuke; and holding one ready for its moment.

SRD 5.1, "Reactions", "Counterspell", "Hellish Rebuke". Shield answers a blow in `combat/defences.py`.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, EffectLost
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.ledger.rolls import Part
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import area_flags
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.strike_or_save import affect
from llm_brain.referee.combat.economy import spend_reaction
from llm_brain.referee.combat.positions import combatant_of, distance_ft, enemies_of
from llm_brain.referee.conditions import can_react
from llm_brain.referee.dice import Dice, roll_d20
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.senses import can_see
from llm_brain.referee.spells import SPELLS, Spell

COUNTERSPELL = "counterspell"
REBUKE = "hellish-rebuke"
GRAVE = 3
"""A spell of this slot level or more is answered without being asked, while more than one slot is left for it."""


def hold(out: Outcome, ref: str, spell: Spell) -> None:
    """Hold a reaction spell ready: it is cast, and paid, when its moment comes. Raises Refusal."""
    hero = out.creature(ref)
    if hero.sheet is None or spell.key not in hero.sheet.spells_prepared:
        raise Refusal("not_prepared", f"{hero.name} has not prepared {spell.name}.")
    if not slot_for(hero, spell):
        reason = (
            f"You have no spell slot of level {spell.level} left; a long rest brings them back."
        )
        raise Refusal("no_slot_left", reason)
    if out.state.encounter is None:
        reason = f"{spell.name} is a reaction: it answers what somebody does in a fight."
        raise Refusal("nothing_to_answer", reason)
    held = Effect(name=f"{spell.name.lower()} held", source=ref, ends=Ends(encounter=True))
    out.add(EffectGained(ref=ref, effect=held))


def slot_for(hero: Creature, spell: Spell, least: int = 0) -> int:
    """Return the lowest slot left that a hero can cast a spell with, 0 for none."""
    left = hero.sheet.slots_left if hero.sheet else {}
    fitting = [n for n, count in left.items() if count and n >= max(spell.level, least)]
    return min(fitting, default=0)


def _is_able(out: Outcome, ref: str, spell: Spell, at: str) -> bool:
    """Whether somebody can answer now: a reaction, words where they are needed, sight, within reach."""
    creature, place = out.creature(ref), combatant_of(out.state, ref)
    free = place is not None and place.has_reaction and can_react(creature)
    flags = area_flags(out.state, creature)
    hushed = ("V" in spell.components and "silent" in flags) or "no_magic" in flags
    if not free or hushed or modifiers.has(creature, "no_spells"):
        return False
    near = distance_ft(out.state, ref, at) <= spell.range_ft
    return near and can_see(out.state, creature, out.creature(at))


def _wants(hero: Creature, spell: Spell, slot: int) -> bool:
    if modifiers.named(hero, f"{spell.name.lower()} held"):
        return True
    assert hero.sheet is not None
    left = sum(n for level, n in hero.sheet.slots_left.items() if level >= spell.level)
    return slot >= GRAVE and left > 1


def _pay(out: Outcome, ref: str, spell: Spell, slot: int, at: str) -> None:
    spend_reaction(out, ref, spell.name.lower())
    out.add(SpellCast(ref=ref, spell=spell.key, name=spell.name, slot=slot, targets=(at,)))
    sheet = out.creature(ref).sheet
    if sheet is not None:
        out.add(SpellSlotSpent(ref=ref, level=slot, left=sheet.slots_left[slot] - 1))
    held = f"{spell.name.lower()} held"
    if modifiers.named(out.creature(ref), held):
        out.add(EffectLost(ref=ref, name=held, source=ref, because="cast"))


def is_countered(out: Outcome, caster: str, slot: int, dice: Dice) -> bool:
    """Let whoever can and would counter a spell being cast do so; say whether it comes to nothing."""
    if out.state.encounter is None or COUNTERSPELL not in SPELLS:
        return False
    spell = SPELLS[COUNTERSPELL]
    for other in enemies_of(out.state, caster):
        if not _is_able(out, other, spell, caster):
            continue
        used = _heros_slot(out, other, spell, slot) or _monsters_slot(out, other, spell, slot)
        if not used:
            continue
        _pay(out, other, spell, used, caster)
        if used >= slot or _outdoes(out, other, slot, dice):
            return True
    return False


def _heros_slot(out: Outcome, ref: str, spell: Spell, slot: int) -> int:
    hero = out.creature(ref)
    if hero.sheet is None or spell.key not in hero.sheet.spells_prepared:
        return 0
    return slot_for(hero, spell) if _wants(hero, spell, slot) else 0


def _monsters_slot(out: Outcome, ref: str, spell: Spell, slot: int) -> int:
    """Return the slot a stat block counters with, having noted that it is spent; 0 when it does not."""
    from llm_brain.referee.combat.monster_spells import pay_for, slot_left

    block = block_of(out.creature(ref))
    casting = block.spellcasting if block else None
    if casting is None or spell.key not in casting.spells or slot < GRAVE - 1:
        return 0
    used = slot_left(out.state, ref, casting, spell)
    if used:
        pay_for(out, ref, casting, spell, used)
    return used or 0


def caster_modifier(state: State, ref: str) -> int:
    """Return the modifier of somebody's spellcasting ability."""
    creature = state.creatures[ref]
    if creature.sheet is not None:
        return ability_modifier(creature, creature.sheet.spell_ability or "int")
    block = block_of(creature)
    return block.spellcasting.modifier if block and block.spellcasting else 0


def overcomes(out: Outcome, ref: str, level: int, dice: Dice, purpose: str) -> bool:
    """Roll a spellcasting ability check against 10 plus a spell's level."""
    part = Part(label="spellcasting ability", value=caster_modifier(out.state, ref))
    made = roll_d20(dice, purpose, parts=(part,), against=10 + level, against_name="DC", roller=ref)
    return out.rolled(made).outcome == "success"


def _outdoes(out: Outcome, ref: str, level: int, dice: Dice) -> bool:
    return overcomes(out, ref, level, dice, "Counter the spell")


def rebuke(out: Outcome, ref: str, by: str, dice: Dice) -> None:
    """Let a held Hellish Rebuke answer whoever has just hurt somebody."""
    hero = out.creature(ref)
    if not modifiers.named(hero, "hellish rebuke held") or hero.is_down or by == ref:
        return
    spell = SPELLS[REBUKE]
    slot = slot_for(hero, spell)
    if not slot or by not in out.state.creatures or not _is_able(out, ref, spell, by):
        return
    _pay(out, ref, spell, slot, by)
    action = Action(kind="cast", spell=spell.key, target_ref=by)
    affect(out, Moment(hero_caster(out.state, ref), spell, slot, [by], action), dice)
