"""At 0 hit points: falling, death saves, being hurt while down, stabilising, waking, dying.

SRD 5.1, "Dropping to 0 Hit Points". Called by `harm.py`; death saves are rolled by the turn loop.
"""

from llm_brain.ledger.events.bodies import (
    ConditionLost,
    DeathSavesMarked,
    Died,
    EffectLost,
    FellUnconscious,
    Healed,
    HidingChanged,
    Stabilised,
)
from llm_brain.ledger.events.shapes import WILD_SHAPE, ShapeLeft
from llm_brain.ledger.events.world import FlagSet
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.bestiary import block_of, has_trait
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.enduring import stays_up
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.vantage import Tally


def drop_to_zero(
    out: Outcome,
    ref: str,
    beyond: int,
    lost: int,
    dice: Dice,
    *,
    by: str | None,
    is_stable: bool = False,
    defies_death: bool = True,
) -> None:
    """Decide what 0 hit points do: `beyond` is the damage left over, `lost` the whole blow."""
    creature = out.creature(ref)
    held = next((e for e in creature.effects if e.name == WILD_SHAPE), None)
    if held is not None:
        # SRD 5.1, "Wild Shape": what the form could not bear goes to the druid
        own = int(held.modifiers["own_hp"])
        out.add(ShapeLeft(ref=ref, hp=max(0, own - beyond), because="0 hit points"))
        if beyond < own:
            return
        creature, beyond = out.creature(ref), beyond - own
    ward = next((e for e in creature.effects if e.modifiers.get("death_ward")), None)
    if ward is not None and not is_stable:
        # SRD 5.1, "Death Ward"
        out.add(EffectLost(ref=ref, name=ward.name, source=ward.source, because="used"))
        out.add(Healed(ref=ref, amount=1, hp=1, source=ward.name))
        return
    if creature.is_hero and beyond >= creature.hp_max:
        # SRD 5.1, "Instant Death"
        die(out, ref, by=by, how="massive damage")
        return
    if not creature.is_hero and not is_stable:
        if not (defies_death and _holds_on(out, ref, lost, dice)):
            die(out, ref, by=by, how="slain")
        return
    if not is_stable and stays_up(out, ref, dice):
        return
    if creature.is_hidden:
        out.add(HidingChanged(ref=ref, is_hidden=False, because="fell"))
    out.add(FellUnconscious(ref=ref))
    conditions.gain(out, ref, "unconscious", source=ref, because="0 hit points")
    if not out.creature(ref).has_condition("unconscious"):
        conditions.drop_what_needs_wits(out, ref)
    if is_stable:
        # SRD 5.1, "Knocking a Creature Out"
        out.add(Stabilised(ref=ref, by=by))


def _holds_on(out: Outcome, ref: str, lost: int, dice: Dice) -> bool:
    """Whether a monster's own nature keeps it up at 1 hit point."""
    from llm_brain.referee.trial import saving_throw

    creature = out.creature(ref)
    stays = has_trait(creature, "undead_fortitude") and saving_throw(
        out, ref, "con", 5 + lost, dice, "Undead Fortitude"
    )
    block = block_of(creature)
    most = block.relentless_hp if block else 0
    if not stays and has_trait(creature, "relentless") and lost <= most:
        spent = f"relentless:{ref}"
        stays = out.state.flags.get(spent) is None
        if stays:
            out.add(FlagSet(key=spent, value="used"))
    if stays:
        out.add(Healed(ref=ref, amount=1, hp=1, source="sheer tenacity"))
    return stays


def die(out: Outcome, ref: str, *, by: str | None, how: str) -> None:
    """Make somebody dead, and end all they kept up; when a hero died is noted for who would raise them."""
    from llm_brain.referee.combat.swallowing import let_out

    conditions.drop_what_needs_wits(out, ref)
    let_out(out, ref)
    out.add(Died(ref=ref, by=by, how=how))
    if out.creature(ref).is_hero:
        out.add(FlagSet(key=f"died_min:{ref}", value=str(out.state.clock_min)))


