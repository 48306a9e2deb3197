"""Whom a spell is cast at: what was named, what stands in the area, what is within range; walking up to touch.

SRD 5.1, "Range", "Targets", "Areas of Effect". Areas are laid so that they miss friends.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.casting.ground import is_out_of_reach
from llm_brain.referee.combat.movement import move_to, zone_beside
from llm_brain.referee.combat.positions import distance_ft, enemies_of, same_zone
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.senses import can_see
from llm_brain.referee.spells import Spell

# how many foes an area of so many feet catches among those standing in one zone
ROUND = ("sphere", "cylinder", "cube")
SMALL_FT = 20
CAUGHT = ((10, 2), (15, 3), (20, 5), (60, 4))


def choose_targets(state: State, ref: str, spell: Spell, slot: int, action: Action) -> list[str]:
    """Return the refs a spell is cast at. Raises Refusal when nobody fits."""
    count = spell.count + spell.count_per_slot * max(0, slot - spell.level)
    if spell.special == "rays" and spell.is_cantrip:
        # SRD 5.1, "Eldritch Blast": a beam more at levels 5, 11 and 17
        count = len([key for key in spell.damage_by_level if key <= _level(state, ref)])
    if spell.target in ("self", "area"):
        return [ref]
    if spell.target in ("object", "exit"):
        return [action.target_ref] if action.target_ref else []
    if spell.target in ("ally", "allies", "creature"):
        return _friends(state, ref, spell, action, count)
    if spell.target == "area_foes":
        return _in_area(state, ref, spell, action)
    return _foes(state, ref, spell, action, count)


def _level(state: State, ref: str) -> int:
    creature = state.creatures[ref]
    block = block_of(creature)
    casting = block.spellcasting if block else None
    return creature.sheet.level if creature.sheet else max(1, casting.level if casting else 1)


def _named(state: State, action: Action) -> list[str]:
    refs = (action.target_ref, action.recipient_ref, *action.more_refs)
    return list(dict.fromkeys(r for r in refs if r in state.creatures))


def _friends(state: State, ref: str, spell: Spell, action: Action, count: int) -> list[str]:
    named = _named(state, action)
    if named:
        for other in named:
            creature = _require_here(state, ref, other)
            if creature.is_dead and spell.special != "raise":
                raise Refusal("already_dead", f"{creature.name} is dead; {spell.name} is too late.")
        return named[:count]
    here = [h for h in state.heroes if h.location == state.creatures[ref].location]
    here = [h for h in here if not h.is_dead]
    if spell.special == "raise":
        dead = [h.ref for h in state.heroes if h.is_dead]
        return dead[:count] or [ref]
    if spell.heal or spell.special in ("stabilise", "restoration", "mass-heal"):
        here.sort(key=lambda h: (h.hp > 0, h.hp / h.hp_max))
        return [h.ref for h in here[:count]] or [ref]
    if spell.target == "allies":
        others = [h.ref for h in here if h.ref != ref]
        return [ref, *others][:count]
    return [ref]


def _require_here(state: State, ref: str, target: str) -> Creature:
    creature = state.creatures[target]
    if creature.location != state.creatures[ref].location or creature.has_fled:
        raise Refusal("not_here", f"{creature.name} is not here.")
    if is_out_of_reach(state, ref, target):
        raise Refusal("walled_off", f"Nothing gets from here to {creature.name} now.")
    return creature


def _in_sight(state: State, ref: str) -> list[str]:
    """Return the enemies that do not hide and that magic can get to."""
    there = [e for e in enemies_of(state, ref) if not state.creatures[e].is_hidden]
    return [e for e in there if not is_out_of_reach(state, ref, e)]


def _foes(state: State, ref: str, spell: Spell, action: Action, count: int) -> list[str]:
    named = [r for r in _named(state, action) if r != ref]
    enemies = _in_sight(state, ref)
    if not named:
        if not enemies:
            raise Refusal("no_target", f"Say whom {spell.name} is for.")
        named = sorted(enemies, key=lambda e: distance_ft(state, ref, e))[:1]
    for other in named:
        creature = _require_here(state, ref, other)
        if creature.is_dead:
            raise Refusal("already_dead", f"{creature.name} is already dead.")
        if not can_see(state, state.creatures[ref], creature):
            raise Refusal("not_seen", f"{creature.name} cannot be seen from here.")
    if spell.special in ("magic-missile", "rays"):
        # darts and rays go to each named in turn, the rest to the first
        spread = [named[i % len(named)] for i in range(count)]
        return sorted(spread, key=named.index)
    if spell.key == "acid-splash" and len(named) == 1:
        beside = [e for e in enemies if e not in named and same_zone(state, named[0], e)]
        return [*named, *beside][:count]
    if spell.target == "foes" and len(named) < count and len(action.more_refs) == 0:
        named = [*named, *(e for e in enemies if e not in named)]
    return named[:count]


def _in_area(state: State, ref: str, spell: Spell, action: Action) -> list[str]:
    named = [r for r in _named(state, action) if r != ref]
    for other in named:
        _require_here(state, ref, other)
    enemies = _in_sight(state, ref)
    if spell.any_attitude and not named:
        here = state.creatures[ref].location
        return [c.ref for c in state.at(here) if not c.is_dead]
    if not named and not enemies:
        raise Refusal("no_target", f"There is nobody here to catch with {spell.name}.")
    first = named[0] if named else min(enemies, key=lambda e: distance_ft(state, ref, e))
    if spell.area in ROUND and spell.area_ft > SMALL_FT:
        # a great burst reaches beyond the zone it is laid in
        wide = [e for e in enemies if e != first and distance_ft(state, first, e) <= spell.area_ft]
        return [first, *named[1:], *(e for e in wide if e not in named)]
    most = next((n for feet, n in CAUGHT if spell.area_ft <= feet), 5)
    beside = [e for e in enemies if e != first and same_zone(state, first, e)]
    return [first, *named[1:], *(e for e in beside if e not in named)][:most]


def reach(out: Outcome, ref: str, spell: Spell, targets: list[str], dice: Dice) -> bool:
    """Walk up to whoever must be touched or stood before; False when stopped on the way. Raises Refusal when out of range."""
    if out.state.encounter is None:
        return True
    range_ft = spell.range_ft
    if range_ft == 0 and spell.target == "area_foes":
        range_ft = 5
    elif range_ft == 0:
        return True
    for target in targets:
        if target not in out.state.creatures or target == ref:
            continue
        if distance_ft(out.state, ref, target) <= range_ft:
            continue
        if range_ft <= 30:
            if not move_to(out, ref, zone_beside(out.state, ref, target), dice):
                return False
        else:
            name = out.creature(target).name
            far = distance_ft(out.state, ref, target)
            reason = f"{name} is {far} feet away and {spell.name} reaches {range_ft}."
            raise Refusal("out_of_range", reason)
    return True


def zone_of_area(state: State, ref: str, targets: list[str], action: Action) -> str:
    """Return the zone an area is laid in: where its first target stands, else where the words point, else here."""
    for target in targets:
        if target in state.creatures and target != ref:
            return zone_of(state, target)
    named = action.target_ref if action.target_ref in state.creatures else None
    return zone_of(state, named or ref)
