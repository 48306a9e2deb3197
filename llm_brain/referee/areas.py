"""Areas that lie on the ground: grease, web, fog, silence. One is an effect of whoever laid it, naming its location and zone.

It only finds them; what entering one does is decided where people move, cast and begin their turns.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Effect
from llm_brain.ledger.state import State


def zone_of(state: State, ref: str) -> str:
    """Return the battlefield zone somebody stands in, or an empty string outside a fight."""
    encounter = state.encounter
    combatant = encounter.combatant(ref) if encounter else None
    return combatant.zone if combatant else ""


def areas_around(state: State, creature: Creature) -> Iterator[tuple[Creature, Effect]]:
    """Yield the areas a creature stands in, with who laid each."""
    zone = zone_of(state, creature.ref)
    for caster in state.creatures.values():
        for effect in caster.effects:
            if effect.modifiers.get("location") != creature.location:
                continue
            area = effect.modifiers.get("area")
            if area is not None and (not zone or not area or area == zone):
                yield caster, effect


def area_flags(state: State, creature: Creature) -> frozenset[str]:
    """Return the names of everything the areas around a creature do (`obscured`, `silent`, `difficult`)."""
    return frozenset(key for _, effect in areas_around(state, creature) for key in effect.modifiers)
