"""Spells that are used again turn after turn while they last: a bolt from the cloud, the sword of force, the sunbeam.

SRD 5.1, "Call Lightning", "Arcane Sword", "Sunbeam", "Vampiric Touch" … What is kept is an effect on the caster.
"""

from dataclasses import replace

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.referee import lifetimes, modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.bring import bring_own, clock_end
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.special import SPECIALS
from llm_brain.referee.casting.special_fight import leap
from llm_brain.referee.casting.strike_or_save import affect
from llm_brain.referee.casting.targets import choose_targets, reach, zone_of_area
from llm_brain.referee.combat.economy import (
    has_action,
    has_bonus_action,
    spend_action,
    spend_bonus_action,
)
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import Spell


def _kept(spell: Spell) -> str:
    return f"once more: {spell.key}"


def keep_up(out: Outcome, moment: Moment) -> None:
    """Note that a spell can be used again, with the slot it was cast with."""
    spell, ref = moment.spell, moment.caster.ref
    if not spell.again or not out.creature(ref).is_hero:
        return
    if spell.concentration and out.creature(ref).concentration is None:
        return
    held = ref if spell.concentration else None
    ends = Ends(at_clock_min=clock_end(out, spell), concentration_of=held)
    kept = Effect(name=_kept(spell), source=ref, modifiers={"slot": moment.slot}, ends=ends)
    out.add(EffectGained(ref=ref, effect=kept))


def goes_on(out: Outcome, action: Action, ref: str, spell: Spell, dice: Dice) -> bool:
    """Use a spell that still lasts once more instead of casting it anew; say whether that was meant."""
    there = modifiers.named(out.creature(ref), _kept(spell)) if spell.again else None
    if there is None or action.slot_level is not None:
        return False
    slot = int(there.modifiers.get("slot", spell.level))
    _require_time(out, ref, spell)
    targets = choose_targets(out.state, ref, spell, slot, action)
    if not reach(out, ref, spell, targets, dice):
        return True
    caster = replace(hero_caster(out.state, ref), slot=slot)
    moment = Moment(caster, spell, slot, targets, action, is_again=True)
    _spend(out, ref, spell)
    special = SPECIALS.get(spell.special)
    if special is not None:
        special.do(out, moment, dice)
    else:
        affect(out, moment, dice)
    if spell.target == "area":
        zone = zone_of_area(out.state, ref, targets, action)
        bring_own(out, caster, spell, zone=zone, targets=targets)
    if spell.travel_ft:
        leap(out, moment, spell.travel_ft)
    if spell.is_harmful:
        lifetimes.after_attacking(out, ref)
    return True


def _require_time(out: Outcome, ref: str, spell: Spell) -> None:
    if spell.again == "action" and not has_action(out.state, ref):
        raise Refusal("no_action_left", "The action of this turn is spent.")
    if spell.again == "bonus_action" and not has_bonus_action(out.state, ref):
        raise Refusal("no_bonus_action_left", "The bonus action of this turn is spent.")


def _spend(out: Outcome, ref: str, spell: Spell) -> None:
    name = f"{spell.name} once more"
    if spell.again == "action":
        spend_action(out, ref, name)
    else:
        spend_bonus_action(out, ref, name)
