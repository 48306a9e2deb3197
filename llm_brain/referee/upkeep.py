"""Outside a fight the dying still die: a death save a turn while a friend is by, all of them when nobody is.

SRD 5.1, "Death Saving Throws", "Stabilizing a Creature".
"""

from llm_brain.ledger.events.bodies import Healed
from llm_brain.ledger.events.world import FlagSet, TimePassed
from llm_brain.referee import dying, lifetimes
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.outcome import Outcome

MOST_SAVES = 12


def tend_the_dying(out: Outcome, dice: Dice) -> None:
    """Roll the death saves of this turn, and let time pass over those who lie alone and stable."""
    if out.state.adventure.ended is not None:
        return
    standing = [h for h in out.state.heroes if not h.is_down]
    for hero in out.state.heroes:
        rounds = 1 if standing else MOST_SAVES
        for _ in range(rounds):
            if dying.is_dying(out, hero.ref):
                dying.death_save(out, hero.ref, dice)
    if not any(not h.is_down for h in out.state.heroes):
        _wake_alone(out, dice)
    for hero in out.state.heroes:
        _come_round(out, hero.ref, dice)


def _come_round(out: Outcome, ref: str, dice: Dice) -> None:
    """Let a stable hero wake by themselves 1d4 hours after they were steadied."""
    hero = out.creature(ref)
    key = f"wakes_min:{ref}"
    until = out.state.flags.get(key, "")
    if hero.is_dead or hero.hp > 0 or not hero.death_saves.is_stable:
        if until:
            out.add(FlagSet(key=key, value=""))
    elif not until:
        hours = out.rolled(roll(dice, "Hours until waking", "1d4", roller=ref))
        out.add(FlagSet(key=key, value=str(out.state.clock_min + 60 * hours.total)))
    elif out.state.clock_min >= int(until):
        out.add(Healed(ref=ref, amount=1, hp=1, source="time"))
        dying.wake_up(out, ref)
        out.add(FlagSet(key=key, value=""))


def _wake_alone(out: Outcome, dice: Dice) -> None:
    """A stable creature that is not healed regains 1 hit point after 1d4 hours."""
    lying = [h for h in out.state.heroes if not h.is_dead and h.hp <= 0]
    if not lying:
        return
    hours = out.rolled(roll(dice, "Hours until waking", "1d4"))
    clock = out.state.clock_min + 60 * hours.total
    out.add(TimePassed(minutes=60 * hours.total, clock_min=clock, because="lying senseless"))
    lifetimes.by_the_clock(out)
    for hero in lying:
        out.add(Healed(ref=hero.ref, amount=1, hp=1, source="time", roll=hours.id))
        dying.wake_up(out, hero.ref)