def burst(out: Outcome, ref: str, dice: Dice) -> None:
    """Let a dead monster's last moment befall whoever is near. SRD 5.1, the mephits' "Death Burst"."""
    from llm_brain.referee.combat.specials import unleash, victims

    creature = out.creature(ref)
    block = block_of(creature)
    if block is None or block.death_burst is None or not creature.is_dead:
        return
    near = victims(out.state, ref, "", block.death_burst)
    if near:
        unleash(out, ref, block.death_burst, near, dice)


def hurt_while_down(
    out: Outcome, ref: str, lost: int, *, is_critical: bool, by: str | None
) -> None:
    """Count a failed death save for damage at 0 hit points, two for a critical hit. SRD 5.1, "Damage at 0 Hit Points"."""
    creature = out.creature(ref)
    if not creature.is_hero:
        die(out, ref, by=by, how="slain")
        return
    if lost >= creature.hp_max:
        die(out, ref, by=by, how="massive damage")
        return
    saves = creature.death_saves
    mark(
        out,
        ref,
        0 if saves.is_stable else saves.successes,
        saves.failures + (2 if is_critical else 1),
        because="critical hit" if is_critical else "damage",
    )


def mark(
    out: Outcome, ref: str, successes: int, failures: int, *, because: str, roll: int | None = None
) -> None:
    """Write down where the death saves stand, and what three of a kind bring."""
    out.add(
        DeathSavesMarked(
            ref=ref,
            successes=min(3, successes),
            failures=min(3, failures),
            because=because,
            roll=roll,
        )
    )
    if failures >= 3:
        die(out, ref, by=None, how="death saves")
    elif successes >= 3:
        out.add(Stabilised(ref=ref))


def is_dying(out: Outcome, ref: str) -> bool:
    """Whether somebody is at 0 hit points and neither dead nor stable."""
    creature = out.creature(ref)
    return (
        creature.is_hero
        and creature.hp <= 0
        and not (creature.is_dead or creature.death_saves.is_stable)
    )


def death_save(out: Outcome, ref: str, dice: Dice) -> None:
    """Roll a death save. SRD 5.1, "Death Saving Throws"."""
    from llm_brain.referee.trial import roll_save

    if not is_dying(out, ref):
        return
    if modifiers.has(out.creature(ref), "stabilises"):
        # SRD 5.1, "Periapt of Wound Closure"
        stabilise(out, ref, by=None)
        return
    saves = out.creature(ref).death_saves
    made = roll_save(out, ref, None, 10, dice, "Death save", Tally(), ("death",))
    natural = next(d.value for d in made.dice if d.kept)
    if natural == 20:
        out.add(Healed(ref=ref, amount=1, hp=1, source="a natural 20", roll=made.id))
        wake_up(out, ref)
    elif natural == 1:
        mark(out, ref, saves.successes, saves.failures + 2, because="a natural 1", roll=made.id)
    elif made.outcome == "success":
        mark(out, ref, saves.successes + 1, saves.failures, because="success", roll=made.id)
    else:
        mark(out, ref, saves.successes, saves.failures + 1, because="failure", roll=made.id)


def stabilise(out: Outcome, ref: str, by: str | None) -> None:
    """Stop somebody dying; both counters are reset. SRD 5.1, "Stabilizing a Creature"."""
    if is_dying(out, ref):
        out.add(Stabilised(ref=ref, by=by))


def wake_up(out: Outcome, ref: str) -> None:
    """End the unconsciousness that came with 0 hit points; whoever lay down still lies."""
    if any(c.name == "unconscious" and c.source == ref for c in out.creature(ref).conditions):
        out.add(
            ConditionLost(ref=ref, name="unconscious", source=ref, because="regained hit points")
        )
