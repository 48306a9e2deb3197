"""What foes and allies do with their turn: simple, sensible, after their nature.

Mindless things go for whoever is nearest, the hungry and beasts for the weak, the cunning for whoever is easiest to
bring down; cowards run when it turns against them, the last of the sensible give up. SRD 5.1, "Monsters".
"""

from llm_brain.ledger.events.fights import MovementGained
from llm_brain.ledger.state import State
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import StatBlock, block_of, has_trait
from llm_brain.referee.casting.ground import is_out_of_reach
from llm_brain.referee.combat import maneuvers, options
from llm_brain.referee.combat.economy import (
    can_stand_up,
    has_action,
    has_bonus_action,
    movement_left,
    spend_action,
    spend_bonus_action,
    stand_up,
)
from llm_brain.referee.combat.monster_actions import attack_with_all
from llm_brain.referee.combat.monster_spells import cast_something
from llm_brain.referee.combat.morale import gives_way, keep_away, look_about
from llm_brain.referee.combat.movement import move_to, zone_away, zone_beside, zone_towards
from llm_brain.referee.combat.movement_cost import can_reach
from llm_brain.referee.combat.opportunity import spring_readied
from llm_brain.referee.combat.positions import (
    combatant_of,
    distance_ft,
    enemies_of,
    in_fight,
    is_engaged,
    same_zone,
)
from llm_brain.referee.combat.specials import special
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.senses import can_see
from llm_brain.referee.speed import speed_ft

SAVAGE = ("hungry",)


def act(out: Outcome, ref: str, dice: Dice) -> None:
    """Play somebody's whole turn."""
    creature = out.creature(ref)
    block = block_of(creature)
    behaviour = block.behaviour if block else "cunning"
    spring_readied(out, ref, dice)
    creature = out.creature(ref)
    if conditions.is_incapacitated(creature):
        return
    if modifiers.has(creature, "turned"):
        keep_away(out, ref, dice)
        return
    if modifiers.has(creature, "no_action"):
        return
    if creature.has_condition("prone") and can_stand_up(out.state, creature):
        stand_up(out, ref)
    if gives_way(out, ref, behaviour, dice):
        return
    if _is_clinging(out, ref):
        return
    target = choose_target(out.state, ref, behaviour)
    if target is None:
        look_about(out, ref, dice)
        return
    _fight(out, ref, target, block, dice)
    _slip_away(out, ref, dice)


def _is_clinging(out: Outcome, ref: str) -> bool:
    """Whether a stirge or the like hangs on somebody: it only drinks."""
    return any(
        e.name == "attached" and e.source == ref
        for other in enemies_of(out.state, ref)
        for e in out.creature(other).effects
    )


def choose_target(state: State, ref: str, behaviour: str) -> str | None:
    """Return whom a creature goes for, or None when there is nobody to see."""
    me = state.creatures[ref]
    known = [e for e in enemies_of(state, ref) if not state.creatures[e].is_hidden]
    known = [e for e in known if not is_out_of_reach(state, ref, e)]
    seen = [e for e in known if can_see(state, me, state.creatures[e])]
    # who cannot see strikes at what can be heard
    enemies = seen or [e for e in known if same_zone(state, ref, e)]
    charmers = {c.source for c in me.conditions if c.name == "charmed"}
    enemies = [e for e in enemies if e not in charmers]
    afraid = set(conditions.sources_in_sight(state, me, "frightened"))
    enemies = [e for e in enemies if e not in afraid or same_zone(state, ref, e)] or enemies
    if not enemies:
        return _fallen_prey(state, ref, behaviour)

    def near(other: str) -> int:
        return distance_ft(state, ref, other)

    if behaviour in ("mindless", "fanatic"):
        return min(enemies, key=near)
    if behaviour in ("hungry", "beast", "coward"):
        return min(enemies, key=lambda e: (near(e), state.creatures[e].hp))
    feet = movement_left(state, ref)
    reachable = [e for e in enemies if can_reach(state, ref, e, feet)] or enemies
    return min(
        reachable,
        key=lambda e: (
            state.creatures[e].concentration is None,
            state.creatures[e].hp,
            state.creatures[e].armor_class,
        ),
    )


