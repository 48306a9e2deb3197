"""Spells with a rule of their own that decide a fight: words of power, prismatic rays, harm, other shapes, other planes.

SRD 5.1, "Spell Descriptions".
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained, EffectLost
from llm_brain.ledger.events.fights import ActionSpent, Vanished
from llm_brain.referee import conditions, dying
from llm_brain.referee.bestiary import STAT_BLOCKS, StatBlock, block_of
from llm_brain.referee.casting.bring import bring_condition, bring_effect
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.casting.strike_or_save import (
    is_beyond,
    make_save,
    roll_damage,
    spell_strike,
    strike_with,
)
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.dice import Dice, roll, roll_d20
from llm_brain.referee.harm import hurt, shield_with_temp_hp
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SpellCondition, SpellEffect
from llm_brain.referee.trial import ability_check

# SRD 5.1, "Divine Word": hit points at most, what befalls, for how many minutes
WORDS_FORCE = (
    (20, (), 0),
    (30, ("deafened", "blinded", "stunned"), 60),
    (40, ("deafened", "blinded"), 10),
    (50, ("deafened",), 1),
)
# SRD 5.1, "Prismatic Spray": the damage type of a ray by its number
RAYS = {1: "fire", 2: "acid", 3: "lightning", 4: "poison", 5: "cold"}
RAY_DICE = "10d6"
DEFAULT_SHAPE = "brown-bear"


def _taken(out: Outcome, moment: Moment) -> list[str]:
    """Return the targets that the spell can take hold of."""
    there = [t for t in dict.fromkeys(moment.targets) if t in out.state.creatures]
    return [t for t in there if not is_beyond(out, moment, t) and not out.creature(t).is_dead]


def _kill(out: Outcome, moment: Moment, target: str) -> None:
    ward = next((e for e in out.creature(target).effects if e.modifiers.get("death_ward")), None)
    if ward is not None:
        out.add(EffectLost(ref=target, name=ward.name, source=ward.source, because="used"))
    else:
        dying.die(out, target, by=moment.caster.ref, how=moment.spell.name)


def slay(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Kill outright whoever has few enough hit points."""
    for target in _taken(out, moment):
        _kill(out, moment, target)


