"""Light and sight: how bright it is for whom, and who can see whom.

SRD 5.1, "Vision and Light", "Unseen Attackers and Targets".
"""

from typing import Literal

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.areas import area_flags
from llm_brain.referee.conditions import BLINDING, has_any

Light = Literal["bright", "dim", "dark"]


def light_at(state: State, location: str) -> Light:
    """Return how bright a location is, with the lights that are carried in it."""
    place = state.locations.get(location)
    if place is None or place.light == "bright":
        return "bright"
    for creature in state.creatures.values():
        if creature.location == location and modifiers.has(creature, "light"):
            return "bright"
    return place.light


def light_for(state: State, creature: Creature) -> Light:
    """Return how bright it is to one creature's eyes; darkvision makes dark dim and dim bright."""
    light = light_at(state, creature.location)
    if light == "bright" or not (creature.darkvision_ft or modifiers.has(creature, "darkvision")):
        return light
    return "bright" if light == "dim" else "dim"


def is_blind(state: State, creature: Creature) -> bool:
    """Whether a creature sees nothing: blinded, unconscious, or in the dark without darkvision."""
    return has_any(creature, BLINDING) or light_for(state, creature) == "dark"


def can_see(state: State, viewer: Creature, target: Creature) -> bool:
    """Whether one creature sees another now."""
    if viewer.ref == target.ref:
        return True
    if is_blind(state, viewer) or target.is_hidden or modifiers.has(target, "away"):
        return False
    if target.has_condition("invisible") and not modifiers.has(viewer, "see_invisible"):
        return False
    obscured = "obscured" in area_flags(state, viewer) or "obscured" in area_flags(state, target)
    return not obscured
