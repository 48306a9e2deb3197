"""Who stands where in a fight, and who is against whom. Distances in feet; in one zone everybody is within 5 feet.

It reads the encounter only; outside a fight everybody at a location is near.
"""

from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant, Encounter
from llm_brain.referee import modifiers
from llm_brain.referee.areas import zone_of
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.inside import swallower_of
from llm_brain.referee.senses import can_see

NEAR_FT = 5


def in_fight(state: State, ref: str) -> bool:
    """Whether somebody is in the fight that is on and still there."""
    encounter = state.encounter
    if encounter is None or encounter.combatant(ref) is None:
        return False
    creature = state.creatures[ref]
    return not creature.has_fled and (creature.is_hero or creature.location == encounter.location)


def zones_apart_ft(encounter: Encounter, a: str, b: str) -> int:
    """Return how far two zones lie apart."""
    at = {zone.key: zone.at_ft for zone in encounter.zones}
    return abs(at.get(a, 0) - at.get(b, 0))


def distance_ft(state: State, a: str, b: str) -> int:
    """Return the distance between two creatures."""
    encounter = state.encounter
    if encounter is None or a == b:
        return NEAR_FT
    return max(NEAR_FT, zones_apart_ft(encounter, zone_of(state, a), zone_of(state, b)))


def is_active_foe(state: State, ref: str) -> bool:
    """Whether a foe still fights."""
    creature = state.creatures[ref]
    return not creature.is_down and not creature.has_fled and creature.attitude == "hostile"


def enemies_of(state: State, ref: str) -> list[str]:
    """Return everybody on the other side who still stands."""
    encounter = state.encounter
    me = encounter.combatant(ref) if encounter else None
    if encounter is None or me is None:
        return []
    found: list[str] = []
    for other in encounter.order:
        if other.side == me.side or not in_fight(state, other.ref):
            continue
        if other.side == "foes" and not is_active_foe(state, other.ref):
            continue
        is_there = not state.creatures[other.ref].is_down and not is_away(state, other.ref)
        if is_there and _is_open(state, ref, other.ref):
            found.append(other.ref)
    return found


def is_away(state: State, ref: str) -> bool:
    """Whether somebody is out of the world for now: banished, in a maze, blinked out."""
    return modifiers.has(state.creatures[ref], "away")


def _is_open(state: State, ref: str, other: str) -> bool:
    """Whether neither is inside somebody else: total cover for who is swallowed, and from everybody but the swallower."""
    mine, theirs = (swallower_of(state.creatures[r]) for r in (ref, other))
    return not theirs and mine in ("", other)


def friends_of(state: State, ref: str) -> list[str]:
    """Return everybody else on one's own side who is still there, the fallen included."""
    encounter = state.encounter
    me = encounter.combatant(ref) if encounter else None
    if encounter is None or me is None:
        return []
    return [
        c.ref
        for c in encounter.order
        if c.side == me.side and c.ref != ref and in_fight(state, c.ref)
    ]


def same_zone(state: State, a: str, b: str) -> bool:
    """Whether two stand within 5 feet of each other."""
    return state.encounter is None or zone_of(state, a) == zone_of(state, b)


def is_engaged(state: State, ref: str) -> bool:
    """Whether a hostile who sees one and can act is within 5 feet. SRD 5.1, "Ranged Attacks in Close Combat"."""
    me = state.creatures[ref]
    return any(
        same_zone(state, ref, other)
        and not is_incapacitated(state.creatures[other])
        and can_see(state, state.creatures[other], me)
        for other in enemies_of(state, ref)
    )


def combatant_of(state: State, ref: str) -> Combatant | None:
    """Return somebody's place in the fight that is on."""
    return state.encounter.combatant(ref) if state.encounter else None


def current_ref(state: State) -> str:
    """Return whose turn it is, or an empty string outside a fight."""
    encounter = state.encounter
    return encounter.order[encounter.turn].ref if encounter and encounter.order else ""


def zone_name(encounter: Encounter, key: str) -> str:
    """Return what a zone is called."""
    return next((zone.name for zone in encounter.zones if zone.key == key), key)
