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
            area = area_at(state, caster, effect, creature.location)
            if area is None or _is_spared(state, caster, effect, creature):
                continue
            if not zone or not area or area == zone:
                yield caster, effect


def area_at(state: State, caster: Creature, effect: Effect, location: str) -> str | None:
    """Return the zone of an area that lies at a location, "" for all of it, None when it lies elsewhere."""
    if "area" not in effect.modifiers:
        return None
    if effect.modifiers.get("follows"):
        return zone_of(state, caster.ref) if caster.location == location else None
    return str(effect.modifiers["area"]) if effect.modifiers.get("location") == location else None


def _is_spared(state: State, caster: Creature, effect: Effect, creature: Creature) -> bool:
    """Whether an area does nothing to somebody: friends where it is for foes, those out of the world."""
    if any(e.modifiers.get("away") for e in creature.effects):
        return True
    only = effect.modifiers.get("only_types")
    if isinstance(only, str) and creature.type not in only.split(","):
        return True
    return bool(effect.modifiers.get("foes_only")) and not are_foes(state, caster, creature)


def are_foes(state: State, one: Creature, other: Creature) -> bool:
    """Whether two are against each other: by their sides in a fight, else by who is hostile."""
    encounter = state.encounter
    a = encounter.combatant(one.ref) if encounter else None
    b = encounter.combatant(other.ref) if encounter else None
    if a and b:
        return a.side != b.side
    return one.is_hero != other.is_hero and "hostile" in (one.attitude, other.attitude)


def area_flags(state: State, creature: Creature) -> frozenset[str]:
    """Return the names of everything the areas around a creature do (`obscured`, `silent`, `difficult`)."""
    return frozenset(key for _, effect in areas_around(state, creature) for key in effect.modifiers)
