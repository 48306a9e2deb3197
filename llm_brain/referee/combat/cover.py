"""Cover from those who stand in between. SRD 5.1, "Cover": a creature gives half cover, friend or foe.

Zones lie in a line: who stands in a zone strictly between shooter and target is in the way. Cover does not add up.
"""

from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.areas import zone_of
from llm_brain.referee.combat.strike import Strike

HALF_COVER = 2
TOO_SMALL = frozenset({"Tiny"})


def bodies_between(state: State, a: str, b: str) -> list[str]:
    """Return who stands, upright and big enough, between two others in the fight."""
    encounter = state.encounter
    if encounter is None:
        return []
    at = {zone.key: zone.at_ft for zone in encounter.zones}
    ends = sorted(at.get(zone_of(state, ref), 0) for ref in (a, b))
    found = []
    for combatant in encounter.order:
        creature = state.creatures[combatant.ref]
        stands = not creature.is_down and not creature.has_fled
        stands = stands and not creature.has_condition("prone") and creature.size not in TOO_SMALL
        if stands and ends[0] < at.get(combatant.zone, 0) < ends[1]:
            found.append(combatant.ref)
    return found


def cover_of_bodies(state: State, attacker: str, target: str, strike: Strike) -> int:
    """Return what bodies in between add to armor class against a shot; none where there is cover already."""
    covered = modifiers.named(state.creatures[target], "half cover") is not None
    if strike.kind != "ranged" or covered or strike.ignores_cover:
        return 0
    return HALF_COVER if bodies_between(state, attacker, target) else 0
