"""What a ranger brings besides: a favored enemy, a terrain of their own, the mark and the hunter's prey.

SRD 5.1, "Ranger", "Hunter". It says what counts; checks are rolled in `trial.py`,
blows dealt in `combat/`. A fighting style is part of every strike.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import ability_of

FAVORED, EXPLORER = "Favored Enemy: ", "Natural Explorer: "
COLOSSUS_SLAYER = "Hunter's Prey: Colossus Slayer"
MARK = "hunter's mark"
COLOSSUS_DICE, MARK_DICE = "1d8", "1d6"
# what may be recalled about an enemy, and how one is followed
LORE = frozenset({"arcana", "history", "nature", "religion", "survival"})
# SRD 5.1, "Natural Explorer": the terrains that a kind of place can be
TERRAINS: dict[str, frozenset[str]] = {
    "forest": frozenset({"forest"}),
    "grassland": frozenset({"road"}),
    "mountain": frozenset({"mountain"}),
    "coast": frozenset({"shore"}),
    "swamp": frozenset({"swamp"}),
}


def _choices(creature: Creature, feature: str) -> set[str]:
    """Return what was chosen with a feature, in small letters: "Favored Enemy: Undead" is undead."""
    features = creature.sheet.features if creature.sheet else ()
    return {f.removeprefix(feature).lower() for f in features if f.startswith(feature)}


def is_on_own_ground(state: State, creature: Creature, what: str) -> bool:
    """Whether an Intelligence or Wisdom check is about the terrain somebody knows best: the one they stand in."""
    here = state.locations.get(creature.location)
    if here is None or not here.is_outdoors or ability_of(what) not in ("int", "wis"):
        return False
    return any(
        here.kind in TERRAINS.get(chosen, frozenset()) for chosen in _choices(creature, EXPLORER)
    )


def knows_the_enemy(state: State, creature: Creature, what: str) -> bool:
    """Whether a check follows or recalls a favored enemy: one of the kind is here, or what is left of one."""
    kinds = _choices(creature, FAVORED) if what in LORE else set()
    return bool(kinds) and any(c.type in kinds for c in state.at(creature.location))


def hunting_dice(hunter: Creature, prey: Creature) -> list[str]:
    """Return the dice that every weapon hit on marked prey gets."""
    marks = (e for e in prey.effects if e.name == MARK and e.source == hunter.ref)
    return [MARK_DICE for _ in marks][:1]


def slays_colossi(hunter: Creature, prey: Creature) -> bool:
    """Whether a weapon hit meets prey that is hurt already; the extra die is once a turn."""
    features = hunter.sheet.features if hunter.sheet else ()
    return COLOSSUS_SLAYER in features and prey.hp < prey.hp_max
