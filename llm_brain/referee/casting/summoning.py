"""Creatures that come when a spell calls: they stand by the caster, take a place in the order and go when it is over.

SRD 5.1, "Conjure Animals", "Animate Dead" and the like. How they fight is `combat/monsters.py`'s, on the party's side.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.fights import CombatantJoined
from llm_brain.ledger.events.world import CreatureAppeared, CreatureMoved
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant
from llm_brain.referee import trial
from llm_brain.referee.afterwards import SUMMONED
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import creature_from, stat_block
from llm_brain.referee.casting.bring import clock_end
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import Spell, Summons

DAY_MIN = 24 * 60
MOST = 16


def wanted(summons: Summons, words: str) -> str:
    """Return the stat block that the words name, else the first."""
    for key in summons.choices:
        name = stat_block(key).name.lower()
        if name in words or key.replace("-", " ") in words:
            return key
    return next(iter(summons.choices))


def number(spell: Spell, summons: Summons, key: str, slot: int) -> int:
    """Return how many come with a slot."""
    times = [n for level, n in summons.times.items() if level <= slot]
    more = summons.more_per_slot * max(0, slot - spell.level)
    return min(MOST, summons.choices[key] * max(times, default=1) + more)


def _next_ref(state: State) -> str:
    taken = [int(ref[1:]) for ref in state.creatures if ref[:1] == "n" and ref[1:].isdigit()]
    return f"n{max(taken, default=0) + 1}"


def summon(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Let those a spell calls appear beside the caster and join a fight that is on."""
    spell, caster = moment.spell, moment.caster
    assert spell.summons is not None
    if spell.concentration and out.creature(caster.ref).concentration is None:
        return
    key = wanted(spell.summons, moment.words)
    hero = out.creature(caster.ref)
    held = caster.ref if spell.concentration else None
    until = clock_end(out, spell)
    if spell.level and not held and until is None and spell.summons.more_per_slot:
        until = out.state.clock_min + DAY_MIN
    ends = Ends(concentration_of=held, at_clock_min=until)
    shared: int | None = None
    for _ in range(number(spell, spell.summons, key, moment.slot)):
        ref = _next_ref(out.state)
        attitude = "friendly" if hero.is_hero else hero.attitude
        creature = creature_from(key, ref=ref, location=hero.location, attitude=attitude)
        bound = Effect(name=SUMMONED, source=caster.ref, modifiers={"summoned": True}, ends=ends)
        out.add(CreatureAppeared(creature=creature, because=spell.name))
        out.add(EffectGained(ref=ref, effect=bound))
        shared = join(out, ref, caster.ref, dice, shared)


def join(out: Outcome, ref: str, master: str, dice: Dice, initiative: int | None) -> int | None:
    """Give somebody a place in the fight that is on, on their master's side; return the initiative they share."""
    encounter, place = out.state.encounter, combatant_of(out.state, master)
    if encounter is None or place is None:
        return initiative
    if initiative is None:
        initiative = trial.ability_check(out, ref, "dex", None, dice, "Initiative").total
    index = next(
        (i for i, c in enumerate(encounter.order) if c.initiative < initiative),
        len(encounter.order),
    )
    combatant = Combatant(
        ref=ref, initiative=initiative, side=place.side, zone=zone_of(out.state, master)
    )
    out.add(CombatantJoined(combatant=combatant, index=index))
    return initiative


def companions(out: Outcome) -> list[str]:
    """Return the summoned who stand by the party, brought to where it is."""
    found: list[str] = []
    for creature in list(out.state.creatures.values()):
        bond = next((e for e in creature.effects if e.name == SUMMONED), None)
        master = out.state.creatures.get(bond.source or "") if bond else None
        if master is None or not master.is_hero or creature.is_down or creature.has_fled:
            continue
        if creature.location != out.state.location:
            out.add(CreatureMoved(ref=creature.ref, location=out.state.location))
        found.append(creature.ref)
    return found
