"""How far it is on foot, without moving anybody."""

from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.areas import are_foes, area_at, area_flags, zone_of
from llm_brain.referee.combat.positions import zones_apart_ft
from llm_brain.referee.speed import speed_ft


def is_difficult(state: State, ref: str, zone: str) -> bool:
    """Whether slow ground lies here or where somebody is going."""
    creature = state.creatures[ref]
    # SRD 5.1, "Freedom of Movement", "Fly"
    if modifiers.has(creature, "free_movement") or modifiers.has(creature, "fly_ft"):
        return False
    if "difficult" in area_flags(state, creature):
        return True
    return any(
        area_at(state, caster, effect, creature.location) == zone
        and (not effect.modifiers.get("foes_only") or are_foes(state, caster, creature))
        for caster in state.creatures.values()
        if caster.location == creature.location
        for effect in caster.effects
        if "difficult" in effect.modifiers
    )


def cost_ft(state: State, ref: str, zone: str) -> int:
    """Return the feet it takes to come within 5 feet of a zone; slow ground counts twice."""
    encounter = state.encounter
    if encounter is None:
        return 0
    apart = zones_apart_ft(encounter, zone_of(state, ref), zone)
    cost = max(5, apart - 5) if apart else 0
    return cost * 2 if cost and is_difficult(state, ref, zone) else cost


def can_reach(state: State, ref: str, target: str, feet: int) -> bool:
    """Whether so many feet bring somebody to a target, standing up included."""
    speed = speed_ft(state, ref)
    cost = cost_ft(state, ref, zone_of(state, target))
    if cost and state.creatures[ref].has_condition("prone"):
        cost += speed // 2
    return cost == 0 or (speed > 0 and cost <= feet)
