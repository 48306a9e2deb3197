"""Moving on the battlefield: from zone to zone, what that costs, whom it provokes, what lies on the way.

SRD 5.1, "Movement and Position", "Opportunity Attacks". To come within 5 feet of a zone 30 feet off takes 25.
"""

from llm_brain.ledger.creature import Ends
from llm_brain.ledger.events.fights import ZoneEntered
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Encounter
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.areas import areas_around, zone_of
from llm_brain.referee.casting.ground import harm_there, require_way
from llm_brain.referee.combat.economy import movement_left, stand_up
from llm_brain.referee.combat.movement_cost import cost_ft
from llm_brain.referee.combat.opportunity import provoke, spring_readied
from llm_brain.referee.combat.positions import zone_name, zones_apart_ft
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.speed import speed_ft
from llm_brain.referee.trial import saving_throw


def require_free(state: State, ref: str) -> None:
    """Raise Refusal when somebody cannot leave the spot."""
    creature = state.creatures[ref]
    for condition in creature.conditions:
        if condition.name in ("grappled", "restrained"):
            by = state.creatures.get(condition.source or "")
            holder = f" by {by.name}" if by and by.ref != ref else ""
            reason = (
                f"{creature.name} is {condition.name}{holder} and cannot move. "
                "Try to break free: that takes the action."
            )
            raise Refusal("held", reason)
    if speed_ft(state, ref) == 0:
        raise Refusal("cannot_move", f"{creature.name} cannot move now.")


def require_courage(state: State, ref: str, zone: str) -> None:
    """Raise Refusal when the frightened would go nearer to what they fear. SRD 5.1, "Frightened"."""
    encounter = state.encounter
    creature = state.creatures[ref]
    for source in conditions.sources_in_sight(state, creature, "frightened"):
        there = zone_of(state, source)
        if encounter and there:
            now = zones_apart_ft(encounter, zone_of(state, ref), there)
            if zones_apart_ft(encounter, zone, there) < now:
                name = state.creatures[source].name
                reason = f"{creature.name} is afraid of {name} and cannot go nearer."
                raise Refusal("frightened", reason)


def move_to(out: Outcome, ref: str, zone: str, dice: Dice, *, because: str = "") -> bool:
    """Move somebody into a zone; False when they were felled or stopped on the way. Raises Refusal when illegal."""
    encounter = out.state.encounter
    here = zone_of(out.state, ref)
    if encounter is None or here == zone:
        return True
    require_free(out.state, ref)
    require_courage(out.state, ref, zone)
    require_way(out.state, ref, zone)
    stand_up(out, ref)
    cost, left = cost_ft(out.state, ref, zone), movement_left(out.state, ref)
    if cost > left:
        name = zone_name(encounter, zone)
        reason = f"It is {cost} feet to get {name} and {left} are left this turn; Dash gives more."
        raise Refusal("too_far", reason)
    provoke(out, ref, dice)
    if conditions.is_incapacitated(out.creature(ref)) or speed_ft(out.state, ref) == 0:
        return False
    enter(out, ref, zone, left - cost, because)
    spring_readied(out, ref, dice)
    return not out.creature(ref).is_down and _cross(out, ref, dice)


def enter(out: Outcome, ref: str, zone: str, left_ft: int, because: str) -> None:
    """Put somebody into a zone; who moves leaves their cover behind."""
    encounter = out.state.encounter
    assert encounter is not None
    out.add(
        ZoneEntered(
            ref=ref,
            zone=zone,
            zone_name=zone_name(encounter, zone),
            from_zone=zone_of(out.state, ref),
            movement_left_ft=left_ft,
            because=because,
        )
    )
    _leave_behind(out, ref, encounter)


def _leave_behind(out: Outcome, ref: str, encounter: Encounter) -> None:
    from llm_brain.referee.lifetimes import lose_effect

    if modifiers.named(out.creature(ref), "half cover"):
        lose_effect(out, ref, "half cover", None, "moved")
    for other in encounter.order:
        for condition in out.creature(other.ref).conditions:
            if condition.name == "grappled" and condition.source == ref:
                conditions.release(out, other.ref, ref, "out of reach")


def _cross(out: Outcome, ref: str, dice: Dice) -> bool:
    """Save against what lies on the ground where somebody has come; False when it stops them."""
    harm_there(out, ref, "enter_damage", dice)
    creature = out.creature(ref)
    if creature.is_down or modifiers.has(creature, "fly_ft"):
        return not creature.is_down
    for caster, effect in list(areas_around(out.state, creature)):
        save = effect.modifiers.get("enter_save")
        name = str(effect.modifiers.get("enter_condition", "prone"))
        if save not in ("str", "dex", "con") or creature.has_condition(name):
            continue
        dc = int(effect.modifiers.get("dc", 10))
        if not saving_throw(out, ref, save, dc, dice, effect.name.capitalize(), against=("magic",)):  # type: ignore[arg-type]
            ends = Ends(escape_dc=dc if name == "restrained" else None, escape_ability="str")
            if name != "restrained":
                ends = Ends()
            conditions.gain(out, ref, name, source=caster.ref, because=effect.name, ends=ends)
            return False
    return True


def zone_beside(state: State, ref: str, target: str) -> str:
    """Return the zone to be in to stand within 5 feet of somebody."""
    return zone_of(state, target) or zone_of(state, ref)


def zone_away(state: State, ref: str, enemies: list[str]) -> str:
    """Return the reachable zone farthest from the enemies, or the own one."""
    encounter = state.encounter
    if encounter is None:
        return ""
    here = zone_of(state, ref)
    left = movement_left(state, ref)

    def gap(zone: str) -> int:
        return min((zones_apart_ft(encounter, zone, zone_of(state, e)) for e in enemies), default=0)

    best = here
    for zone in encounter.zones:
        if gap(zone.key) > gap(best) and cost_ft(state, ref, zone.key) <= left:
            best = zone.key
    return best


def zone_towards(state: State, ref: str, target: str) -> str:
    """Return the reachable zone nearest to somebody."""
    encounter = state.encounter
    if encounter is None:
        return ""
    there, left, best = zone_of(state, target), movement_left(state, ref), zone_of(state, ref)
    for zone in encounter.zones:
        nearer = zones_apart_ft(encounter, zone.key, there) < zones_apart_ft(encounter, best, there)
        if nearer and cost_ft(state, ref, zone.key) <= left:
            best = zone.key
    return best
