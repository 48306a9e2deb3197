"""Spells with a rule of their own that are cast in anger: missiles, rays, sleep, a weapon of force, a word of command.

SRD 5.1, "Spell Descriptions".
"""

from dataclasses import replace

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, EffectLost
from llm_brain.ledger.events.fights import Surrendered
from llm_brain.ledger.events.people import AttitudeChanged
from llm_brain.ledger.rolls import Part
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import zone_of
from llm_brain.referee.casting.bring import bring_condition, bring_effect, clock_end
from llm_brain.referee.casting.caster import damage_dice, hero_caster
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.reactions import hold
from llm_brain.referee.casting.strike_or_save import (
    is_spared,
    make_save,
    roll_damage,
    spell_strike,
    strike_with,
)
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.defences import cast_shield
from llm_brain.referee.combat.economy import spend_bonus_action
from llm_brain.referee.combat.movement import enter, zone_away
from llm_brain.referee.combat.positions import combatant_of, enemies_of, zones_apart_ft
from llm_brain.referee.conditions import can_react
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import Spell, SpellCondition

ANSWERED_ELSEWHERE = ("shield", "counterspell", "rebuke")
"""Spells that answer a blow or a spell: `combat/defences.py` and `reactions.py` cast them."""


def magic_missile(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Darts that never miss; who can throw up a Shield against them does."""
    for target in dict.fromkeys(moment.targets):
        count = moment.targets.count(target)
        creature = out.creature(target)
        held = modifiers.named(creature, "shield held")
        if held and can_react(creature):
            cast_shield(out, target)
        if modifiers.named(out.creature(target), "shield"):
            continue
        rolled = roll_damage(out, moment, f"{count}d4+{count}", dice)
        strike_with(out, moment, target, rolled, dice)


def rays(out: Outcome, moment: Moment, dice: Dice) -> None:
    """An attack for each ray or beam; one meant for somebody felled goes to the next."""
    spell = moment.spell
    each = spell.at(spell.damage, spell.level) or spell.at(spell.damage_by_level, 1)
    strike = spell_strike(moment.caster, spell, each)
    for target in moment.targets:
        aim = target
        if out.creature(target).is_down:
            left = list(enemies_of(out.state, moment.caster.ref))
            if not left:
                return
            aim = left[0]
        strike_at(out, moment.caster.ref, aim, strike, dice)


def acid_arrow(out: Outcome, moment: Moment, dice: Dice) -> None:
    """An attack; half the first damage on a miss, more acid later on a hit."""
    target = moment.targets[0]
    expression = damage_dice(moment.spell, moment.caster, moment.slot)
    strike = spell_strike(moment.caster, moment.spell, expression)
    if strike_at(out, moment.caster.ref, target, strike, dice):
        later = f"{moment.slot}d4"
        for effect in moment.spell.effects:
            if not out.creature(target).is_dead:
                bring_effect(out, moment.caster, moment.spell, target, effect, each_turn_end=later)
    else:
        rolled = roll_damage(out, moment, expression, dice)
        strike_with(out, moment, target, rolled, dice, halved=True)


def _pool(out: Outcome, moment: Moment, dice: Dice) -> int:
    spell = moment.spell
    count, _, sides = spell.pool.partition("d")
    more, _, _ = spell.pool_per_slot.partition("d")
    number = int(count) + int(more) * max(0, moment.slot - spell.level)
    purpose = f"Hit points affected: {spell.name}"
    return out.rolled(roll(dice, purpose, f"{number}d{sides}", roller=moment.caster.ref)).total


def _from_the_weakest(out: Outcome, moment: Moment, name: str, immune: str, dice: Dice) -> None:
    pool = _pool(out, moment, dice)
    awake = [
        t
        for t in dict.fromkeys(moment.targets)
        if out.creature(t).hp > 0 and not out.creature(t).has_condition("unconscious")
    ]
    for target in sorted(awake, key=lambda t: out.creature(t).hp):
        creature = out.creature(target)
        if creature.type == "undead" and name == "unconscious":
            continue
        if immune in creature.condition_immunities:
            continue
        if creature.hp > pool:
            return
        pool -= creature.hp
        condition = SpellCondition(name=name, on_damage=name == "unconscious")
        bring_condition(out, moment.caster, moment.spell, target, condition)


def sleep(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Put creatures to sleep, fewest hit points first."""
    _from_the_weakest(out, moment, "unconscious", "charmed", dice)


def color_spray(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Blind creatures, fewest hit points first."""
    _from_the_weakest(out, moment, "blinded", "blinded", dice)


def _weapon_attack(out: Outcome, moment: Moment, slot: int, dice: Dice) -> None:
    expression = f"{max(1, slot // 2)}d8"
    strike = spell_strike(moment.caster, moment.spell, expression)
    bonus = Part(label="spellcasting ability", value=moment.caster.modifier)
    strike = replace(strike, damage_parts=(bonus,))
    strike_at(out, moment.caster.ref, moment.targets[0], strike, dice)


def spiritual_weapon(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let a weapon of force strike, and stay for a minute."""
    ends = Ends(at_clock_min=clock_end(out, moment.spell))
    there = Effect(
        name="spiritual weapon",
        source=moment.caster.ref,
        modifiers={"slot": moment.slot},
        ends=ends,
    )
    out.add(EffectGained(ref=moment.caster.ref, effect=there))
    _weapon_attack(out, moment, moment.slot, dice)


def flaming_sphere(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Roll a ball of fire at somebody; it stays there and burns who ends a turn beside it."""
    expression = damage_dice(moment.spell, moment.caster, moment.slot)
    target = moment.targets[0]
    _lay_sphere(out, moment, expression, target)
    _ram(out, moment, expression, target, dice)


def _lay_sphere(out: Outcome, moment: Moment, expression: str, target: str) -> None:
    burning: dict[str, int | str | bool] = {
        "area": zone_of(out.state, target),
        "location": out.creature(moment.caster.ref).location,
        "turn_end_damage": expression,
        "type": "fire",
        "dc": moment.caster.dc,
        "light": 20,
    }
    ends = Ends(at_clock_min=clock_end(out, moment.spell), concentration_of=moment.caster.ref)
    sphere = Effect(name="flaming sphere", source=moment.caster.ref, modifiers=burning, ends=ends)
    out.add(EffectGained(ref=moment.caster.ref, effect=sphere))


def _ram(out: Outcome, moment: Moment, expression: str, target: str, dice: Dice) -> None:
    saved = make_save(out, moment, target, dice)
    rolled = roll_damage(out, moment, expression, dice)
    strike_with(out, moment, target, rolled, dice, halved=saved)


def continues(out: Outcome, action: Action, ref: str, spell: Spell, dice: Dice) -> bool:
    """Strike again with the spiritual weapon or the flaming sphere that is there, as a bonus action."""
    if spell.special == "shield":
        hold_shield(out, ref)
        return True
    if spell.special in ("counterspell", "rebuke"):
        hold(out, ref, spell)
        return True
    name = {"spiritual-weapon": "spiritual weapon", "sphere": "flaming sphere"}.get(spell.special)
    there = modifiers.named(out.creature(ref), name) if name else None
    if there is None or out.state.encounter is None or action.slot_level is not None:
        return False
    enemies = enemies_of(out.state, ref)
    target = action.target_ref if action.target_ref in enemies else None
    target = target or (enemies[0] if enemies else None)
    if target is None:
        raise Refusal("no_target", f"Say whom the {name} goes for.")
    spend_bonus_action(out, ref, f"{name} strikes")
    slot = int(there.modifiers.get("slot", 2))
    moment = Moment(hero_caster(out.state, ref), spell, slot, [target], action)
    if name == "spiritual weapon":
        _weapon_attack(out, moment, slot, dice)
    else:
        expression = str(there.modifiers["turn_end_damage"])
        _lay_sphere(out, moment, expression, target)
        _ram(out, moment, expression, target, dice)
    return True


def hold_shield(out: Outcome, ref: str) -> None:
    """Hold a Shield ready: it is cast, and paid, when a blow lands that it would turn. Raises Refusal."""
    hero = out.creature(ref)
    sheet = hero.sheet
    if sheet is None or "shield" not in sheet.spells_prepared:
        raise Refusal("not_prepared", f"{hero.name} has not prepared Shield.")
    if not sheet.slots_left.get(1, 0):
        reason = "You have no spell slot of level 1 left; a long rest brings them back."
        raise Refusal("no_slot_left", reason)
    if out.state.encounter is None:
        reason = "Shield is a reaction: it answers a blow, and nobody strikes now."
        raise Refusal("no_attack_to_answer", reason)
    held = Effect(name="shield held", source=ref, ends=Ends(encounter=True))
    out.add(EffectGained(ref=ref, effect=held))


def command(out: Outcome, moment: Moment, dice: Dice) -> None:
    """One word that is obeyed on the target's next turn. Without one, it is "halt"."""
    for target in dict.fromkeys(moment.targets):
        if is_spared(out, moment.spell, target) or make_save(out, moment, target, dice):
            continue
        ends = Ends(turn_of=target, turn_edge="end", at_clock_min=out.state.clock_min + 1)
        obeys: dict[str, int | str | bool] = {"no_action": True}
        if "flee" in moment.words or "run" in moment.words:
            obeys = {"turned": True}
        elif "grovel" in moment.words or "kneel" in moment.words or "fall" in moment.words:
            conditions.gain(
                out, target, "prone", source=moment.caster.ref, because="a word of command"
            )
        effect = Effect(name="command", source=moment.caster.ref, modifiers=obeys, ends=ends)
        out.add(EffectGained(ref=target, effect=effect))


def charm(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Charm somebody: they fight the caster's side no more and take the caster for a friend."""
    for target in dict.fromkeys(moment.targets):
        if is_spared(out, moment.spell, target) or make_save(out, moment, target, dice):
            continue
        took = [
            bring_condition(out, moment.caster, moment.spell, target, condition)
            for condition in moment.spell.conditions
        ]
        if not any(took):
            continue
        if out.creature(target).attitude == "hostile" and combatant_of(out.state, target):
            out.add(Surrendered(ref=target))
        elif not out.creature(target).is_hero:
            out.add(AttitudeChanged(ref=target, attitude="friendly", because=moment.spell.name))


def calm(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Calm humanoids: hostility ends; on friends, charm and fear do."""
    hero = out.creature(moment.caster.ref)
    for friend in [h for h in out.state.heroes if h.location == hero.location]:
        for name in ("charmed", "frightened"):
            conditions.lose(out, friend.ref, name, because=moment.spell.name)
    for target in dict.fromkeys(moment.targets):
        if out.creature(target).is_hero or is_spared(out, moment.spell, target):
            continue
        if not make_save(out, moment, target, dice):
            out.add(Surrendered(ref=target))


def misty_step(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Be 30 feet away at once; no grip holds and nobody gets a blow in."""
    leap(out, moment, 30)


def leap(out: Outcome, moment: Moment, feet: int) -> None:
    """Be elsewhere at once, as far away as the spell carries: beside whom is named, else far from every foe."""
    ref, because = moment.caster.ref, moment.spell.name.lower()
    for condition in out.creature(ref).conditions:
        if condition.ends.escape_dc is not None and condition.source:
            conditions.release(out, ref, condition.source, because)
    if modifiers.named(out.creature(ref), "attached"):
        out.add(EffectLost(ref=ref, name="attached", because=because))
    encounter = out.state.encounter
    combatant = combatant_of(out.state, ref)
    if encounter is None or combatant is None:
        return
    target = moment.action.target_ref
    if target in out.state.creatures and target != ref and zone_of(out.state, target):
        zone = zone_of(out.state, target)
    else:
        near = [z.key for z in encounter.zones
                if zones_apart_ft(encounter, combatant.zone, z.key) <= feet]  # fmt: skip
        enemies = enemies_of(out.state, ref)
        zone = max(
            near,
            key=lambda z: min(
                (zones_apart_ft(encounter, z, zone_of(out.state, e)) for e in enemies), default=0
            ),
        )
        zone = zone or zone_away(out.state, ref, enemies)
    if zone != combatant.zone and zones_apart_ft(encounter, combatant.zone, zone) <= feet:
        enter(out, ref, zone, combatant.movement_left_ft, because)
