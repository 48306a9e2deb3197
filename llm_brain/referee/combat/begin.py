"""How a fight begins: who is in it, who is surprised, where everybody stands, and initiative.

SRD 5.1, "Combat Step by Step". What the fighters then do is the turn loop's.
"""

from collections.abc import Sequence

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.fights import EncounterBegan, TurnBegan
from llm_brain.ledger.events.people import AttitudeChanged
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant, Location, Zone
from llm_brain.referee import modifiers, trial
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.casting.summoning import companions
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.initiative import collect_oneself
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft
from llm_brain.referee.vantage import Tally

OPEN_GROUND = (
    Zone(key="near", name="close by", at_ft=0),
    Zone(key="middle", name="in the middle", at_ft=30),
    Zone(key="far", name="at the far end", at_ft=60),
)


def begin_encounter(
    state: State,
    *,
    key: str,
    name: str,
    foes: Sequence[str],
    dice: Dice,
    turn_number: int,
    because: str = "",
    surprised: frozenset[str] = frozenset(),
    allies: Sequence[str] = (),
    starter: str | None = None,
    is_close: bool = False,
) -> list[Event]:
    """Return the events of a fight breaking out; `starter` takes the party's best place in the order.

    `is_close` puts the foes beside the party. Foes who cannot fight any more are left out; no foes, no fight.
    """
    out = Outcome(state)
    if state.encounter is not None:
        return []
    standing = [r for r in foes if not state.creatures[r].is_down]
    standing = [r for r in standing if not state.creatures[r].has_fled]
    heroes = [h.ref for h in state.heroes if not h.is_dead]
    if not standing or not heroes:
        return []
    for ref in standing:
        if out.creature(ref).attitude != "hostile":
            out.add(AttitudeChanged(ref=ref, attitude="hostile", because=because or "a fight"))
    allies = (*allies, *(r for r in companions(out) if r not in allies and r not in standing))
    surprised = surprised or _ambushed(out, standing, heroes, dice)
    sides = {**dict.fromkeys([*heroes, *allies], "party"), **dict.fromkeys(standing, "foes")}
    rolled = _initiative(out, list(sides), dice)
    place = state.here
    zones = place.zones if place and place.zones else OPEN_GROUND
    order = []
    for ref, side in sides.items():
        combatant = Combatant(
            ref=ref,
            initiative=rolled[ref],
            side="party" if side == "party" else "foes",
            zone=_zone(state, ref, standing, zones, is_close),
            is_surprised=ref in surprised and not modifiers.has(out.creature(ref), "no_surprise"),
        )
        order.append(combatant)
    ordered = _in_order(state, order, starter)
    out.add(
        EncounterBegan(
            key=key,
            name=name,
            location=_where(place),
            order=tuple(ordered),
            zones=zones,
            turn_number=turn_number,
            because=because,
        )
    )
    first = ordered[0].ref
    out.add(TurnBegan(ref=first, round=1, index=0, movement_ft=speed_ft(out.state, first)))
    return out.events


def _where(place: Location | None) -> str:
    return place.key if place else ""


def _initiative(out: Outcome, refs: list[str], dice: Dice) -> dict[str, int]:
    """Roll a Dexterity check each; alike monsters share one roll. SRD 5.1, "Initiative"."""
    rolled: dict[str, int] = {}
    shared: dict[str, int] = {}
    for ref in refs:
        creature = out.creature(ref)
        kind = creature.stat_block if not creature.is_hero else None
        if kind in shared:
            rolled[ref] = shared[kind]
            continue
        tally = Tally()
        for effect, _ in modifiers.values(creature, "advantage:initiative"):
            tally.advantage(effect.name)
        made = trial.ability_check(out, ref, "dex", None, dice, "Initiative", tally=tally)
        rolled[ref] = made.total
        collect_oneself(out, ref)
        if kind:
            shared[kind] = made.total
    return rolled


def _in_order(state: State, order: list[Combatant], starter: str | None) -> list[Combatant]:
    """Highest first; ties to the better Dexterity, then to heroes. Who struck first leads the party."""

    def rank(combatant: Combatant) -> tuple[int, int, bool]:
        dexterity = state.creatures[combatant.ref].abilities["dex"]
        return (combatant.initiative, dexterity, combatant.side == "party")

    ordered = sorted(order, key=rank, reverse=True)
    best = next((i for i, c in enumerate(ordered) if state.creatures[c.ref].is_hero), None)
    mine = next((i for i, c in enumerate(ordered) if c.ref == starter), None)
    if best is not None and mine is not None and best < mine:
        a, b = ordered[best], ordered[mine]
        ordered[best] = b.model_copy(update={"initiative": a.initiative})
        ordered[mine] = a.model_copy(update={"initiative": b.initiative})
    return ordered


def _ambushed(out: Outcome, foes: list[str], heroes: list[str], dice: Dice) -> frozenset[str]:
    """Let hidden foes roll stealth against passive perception. SRD 5.1, "Surprise"."""
    hidden = [ref for ref in foes if out.creature(ref).is_hidden]
    if not hidden or len(hidden) < len(foes):
        return frozenset()
    worst = min(
        trial.ability_check(out, ref, "stealth", None, dice, "Ambush").total for ref in hidden[:4]
    )
    return frozenset(h for h in heroes if trial.passive(out.state, h, "perception") < worst)


def _zone(state: State, ref: str, foes: list[str], zones: tuple[Zone, ...], is_close: bool) -> str:
    """Heroes stand in the first zone, foes in the next; every third archer hangs back."""
    if ref not in foes or is_close or len(zones) == 1:
        return zones[0].key
    block = block_of(state.creatures[ref])
    shoots = block is not None and any(a.range_ft > 60 for a in block.attacks)
    if shoots and block is not None and block.behaviour != "mindless" and foes.index(ref) % 3 == 2:
        return zones[-1].key
    return zones[1].key
