"""What spells that lie on somebody bring at the edges of their turns: courage, mending, wandering wits, blinking out.

SRD 5.1, "Spell Descriptions": Heroism, Regenerate, Bestow Curse, Confusion, Blink. The areas are `ground.py`'s.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.referee import conditions, lifetimes, modifiers
from llm_brain.referee.casting.ground import harm_there
from llm_brain.referee.combat.positions import same_zone
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import restore, shield_with_temp_hp
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw

CONFUSED_IDLE = 6
"""SRD 5.1, "Confusion": up to this on a d10 the turn is lost, up to 8 it goes into a stray blow."""
HARDENED = 3


def at_start(out: Outcome, ref: str, dice: Dice) -> None:
    """Bring what spells bring at the start of somebody's turn."""
    for effect, most in list(modifiers.values(out.creature(ref), "temp_hp_each_turn")):
        if int(most) > 0:
            shield_with_temp_hp(out, ref, int(most), effect.name)
    for effect, hp in list(modifiers.values(out.creature(ref), "regains_each_turn")):
        if out.creature(ref).hp > 0:
            restore(out, ref, int(hp), by=effect.source, source=effect.name)
    harm_there(out, ref, "turn_start_damage", dice)
    _dither(out, ref, dice)
    _wander(out, ref, dice)


def _lose_turn(out: Outcome, ref: str, effect: Effect) -> None:
    ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
    name = f"{effect.name}: no action"
    idle = Effect(name=name, source=effect.source, modifiers={"no_action": True}, ends=ends)
    out.add(EffectGained(ref=ref, effect=idle))


def _dither(out: Outcome, ref: str, dice: Dice) -> None:
    for effect, ability in list(modifiers.values(out.creature(ref), "dithers")):
        if ability != "wis" or out.creature(ref).is_down:
            continue
        dc = int(effect.modifiers.get("dc", 10))
        if not saving_throw(out, ref, "wis", dc, dice, "Act in spite of the curse"):
            _lose_turn(out, ref, effect)


def _wander(out: Outcome, ref: str, dice: Dice) -> None:
    """Roll what the confused do. SRD 5.1, "Confusion"."""
    for effect, _ in list(modifiers.values(out.creature(ref), "confused")):
        creature = out.creature(ref)
        if conditions.is_incapacitated(creature):
            return
        made = out.rolled(roll(dice, "Confusion", "1d10", roller=ref))
        if made.total > 8:
            continue
        if made.total > CONFUSED_IDLE:
            _stray_blow(out, ref, dice)
        _lose_turn(out, ref, effect)


def _stray_blow(out: Outcome, ref: str, dice: Dice) -> None:
    from llm_brain.referee.combat.attack import strike_at
    from llm_brain.referee.combat.choosing import best_melee

    encounter = out.state.encounter
    near = [
        c.ref
        for c in (encounter.order if encounter else ())
        if c.ref != ref and same_zone(out.state, ref, c.ref) and not out.creature(c.ref).is_down
    ]
    strike = best_melee(out.creature(ref))
    if near and strike is not None:
        which = out.rolled(roll(dice, "Whom the stray blow meets", f"1d{len(near)}", roller=ref))
        strike_at(out, ref, near[which.total - 1], strike, dice)


def at_end(out: Outcome, ref: str, dice: Dice) -> None:
    """Bring what spells bring at the end of somebody's turn."""
    harm_there(out, ref, "turn_end_damage", dice)
    _blink(out, ref, dice)
    _harden(out, ref, dice)


def _blink(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Blink": on 11 or more the caster is elsewhere until their next turn."""
    if out.creature(ref).is_down or not modifiers.has(out.creature(ref), "blinks"):
        return
    if out.rolled(roll(dice, "Blink", "1d20", roller=ref)).total >= 11:
        ends = Ends(turn_of=ref, turn_edge="start", encounter=True)
        gone = Effect(name="blinked out", source=ref, modifiers={"away": True}, ends=ends)
        out.add(EffectGained(ref=ref, effect=gone))


def _harden(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Flesh to Stone": three saves made end it, three failed turn flesh to stone."""
    for effect, so_far in list(modifiers.values(out.creature(ref), "hardens")):
        dc, made = int(effect.modifiers.get("dc", 10)), int(effect.modifiers.get("softens", 0))
        failed = int(so_far)
        if saving_throw(out, ref, "con", dc, dice, effect.name.capitalize(), against=("magic",)):
            made += 1
        else:
            failed += 1
        if made >= HARDENED or failed >= HARDENED:
            lifetimes.lose_effect(out, ref, effect.name, effect.source, "decided")
            conditions.lose(out, ref, "restrained", source=effect.source, because=effect.name)
        else:
            counts = {**effect.modifiers, "hardens": failed, "softens": made}
            out.add(EffectGained(ref=ref, effect=effect.model_copy(update={"modifiers": counts})))
        if failed >= HARDENED:
            ends = Ends(concentration_of=effect.source)
            conditions.gain(
                out, ref, "petrified", source=effect.source, because=effect.name, ends=ends
            )