def _fallen_prey(state: State, ref: str, behaviour: str) -> str | None:
    """Hungry things worry the fallen when nobody stands any more; others let them lie."""
    if behaviour not in SAVAGE or state.encounter is None:
        return None
    if any(h for h in state.heroes if not h.is_down and not h.is_dead):
        return None
    me = combatant_of(state, ref)
    fallen = [
        c.ref
        for c in state.encounter.order
        if me and c.side != me.side and in_fight(state, c.ref)
        and state.creatures[c.ref].hp <= 0
        and not state.creatures[c.ref].is_dead
        and not state.creatures[c.ref].death_saves.is_stable
    ]  # fmt: skip
    return min(fallen, key=lambda r: distance_ft(state, ref, r)) if fallen else None


def _fight(out: Outcome, ref: str, target: str, block: StatBlock | None, dice: Dice) -> None:
    if block is not None and block.specials and special(out, ref, target, block, dice):
        return
    if block is not None and block.spellcasting and cast_something(out, ref, target, block, dice):
        return
    _close_in(out, ref, target, block, dice)
    if not has_action(out.state, ref) or conditions.is_incapacitated(out.creature(ref)):
        return
    held = maneuvers.is_held(out.creature(ref)) and not is_engaged(out.state, ref)
    if held:
        maneuvers.escape(out, Action(kind="grapple", text="break free"), ref, dice)
        return
    attack_with_all(out, ref, target, dice)


def _close_in(out: Outcome, ref: str, target: str, block: StatBlock | None, dice: Dice) -> None:
    """Get to where the best attack reaches: shooters stay, others run."""
    state = out.state
    if same_zone(state, ref, target) or speed_ft(state, ref) == 0:
        return
    far = max((a.range_ft for a in block.attacks), default=0) if block else 0
    mindless = block is not None and block.behaviour == "mindless"
    distance = distance_ft(state, ref, target)
    shoots = far >= distance and (mindless or far > 30)
    if shoots and not is_engaged(state, ref):
        return
    feet = movement_left(state, ref)
    try:
        if can_reach(state, ref, target, feet):
            move_to(out, ref, zone_beside(state, ref, target), dice, because="closing in")
            return
        if far >= distance:
            return
        _dash(out, ref, aggressive=has_trait(out.creature(ref), "aggressive"))
        zone = zone_towards(out.state, ref, target)
        move_to(out, ref, zone, dice, because="closing in")
    except Refusal:
        return


def _dash(out: Outcome, ref: str, *, aggressive: bool) -> None:
    # SRD 5.1, "Orc": Aggressive is a bonus action
    if aggressive and has_bonus_action(out.state, ref):
        spend_bonus_action(out, ref, "aggressive")
    else:
        spend_action(out, ref, "dash")
    left = movement_left(out.state, ref) + speed_ft(out.state, ref)
    out.add(MovementGained(ref=ref, movement_left_ft=left, because="dash"))


def _slip_away(out: Outcome, ref: str, dice: Dice) -> None:
    """SRD 5.1, "Goblin": Nimble Escape. After a blow, off and out of sight where that can be done."""
    creature = out.creature(ref)
    if not options.is_cunning(out.state, ref) or conditions.is_incapacitated(creature):
        return
    if not has_bonus_action(out.state, ref) or not is_engaged(out.state, ref):
        return
    wounded = creature.hp * 2 <= creature.hp_max
    away = zone_away(out.state, ref, enemies_of(out.state, ref))
    if not wounded or same_zone_key(out.state, ref, away):
        return
    try:
        options.disengage(out, Action(kind="disengage"), ref, dice)
        move_to(out, ref, away, dice, because="slipping away")
    except Refusal:
        return


def same_zone_key(state: State, ref: str, zone: str) -> bool:
    """Whether somebody stands in a zone already."""
    combatant = combatant_of(state, ref)
    return combatant is not None and combatant.zone == zone
