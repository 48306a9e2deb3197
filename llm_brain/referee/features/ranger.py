"""What a ranger brings besides: a favored enemy, a terrain of their own, the mark and the hunter's prey.

SRD 5.1, "Ranger", "Hunter". It says what counts; checks are rolled in `trial.py`,
blows dealt in `combat/`. A fighting style is part of every strike.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import ability_modifier, ability_of
from llm_brain.referee.areas import zone_of
from llm_brain.referee.outcome import Outcome

FAVORED, EXPLORER = "Favored Enemy: ", "Natural Explorer: "
COLOSSUS_SLAYER = "Hunter's Prey: Colossus Slayer"
HORDE_BREAKER, HORDE = "Hunter's Prey: Horde Breaker", "horde breaker used"
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


def slays_foes(hunter: Creature, prey: Creature) -> bool:
    """Whether a blow is against a favored enemy of who slays them best. SRD 5.1, "Ranger": Foe Slayer."""
    is_foe = prey.type in _choices(hunter, FAVORED)
    return hunter.has_feature("Foe Slayer") and is_foe and ability_modifier(hunter, "wis") > 0


def meet_the_horde(out: Outcome, ranger: str, target: str) -> None:
    """Note beside whom a hunter may strike once more this turn, unless they did already."""
    creature = out.creature(ranger)
    if creature.has_feature(HORDE_BREAKER) and not any(e.name == HORDE for e in creature.effects):
        ends = Ends(turn_of=ranger, turn_edge="end", encounter=True)
        effect = Effect(name=HORDE, source=ranger, modifiers={"beside": target}, ends=ends)
        out.add(EffectGained(ref=ranger, effect=effect))


def breaks_the_horde(state: State, creature: Creature, target: str) -> bool:
    """Whether an attack is the hunter's extra one: on another foe within 5 feet of the one attacked."""
    noted = next((e for e in creature.effects if e.name == HORDE), None)
    first = str(noted.modifiers.get("beside", "")) if noted else ""
    return bool(first) and first != target and zone_of(state, first) == zone_of(state, target)


def break_the_horde(out: Outcome, ranger: str) -> None:
    """Use the extra attack up for this turn."""
    ends = Ends(turn_of=ranger, turn_edge="end", encounter=True)
    out.add(EffectGained(ref=ranger, effect=Effect(name=HORDE, source=ranger, ends=ends)))
