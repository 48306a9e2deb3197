"""How a fight ends: won, talked down, fled, lost; what it was worth; and waking up after a defeat.

SRD 5.1, "Monsters": Experience Points; "Stabilizing a Creature" for those who lie there.
"""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import Healed, HidingChanged
from llm_brain.ledger.events.fights import EncounterEnded, Fled
from llm_brain.ledger.events.sheets import XpGained
from llm_brain.ledger.events.world import FlagSet, LocationEntered, TimePassed
from llm_brain.ledger.world import Encounter, Location
from llm_brain.referee import dying, lifetimes
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.combat.positions import is_active_foe
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.levels import note_earned_levels
from llm_brain.referee.outcome import Outcome


def settle(out: Outcome, dice: Dice) -> bool:
    """End the fight if it is decided; say whether none is on."""
    encounter = out.state.encounter
    if encounter is None:
        return True
    foes = [c.ref for c in encounter.order if c.side == "foes"]
    heroes = [c.ref for c in encounter.order if out.creature(c.ref).is_hero]
    if out.state.location != encounter.location:
        _finish(out, encounter, foes, "fled")
    elif not any(is_active_foe(out.state, ref) for ref in foes):
        beaten = any(out.creature(r).is_down or out.creature(r).has_fled for r in foes)
        _finish(out, encounter, foes, "won" if beaten else "talked")
    elif all(out.creature(ref).is_down and not dying.is_dying(out, ref) for ref in heroes):
        _lose(out, encounter, foes, heroes, dice)
    else:
        return False
    return True


def _beaten_xp(out: Outcome, foes: list[str]) -> int:
    """Return what the foes who no longer fight are worth; nobody is worth anything twice."""
    total = 0
    for ref in foes:
        block = block_of(out.creature(ref))
        is_paid = out.state.flags.get(f"beaten:{ref}") == "yes"
        if block is not None and not is_paid and not is_active_foe(out.state, ref):
            out.add(FlagSet(key=f"beaten:{ref}", value="yes"))
            total += block.xp
    return total


def _finish(out: Outcome, encounter: Encounter, foes: list[str], outcome: str) -> None:
    xp = _beaten_xp(out, foes)
    out.add(EncounterEnded(key=encounter.key, outcome=outcome, xp=xp))
    _tidy(out, encounter)
    heroes = [h for h in out.state.heroes if not h.is_dead]
    share = xp // len(heroes) if heroes else 0
    for hero in heroes if share else ():
        assert hero.sheet is not None
        total = hero.sheet.xp + share
        out.add(XpGained(ref=hero.ref, amount=share, xp=total, because=encounter.name))
    note_earned_levels(out)


def _tidy(out: Outcome, encounter: Encounter) -> None:
    """Let the fight's own effects end and its minutes pass."""
    minutes = max(1, (encounter.round % 10 + 9) // 10)
    clock = out.state.clock_min + minutes
    out.add(TimePassed(minutes=minutes, clock_min=clock, because="the fight"))
    lifetimes.with_the_fight(out)
    lifetimes.by_the_clock(out)
    for combatant in encounter.order:
        if out.creature(combatant.ref).is_hidden:
            over = HidingChanged(ref=combatant.ref, is_hidden=False, because="the fight is over")
            out.add(over)


def _lose(
    out: Outcome, encounter: Encounter, foes: list[str], heroes: list[str], dice: Dice
) -> None:
    """End a lost fight. Who lies stable wakes after 1d4 hours with 1 hit point, and crawls off."""
    out.add(EncounterEnded(key=encounter.key, outcome="lost", xp=0))
    lying = [ref for ref in heroes if not out.creature(ref).is_dead]
    if not lying:
        return
    out.add(FlagSet(key=f"spared:{encounter.key}", value="yes"))
    refuge = _refuge(out, encounter)
    for ref in foes if refuge is None else ():
        if is_active_foe(out.state, ref):
            out.add(Fled(ref=ref))
    hours = out.rolled(roll(dice, "Hours until waking", "1d4"))
    clock = out.state.clock_min + 60 * hours.total
    out.add(TimePassed(minutes=60 * hours.total, clock_min=clock, because="lying senseless"))
    lifetimes.with_the_fight(out)
    lifetimes.by_the_clock(out)
    for ref in lying:
        if out.creature(ref).hp <= 0:
            out.add(Healed(ref=ref, amount=1, hp=1, source="time", roll=hours.id))
            dying.wake_up(out, ref)
    if refuge is not None:
        out.add(
            LocationEntered(
                location=refuge.key,
                name=refuge.name,
                from_location=encounter.location,
                by=lying[0],
            )
        )


def _refuge(out: Outcome, encounter: Encounter) -> Location | None:
    """Return where those left for dead drag themselves: a known place next door, else where they began."""
    place = out.state.locations.get(encounter.location)
    ways = [e.to for e in place.exits if not e.is_locked and not e.is_hidden] if place else []
    for key in [*ways, out.state.adventure.start_location]:
        found = out.state.locations.get(key)
        if found is None or key == encounter.location or not found.is_visited:
            continue
        if not any(c.attitude == "hostile" and not c.is_down for c in out.state.at(key)):
            return found
    return None


def tidy_after_words(out: Outcome, events: list[Event]) -> None:
    """End what belonged to a fight that somebody else ended: talked down, or over with the story."""
    for event in events:
        if isinstance(event, EncounterEnded):
            encounter = out.state.encounters[event.key]
            refs = [c.ref for c in encounter.order]
            lingers = any(
                e.ends.encounter or e.ends.turn_of for r in refs for e in out.creature(r).effects
            ) or any(
                c.ends.encounter or c.ends.turn_of for r in refs for c in out.creature(r).conditions
            )
            if lingers:
                lifetimes.with_the_fight(out)


def break_off(out: Outcome) -> None:
    """End a fight in which nobody can do anything to anybody any more."""
    encounter = out.state.encounter
    if encounter is not None:
        out.add(EncounterEnded(key=encounter.key, outcome="fled", xp=0))
        _tidy(out, encounter)
