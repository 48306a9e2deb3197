"""What the start and the end of a turn bring: burning, draining, stench, regeneration, saves, ground that harms.

SRD 5.1, the spells, things and stat blocks that say "at the start (end) of its turn".
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.referee import conditions, lifetimes, modifiers
from llm_brain.referee.bestiary import block_of, has_trait
from llm_brain.referee.casting import each_turn
from llm_brain.referee.combat import legends, powers
from llm_brain.referee.combat.attack import burn
from llm_brain.referee.combat.positions import enemies_of, same_zone
from llm_brain.referee.combat.specials import unleash, victims
from llm_brain.referee.combat.swallowing import digest, spit_out
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.fighter import survive
from llm_brain.referee.harm import SEARED, hurt, restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.senses import can_see
from llm_brain.referee.trial import saving_throw


def at_start_of_turn(out: Outcome, ref: str, dice: Dice) -> None:
    """Bring what the start of a turn brings."""
    digest(out, ref, dice)
    _suffer(out, ref, "each_turn", dice)
    each_turn.at_start(out, ref, dice)
    _bleed(out, ref, dice)
    _regenerate(out, ref)
    survive(out, ref)
    powers.recharge(out, ref, dice)
    legends.regain(out, ref)
    _stench(out, ref, dice)
    _scorch(out, ref, dice)
    _meet_eyes(out, ref, dice)


def at_end_of_turn(out: Outcome, ref: str, dice: Dice) -> None:
    """Bring what the end of a turn brings: saves, lingering acid, burning ground."""
    if out.creature(ref).is_dead:
        return
    spit_out(out, ref, dice)
    lifetimes.save_at_end_of_turn(out, ref, dice)
    _suffer(out, ref, "each_turn_end", dice)
    each_turn.at_end(out, ref, dice)


def _regenerate(out: Outcome, ref: str) -> None:
    """SRD 5.1, "Troll", "Vampire": Regeneration, unless what stops it was suffered since the last turn."""
    creature = out.creature(ref)
    block = block_of(creature)
    if block is None or not block.regeneration_hp or creature.hp <= 0:
        return
    if not modifiers.named(creature, SEARED):
        restore(out, ref, block.regeneration_hp, source="regeneration")


def _suffer(out: Outcome, ref: str, key: str, dice: Dice) -> None:
    for effect, expression in list(modifiers.values(out.creature(ref), key)):
        if out.creature(ref).is_dead:
            return
        kind = str(effect.modifiers.get("each_turn_type", "fire"))
        rolled = out.rolled(
            roll(dice, f"{kind.capitalize()} damage: {effect.name}", str(expression))
        )
        if effect.ends.once:
            lifetimes.lose_effect(out, ref, effect.name, effect.source, "over")
        hurt(
            out, ref, rolled.total, kind, dice,
            by=effect.source, weapon=effect.name, roll=rolled.id,
        )  # fmt: skip


def _bleed(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Stirge": at the start of its turns it drains whomever it clings to, 10 hit points in all."""
    for victim in enemies_of(out.state, ref):
        effect = next(
            (e for e in out.creature(victim).effects if e.name == "attached" and e.source == ref),
            None,
        )
        if effect is None:
            continue
        rolled = out.rolled(roll(dice, "Blood drained", "1d4+3", roller=ref))
        lost = hurt(
            out, victim, rolled.total, "piercing", dice,
            by=ref, weapon="Blood Drain", roll=rolled.id,
        )  # fmt: skip
        drained = int(effect.modifiers.get("drained", 0)) + lost
        if drained >= 10 or out.creature(victim).is_down:
            lifetimes.lose_effect(out, victim, "attached", ref, "sated")
        else:
            kept = {**effect.modifiers, "drained": drained}
            worse = effect.model_copy(update={"modifiers": kept})
            out.add(EffectGained(ref=victim, effect=worse))


def _scorch(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Balor": Fire Aura, at the start of its turn."""
    block = block_of(out.creature(ref))
    if block is None or block.aura is None or out.creature(ref).is_down:
        return
    for victim in enemies_of(out.state, ref):
        if same_zone(out.state, ref, victim):
            burn(out, ref, victim, block.aura, dice)


def _meet_eyes(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Medusa": Petrifying Gaze, and other looks that befall whoever starts a turn near them."""
    for other in enemies_of(out.state, ref):
        block = block_of(out.creature(other))
        if block is None or block.gaze is None or conditions.is_incapacitated(out.creature(other)):
            continue
        me, them = out.creature(ref), out.creature(other)
        meets = can_see(out.state, me, them) and can_see(out.state, them, me)
        if meets and not me.is_down and ref in victims(out.state, other, ref, block.gaze):
            unleash(out, other, block.gaze, [ref], dice)


def _stench(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Ghast": Stench."""
    for other in enemies_of(out.state, ref):
        creature = out.creature(ref)
        immune = modifiers.named(creature, "used to the stench")
        stinks = has_trait(out.creature(other), "stench") and same_zone(out.state, ref, other)
        if not stinks or immune or creature.is_down:
            continue
        block = block_of(out.creature(other))
        dc = block.trait_dcs.get("stench", 10) if block else 10
        if saving_throw(out, ref, "con", dc, dice, "Stench", against=("poison", "poisoned")):
            ends = Ends(at_clock_min=out.state.clock_min + 24 * 60)
            used = Effect(name="used to the stench", source=other, ends=ends)
            out.add(EffectGained(ref=ref, effect=used))
        else:
            ends = Ends(turn_of=ref, turn_edge="start", encounter=True)
            conditions.gain(out, ref, "poisoned", source=other, because="stench", ends=ends)