def harm(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Hurt somebody badly, but never below 1 hit point."""
    for target in _taken(out, moment):
        saved = make_save(out, moment, target, dice)
        rolled = roll_damage(out, moment, moment.spell.at(moment.spell.damage, moment.slot), dice)
        creature = out.creature(target)
        most = max(0, creature.hp + creature.temp_hp - 1)
        hurt(
            out, target, min(most, rolled.total // 2 if saved else rolled.total), "necrotic", dice,
            by=moment.caster.ref, weapon=moment.spell.name, roll=rolled.id, material="magical",
        )  # fmt: skip


def divine_word(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Speak a word that weighs the more the fewer hit points somebody has."""
    for target in _taken(out, moment):
        if make_save(out, moment, target, dice):
            continue
        hp = out.creature(target).hp
        most, names, minutes = next((row for row in WORDS_FORCE if hp <= row[0]), (0, (), 0))
        if most == WORDS_FORCE[0][0]:
            _kill(out, moment, target)
        ends = Ends(at_clock_min=out.state.clock_min + minutes)
        for name in names:
            because = moment.spell.name
            conditions.gain(out, target, name, source=moment.caster.ref, because=because, ends=ends)


def prismatic_spray(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Strike each target with a ray of its own, or with two."""
    for target in _taken(out, moment):
        first = out.rolled(roll(dice, "Prismatic ray", "1d8", roller=moment.caster.ref)).total
        rays = [first]
        if first == 8:
            again = roll(dice, "Two prismatic rays", "2d7", roller=moment.caster.ref)
            rays = [die.value for die in out.rolled(again).dice]
        saved = make_save(out, moment, target, dice)
        for ray in rays:
            _ray(out, moment, target, ray, dice, saved=saved)


def _ray(out: Outcome, moment: Moment, target: str, ray: int, dice: Dice, *, saved: bool) -> None:
    if out.creature(target).is_dead:
        return
    if ray in RAYS:
        rolled = roll_damage(out, moment, RAY_DICE, dice, RAYS[ray])
        strike_with(out, moment, target, rolled, dice, halved=saved, kind=RAYS[ray])
    elif not saved and ray == 6:
        stone: dict[str, int | str | bool] = {"hardens": 0, "dc": moment.caster.dc}
        hardening = SpellEffect(name="prismatic spray", modifiers=stone)
        bring_condition(out, moment.caster, moment.spell, target, SpellCondition(name="restrained"))
        bring_effect(out, moment.caster, moment.spell, target, hardening)
    elif not saved:
        blind = SpellCondition(name="blinded", repeats=True)
        bring_condition(out, moment.caster, moment.spell, target, blind)


def plane_shift(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Touch somebody who, failing a save, is gone to another plane."""
    strike = spell_strike(moment.caster, moment.spell, "")
    for target in _taken(out, moment)[:1]:
        is_hit = strike_at(out, moment.caster.ref, target, strike, dice)
        if is_hit and not make_save(out, moment, target, dice):
            if out.creature(target).is_hero:
                away = SpellEffect(name="plane shift", modifiers={"away": True, "no_action": True})
                bring_effect(out, moment.caster, moment.spell, target, away)
            else:
                out.add(Vanished(ref=target, because=moment.spell.name))


def telekinesis(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Hold somebody in the air by a check against their Strength."""
    ref = moment.caster.ref
    for target in _taken(out, moment)[:1]:
        theirs = ability_check(out, target, "str", None, dice, "Resist telekinesis")
        own = roll_d20(
            dice, "Telekinesis", parts=moment.caster.to_hit[:1], against=theirs.total + 1,
            against_name="Strength check", roller=ref,
        )  # fmt: skip
        if out.rolled(own).outcome == "success":
            held = SpellCondition(name="restrained", ends="caster_end")
            bring_condition(out, moment.caster, moment.spell, target, held)


def time_stop(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Give the caster 1d4+1 actions more this turn."""
    ref = moment.caster.ref
    made = out.rolled(roll(dice, "Turns while time stands still", "1d4+1", roller=ref))
    if out.state.encounter is None:
        return
    out.add(ActionSpent(ref=ref, what="regained_action", on=moment.spell.name))
    ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
    more: dict[str, int | str | bool] = {"spare_actions": made.total - 1}
    spare = Effect(name="time stop", source=ref, modifiers=more, ends=ends)
    out.add(EffectGained(ref=ref, effect=spare))


def _shape(out: Outcome, moment: Moment, target: str) -> StatBlock:
    """Return the beast that is named and no stronger than the target, else a bear."""
    creature = out.creature(target)
    own = block_of(creature)
    most = creature.sheet.level if creature.sheet else own.challenge_rating if own else 1
    words = moment.words.replace(" ", "-")
    for key in STAT_BLOCKS:
        if (
            key in words
            and STAT_BLOCKS[key].type == "beast"
            and STAT_BLOCKS[key].challenge_rating <= most
        ):
            return STAT_BLOCKS[key]
    return STAT_BLOCKS[DEFAULT_SHAPE]


def polymorph(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Make a foe a small beast until its first wound, or lend a friend a beast's hit points."""
    for target in _taken(out, moment):
        creature = out.creature(target)
        if creature.is_hero or creature.attitude == "friendly":
            block = _shape(out, moment, target)
            shield_with_temp_hp(out, target, block.hp, block.name)
            shape = SpellEffect(name=moment.spell.name.lower(), modifiers={"shape": block.key})
            bring_effect(out, moment.caster, moment.spell, target, shape)
        elif moment.spell.save and not make_save(out, moment, target, dice):
            harmless: dict[str, int | str | bool] = {"no_action": True, "no_reactions": True}
            small = SpellEffect(name=moment.spell.name.lower(), modifiers=harmless, on_damage=True)
            bring_effect(out, moment.caster, moment.spell, target, small)
