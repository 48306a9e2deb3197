"""Everything that makes an attack roll easier or harder, weighed in one place.

It looks, and rolls nothing. SRD 5.1, "Attack Rolls", "Unseen Attackers and Targets", "Conditions".
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.combat.positions import distance_ft, enemies_of, is_engaged
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.conditions import (
    HELPLESS,
    exhaustion_level,
    is_incapacitated,
    sources_in_sight,
)
from llm_brain.referee.proficiency import armor_hinders
from llm_brain.referee.senses import can_see, light_at
from llm_brain.referee.vantage import Tally

DAYLIGHT_MIN = (6 * 60, 20 * 60)


def _in_sunlight(state: State, creature: Creature) -> bool:
    place = state.locations.get(creature.location)
    is_day = DAYLIGHT_MIN[0] <= state.clock_min % 1440 < DAYLIGHT_MIN[1]
    clear = state.weather in ("clear", "sunny")
    return bool(place and place.is_outdoors and is_day and clear) and (
        light_at(state, creature.location) == "bright"
    )


def ally_beside(state: State, attacker: Creature, target: Creature) -> bool:
    """Whether an able ally of the attacker stands within 5 feet of the target."""
    zone = zone_of(state, target.ref)
    for ref in enemies_of(state, target.ref):
        if ref == attacker.ref or zone_of(state, ref) != zone:
            continue
        if not is_incapacitated(state.creatures[ref]):
            return True
    return False


def _matches(value: int | str | bool, other: Creature) -> bool:
    """A modifier's value is True for everybody, or a list of creature types."""
    return other.type in value.split(",") if isinstance(value, str) else bool(value)


def weigh_attack(state: State, attacker: Creature, target: Creature, strike: Strike) -> Tally:
    """Return what speaks for and against an attack."""
    tally = Tally()
    _weigh_attacker(tally, state, attacker, target, strike)
    _weigh_target(tally, state, attacker, target, strike)
    # SRD 5.1, "Rogue": Elusive
    if modifiers.has(target, "never_at_advantage") and not is_incapacitated(target):
        tally.for_it.clear()
    return tally


def _weigh_attacker(
    tally: Tally, state: State, attacker: Creature, target: Creature, strike: Strike
) -> None:
    _weigh_given(tally, attacker, target, strike)
    if strike.ability == "str" and modifiers.has(attacker, "disadvantage:check:str"):
        tally.disadvantage("weakened")
    for name in ("poisoned", "prone", "restrained"):
        if attacker.has_condition(name):
            tally.disadvantage(name)
    if sources_in_sight(state, attacker, "frightened"):
        tally.disadvantage("frightened")
    if exhaustion_level(attacker) >= 3:
        tally.disadvantage("exhaustion")
    if strike.ability in ("str", "dex") and armor_hinders(attacker):
        tally.disadvantage("armor worn without training")
    if strike.is_heavy and attacker.size in ("Small", "Tiny"):
        tally.disadvantage("too heavy a weapon")
    _weigh_traits(tally, state, attacker, target, strike)
    if strike.kind == "ranged":
        if is_engaged(state, attacker.ref):
            tally.disadvantage("a foe within 5 feet")
        if distance_ft(state, attacker.ref, target.ref) > strike.range_ft > 0:
            tally.disadvantage("long range")


def _weigh_traits(
    tally: Tally, state: State, attacker: Creature, target: Creature, strike: Strike
) -> None:
    if has_trait(attacker, "sunlight_sensitivity") and _in_sunlight(state, attacker):
        tally.disadvantage("sunlight")
    if has_trait(attacker, "pack_tactics") and ally_beside(state, attacker, target):
        tally.advantage("Pack Tactics")
    # SRD 5.1, "Hunter Shark": Blood Frenzy
    is_hurt = target.hp < target.hp_max and strike.kind == "melee"
    if is_hurt and has_trait(attacker, "blood_frenzy"):
        tally.advantage("Blood Frenzy")
    held = any(c.name == "grappled" and c.source == attacker.ref for c in target.conditions)
    # SRD 5.1, "Feats": Grappler
    if held and (has_trait(attacker, "grappler") or attacker.has_feature("Grappler")):
        tally.advantage("Grappler")
    if strike.name == "Shocking Grasp" and _wears_metal(target):
        tally.advantage("metal armor")


def _weigh_target(
    tally: Tally, state: State, attacker: Creature, target: Creature, strike: Strike
) -> None:
    if not can_see(state, target, attacker):
        tally.advantage("unseen attacker")
    if not can_see(state, attacker, target):
        tally.disadvantage("unseen target")
    for name in sorted(HELPLESS):
        if target.has_condition(name):
            tally.advantage(f"target {name}")
    if target.hp <= 0 and not target.has_condition("unconscious"):
        tally.advantage("target helpless")
    if target.has_condition("prone"):
        if distance_ft(state, attacker.ref, target.ref) <= 5:
            tally.advantage("target prone")
        else:
            tally.disadvantage("target prone and not near")
    dodging = modifiers.named(target, "dodging")
    if dodging and not is_incapacitated(target) and can_see(state, target, attacker):
        tally.disadvantage("target dodging")


def _weigh_given(tally: Tally, attacker: Creature, target: Creature, strike: Strike) -> None:
    """Weigh what effects on either give."""
    kind = "" if strike.is_spell else f"advantage:attack_rolls:{strike.ability}_{strike.kind}"
    for effect, _ in modifiers.values(attacker, kind):
        tally.advantage(effect.name)
    for effect, value in modifiers.values(attacker, "advantage:attack_rolls"):
        against = effect.modifiers.get("against")
        if value and against in (None, "", target.ref):
            tally.advantage(effect.name)
    for effect, value in modifiers.values(attacker, "disadvantage:attack_rolls"):
        if value:
            tally.disadvantage(effect.name)
    for effect, value in modifiers.values(target, "attackers:advantage"):
        if _matches(value, attacker):
            tally.advantage(effect.name)
    if strike.is_spell:
        for effect, _ in modifiers.values(target, "attackers:disadvantage:spell"):
            tally.disadvantage(effect.name)
    for effect, value in modifiers.values(target, "attackers:disadvantage"):
        if _matches(value, attacker):
            tally.disadvantage(effect.name)


METAL = ("chain", "plate", "mail", "ring", "splint", "breast")


def _wears_metal(target: Creature) -> bool:
    names = [i.key for i in target.items if i.is_equipped] + [target.stat_block or ""]
    return any(word in name for name in names for word in (*METAL, "animated-armor", "knight"))
