"""Whether a spell may be cast now: known, prepared, slot, components, armor, hands, time, one bonus action spell a turn.

SRD 5.1, "Casting a Spell". Nothing is paid here; what is illegal raises Refusal with what would help.
"""

from dataclasses import dataclass

from llm_brain.ledger.creature import Creature, Sheet
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import area_flags
from llm_brain.referee.combat.economy import HANDS, has_action, has_bonus_action
from llm_brain.referee.features.barbarian import is_raging
from llm_brain.referee.features.warlock import at_will
from llm_brain.referee.proficiency import armor_hinders, entry_of, has_shield, wielded
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SPELLS, Spell

# SRD 5.1, "Bard", "Ranger", "Sorcerer", "Warlock": they know their spells, and prepare none
KNOWS_OUTRIGHT = ("bard", "ranger", "sorcerer", "warlock")
HANDS_AT_ALL = 2
QUICK_SPELL = "cast a bonus action spell"


@dataclass(frozen=True)
class Plan:
    """How a spell will be paid for. `slot` 0 is a cantrip or a ritual; `material_cp` what its material costs.

    A free one takes no slot and no material, but works as with a slot of its level. `frees_hand`: something is tucked away
    for it, which is the turn's free handling of a thing.
    """

    spell: Spell
    slot: int
    is_ritual: bool = False
    material_cp: int = 0
    is_free: bool = False
    frees_hand: bool = False


def find_spell(name: str | None) -> Spell:
    """Return a spell by key or name. Raises Refusal when there is none."""
    key = (name or "").strip().lower().replace("'", "").replace("’", "").replace(" ", "-")
    key = key.replace("/", "-")
    if key in SPELLS:
        return SPELLS[key]
    if not key:
        raise Refusal("which_spell", "Say which spell to cast.")
    raise Refusal("unknown_spell", f"There is no spell '{name}' that can be cast here.")


def plan_for(state: State, ref: str, spell: Spell, action: Action) -> Plan:
    """Return how a hero would pay for a spell. Raises Refusal with the reason when they cannot."""
    hero = state.creatures[ref]
    sheet = hero.sheet
    if sheet is None or sheet.spell_ability is None:
        raise Refusal("no_spellcaster", f"{hero.name} cannot cast spells.")
    if spell.key in at_will(hero):
        _require_body(state, hero, spell)
        _require_time(state, ref, spell, is_ritual=False)
        return Plan(spell, spell.level, is_free=True)
    is_ritual = _is_ritual(state, hero, sheet, spell, action)
    _require_known(hero, sheet, spell, is_ritual)
    _require_body(state, hero, spell)
    _require_time(state, ref, spell, is_ritual)
    cost = _require_material(hero, state, spell)
    slot = 0 if spell.is_cantrip or is_ritual else _slot(sheet, spell, action)
    hand = _require_hand(hero, state, spell)
    return Plan(spell, slot, is_ritual, material_cp=cost, frees_hand=hand)


def _is_ritual(state: State, hero: Creature, sheet: Sheet, spell: Spell, action: Action) -> bool:
    """SRD 5.1, "Rituals": when asked for, or when there is no slot to spend and the time is there."""
    if not spell.ritual or "Ritual Casting" not in sheet.features or state.encounter is not None:
        return False
    if "ritual" in action.text.lower():
        return True
    unprepared = spell.key not in sheet.spells_prepared and spell.key in sheet.spells_known
    return unprepared or not any(
        left and level >= spell.level for level, left in sheet.slots_left.items()
    )


def _require_known(hero: Creature, sheet: Sheet, spell: Spell, is_ritual: bool) -> None:
    if spell.is_cantrip:
        if spell.key not in sheet.cantrips:
            raise Refusal("not_known", f"{hero.name} does not know the cantrip {spell.name}.")
        return
    if spell.key in sheet.spells_prepared:
        return
    if is_ritual and spell.key in sheet.spells_known:
        return
    if spell.key in sheet.spells_known:
        reason = f"{spell.name} is in the spellbook but not prepared; a long rest changes the list."
        raise Refusal("not_prepared", reason)
    caster = sheet.class_name.lower()
    if caster in spell.classes and caster not in KNOWS_OUTRIGHT:
        reason = f"{hero.name} has not prepared {spell.name}; a long rest changes the list."
        raise Refusal("not_prepared", reason)
    raise Refusal("not_known", f"{hero.name} cannot cast {spell.name}.")


