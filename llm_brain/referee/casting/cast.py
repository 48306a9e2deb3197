"""Casting a spell from declaration to effect: legality, targets, payment, concentration, and what it does.

SRD 5.1, "Spellcasting". Spells with a rule of their own are in the `special_*` modules.
"""

from dataclasses import replace

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.ledger.events.world import FlagSet, TimePassed
from llm_brain.referee import lifetimes
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import Casting
from llm_brain.referee.casting.bring import bring_own, clock_end
from llm_brain.referee.casting.caster import Caster, hero_caster, monster_caster
from llm_brain.referee.casting.legality import QUICK_SPELL, Plan, find_spell, plan_for
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.once_more import goes_on, keep_up
from llm_brain.referee.casting.reactions import is_countered
from llm_brain.referee.casting.special import SPECIALS, continues
from llm_brain.referee.casting.special_fight import leap
from llm_brain.referee.casting.strike_or_save import affect
from llm_brain.referee.casting.summoning import summon
from llm_brain.referee.casting.targets import choose_targets, reach, zone_of_area
from llm_brain.referee.combat.economy import spend_action, spend_bonus_action, spend_handling
from llm_brain.referee.concentration import concentrate
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.metamagic import bend
from llm_brain.referee.features.metamagic import pay as pay_for_bending
from llm_brain.referee.features.spell_bonus import lengthened
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SPELLS, Spell


def cast(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Cast what a hero declares. Raises Refusal when it is illegal."""
    spell = find_spell(action.spell or action.target).as_meant(action.text)
    if continues(out, action, ref, spell, dice) or goes_on(out, action, ref, spell, dice):
        return
    hero = out.creature(ref)
    bent = bend(hero, lengthened(hero.sheet.features if hero.sheet else (), spell), action)
    spell = bent.spell
    plan = plan_for(out.state, ref, spell, action)
    targets = choose_targets(out.state, ref, spell, plan.slot, action)
    caster = replace(hero_caster(out.state, ref), slot=plan.slot)
    moment = Moment(caster, spell, plan.slot, targets, action)
    special = SPECIALS.get(spell.special)
    if special is not None and special.require is not None:
        special.require(out, moment)
    if not reach(out, ref, spell, targets, dice) or _is_spent(out, ref, plan):
        return
    out.add(
        SpellCast(
            ref=ref,
            spell=spell.key,
            name=spell.name,
            slot=plan.slot,
            targets=tuple(dict.fromkeys(targets)),
            is_ritual=plan.is_ritual,
        )
    )
    _pay(out, ref, plan)
    pay_for_bending(out, ref, bent, targets)
    if is_countered(out, ref, plan.slot, dice):
        return
    if not spell.is_harmful:
        lifetimes.after_casting(out, ref)
    take_effect(out, moment, dice)
    if spell.is_harmful:
        lifetimes.after_attacking(out, ref)


def _is_spent(out: Outcome, ref: str, plan: Plan) -> bool:
    """Whether blows on the way have cost the caster their wits or, by a Shield, the slot."""
    hero = out.creature(ref)
    slots = hero.sheet.slots_left if hero.sheet and not plan.is_free else {plan.slot: 1}
    gone = plan.slot and not slots.get(plan.slot, 0)
    return is_incapacitated(hero) or bool(gone)


def take_effect(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let a cast spell do what it does."""
    spell, caster = moment.spell, moment.caster
    zone = zone_of_area(out.state, caster.ref, moment.targets, moment.action)
    if spell.concentration:
        held = tuple(dict.fromkeys(t for t in moment.targets if t in out.state.creatures))
        concentrate(out, caster.ref, spell.key, held, clock_end(out, spell))
    special = SPECIALS.get(spell.special)
    if special is not None:
        special.do(out, moment, dice)
    else:
        affect(out, moment, dice, zone=zone)
    if special is None or special.brings_own:
        bring_own(out, caster, spell, zone=zone, targets=moment.targets)
    if spell.summons is not None:
        summon(out, moment, dice)
    if spell.travel_ft:
        leap(out, moment, spell.travel_ft)
    keep_up(out, moment)


def _pay(out: Outcome, ref: str, plan: Plan) -> None:
    spell = plan.spell
    if plan.frees_hand:
        spend_handling(out, ref, f"a hand for {spell.name}")
    if spell.casting_time == "bonus_action":
        spend_bonus_action(out, ref, f"cast: {spell.name}")
        if out.state.encounter is not None:
            ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
            out.add(EffectGained(ref=ref, effect=Effect(name=QUICK_SPELL, source=ref, ends=ends)))
    elif spell.casting_time == "action":
        spend_action(out, ref, f"cast: {spell.name}")
    minutes = spell.casting_minutes + (10 if plan.is_ritual else 0)
    if minutes:
        clock = out.state.clock_min + minutes
        out.add(TimePassed(minutes=minutes, clock_min=clock, because=f"casting {spell.name}"))
        lifetimes.by_the_clock(out)
    hero = out.creature(ref)
    if plan.material_cp and spell.consumes:
        left = hero.coins_cp - plan.material_cp
        out.add(
            CoinsChanged(
                ref=ref, amount_cp=-plan.material_cp, coins_cp=left, because=f"for {spell.name}"
            )
        )
    elif plan.material_cp:
        left = hero.coins_cp - plan.material_cp
        bought = f"the material of {spell.name}"
        out.add(CoinsChanged(ref=ref, amount_cp=-plan.material_cp, coins_cp=left, because=bought))
        out.add(FlagSet(key=f"material:{ref}:{spell.key}", value="bought"))
    if plan.slot and hero.sheet is not None and not plan.is_free:
        left = hero.sheet.slots_left[plan.slot] - 1
        out.add(SpellSlotSpent(ref=ref, level=plan.slot, left=left))


def cast_as_monster(
    out: Outcome,
    ref: str,
    key: str,
    targets: list[str],
    casting: Casting,
    dice: Dice,
    *,
    slot: int | None = None,
) -> None:
    """Let a stat block cast a spell it knows; what it is paid with is counted by whoever calls."""
    spell: Spell = SPELLS[key]
    level = spell.level if slot is None else slot
    caster: Caster = replace(monster_caster(ref, casting), slot=level)
    action = Action(kind="cast", spell=key, target_ref=targets[0])
    struck = tuple(dict.fromkeys(targets))
    out.add(SpellCast(ref=ref, spell=key, name=spell.name, slot=level, targets=struck))
    if is_countered(out, ref, level, dice):
        return
    take_effect(out, Moment(caster, spell, level, targets, action), dice)
    lifetimes.after_attacking(out, ref)