def _require_body(state: State, hero: Creature, spell: Spell) -> None:
    if armor_hinders(hero):
        reason = "Nobody casts in armor they are not trained to wear. Take it off first."
        raise Refusal("armor_hinders", reason)
    if "no_magic" in area_flags(state, hero):
        raise Refusal("no_magic", "No magic works here.")
    if modifiers.has(hero, "no_spells"):
        raise Refusal("no_spells", f"{hero.name} has neither the wits nor the hands to cast now.")
    if is_raging(hero):
        raise Refusal("raging", "Nobody casts while they rage.")
    # SRD 5.1, "Druid": Wild Shape, Beast Spells
    if hero.stat_block is not None and not hero.has_feature("Beast Spells"):
        raise Refusal("shaped", "Nobody casts in the shape of a beast. Take your own shape first.")
    if "V" in spell.components and "silent" in area_flags(state, hero):
        raise Refusal("silenced", f"{spell.name} needs words, and there is no sound here.")


def _require_time(state: State, ref: str, spell: Spell, is_ritual: bool) -> None:
    if state.encounter is None:
        return
    if spell.casting_time == "long" or is_ritual:
        minutes = spell.casting_minutes + (10 if is_ritual else 0)
        raise Refusal("takes_too_long", f"{spell.name} takes {minutes} minutes, not one turn.")
    quick = modifiers.named(state.creatures[ref], QUICK_SPELL)
    # SRD 5.1, "Casting Time": Bonus Action
    if quick and not (spell.is_cantrip and spell.casting_time == "action"):
        reason = "After a bonus action spell only a cantrip of one action can be cast this turn."
        raise Refusal("one_spell_a_turn", reason)
    if spell.casting_time == "action" and not has_action(state, ref):
        raise Refusal("no_action_left", "The action of this turn is spent.")
    if spell.casting_time == "bonus_action" and not has_bonus_action(state, ref):
        raise Refusal("no_bonus_action_left", "The bonus action of this turn is spent.")


def _require_hand(hero: Creature, state: State, spell: Spell) -> bool:
    """Say whether a hand must be freed for a spell in a fight. SRD 5.1, "Somatic (S)", "Material (M)".

    A shield with a holy symbol on it serves clerics and paladins where a material is needed.
    """
    held = len(wielded(hero)) + has_shield(hero)
    if state.encounter is None or held < HANDS_AT_ALL or not {"S", "M"} & set(spell.components):
        return False
    sheet = hero.sheet
    prays = sheet is not None and bool({"cleric", "paladin"} & _classes(sheet))
    if prays and "M" in spell.components and not spell.material_cp and has_shield(hero):
        return False
    if modifiers.named(hero, HANDS):
        reason = f"{spell.name} needs a free hand, and something was handled this turn already."
        raise Refusal("hands_busy", reason)
    return True


def _classes(sheet: Sheet) -> set[str]:
    return set(sheet.classes) or {sheet.class_name.lower()}


def _has_focus(hero: Creature) -> bool:
    # SRD 5.1, "Bard": Spellcasting Focus
    is_bard = hero.sheet is not None and hero.sheet.class_name.lower() == "bard"
    for item in hero.items:
        entry = entry_of(item)
        if entry is not None and entry.focus and (entry.focus != "music" or is_bard):
            return True
    return False


def _require_material(hero: Creature, state: State, spell: Spell) -> int:
    """Return what the material costs now, in copper pieces. SRD 5.1, "Material (M)"."""
    if "M" not in spell.components:
        return 0
    if not spell.material_cp:
        if not _has_focus(hero):
            reason = f"{spell.name} needs a component pouch or a focus, and {hero.name} has none."
            raise Refusal("no_focus", reason)
        return 0
    if not spell.consumes and state.flags.get(f"material:{hero.ref}:{spell.key}"):
        return 0
    if hero.coins_cp < spell.material_cp:
        gold = spell.material_cp // 100
        reason = f"{spell.name} needs a material worth {gold} gold pieces."
        raise Refusal("no_material", reason)
    return spell.material_cp


def _slot(sheet: Sheet, spell: Spell, action: Action) -> int:
    """Return the slot's level: the one asked for, else the lowest that is left."""
    if action.slot_level is not None:
        level = action.slot_level
        if level < spell.level:
            reason = f"{spell.name} needs a slot of level {spell.level} at least."
            raise Refusal("slot_too_low", reason)
        if sheet.slots_left.get(level, 0) < 1:
            raise Refusal("no_slot_left", _no_slot(level))
        return level
    fitting = [level for level, left in sheet.slots_left.items() if left and level >= spell.level]
    if not fitting:
        raise Refusal("no_slot_left", _no_slot(spell.level))
    return min(fitting)


def _no_slot(level: int) -> str:
    return f"You have no spell slot of level {level} left; a long rest brings them back."
