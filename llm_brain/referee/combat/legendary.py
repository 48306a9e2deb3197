"""What legendary creatures do at the end of another creature's turn, one option each time.

SRD 5.1, "Legendary Creatures": not while incapacitated or surprised. Whom they go for is chosen as on their own turn.
"""

from llm_brain.ledger.events.powers import LegendaryActionTaken
from llm_brain.referee import modifiers
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import LegendaryAction, StatBlock, block_of
from llm_brain.referee.combat import legends
from llm_brain.referee.combat.monster_actions import fits, make_attack
from llm_brain.referee.combat.monster_spells import cast_something, has_something_to_cast
from llm_brain.referee.combat.monsters import choose_target
from llm_brain.referee.combat.morale import hidden_from, spot
from llm_brain.referee.combat.movement import enter
from llm_brain.referee.combat.positions import (
    combatant_of,
    enemies_of,
    in_fight,
    zones_apart_ft,
)
from llm_brain.referee.combat.specials import unleash, victims
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft


def act_between_turns(out: Outcome, ended: str, dice: Dice) -> None:
    """Let every legendary creature but the one whose turn ended take an action, if it wants one."""
    encounter = out.state.encounter
    for ref in [c.ref for c in encounter.order] if encounter else []:
        if ref != ended and _may_act(out, ref):
            _act(out, ref, dice)


def _may_act(out: Outcome, ref: str) -> bool:
    creature, place = out.creature(ref), combatant_of(out.state, ref)
    if creature.is_hero or place is None or place.is_surprised or not in_fight(out.state, ref):
        return False
    if is_incapacitated(creature) or modifiers.has(creature, "no_action"):
        return False
    fights = place.side == "party" or creature.attitude == "hostile"
    return fights and legends.left(out.state, ref) > 0


def _act(out: Outcome, ref: str, dice: Dice) -> None:
    block = block_of(out.creature(ref))
    if block is None:
        return
    left = legends.left(out.state, ref)
    target = choose_target(out.state, ref, block.behaviour)
    if target is None or target not in enemies_of(out.state, ref):
        _detect(out, ref, block, left, dice)
        return
    able = [a for a in block.legendary if a.cost <= left and _can(out, ref, target, block, a)]
    if not able:
        return
    chosen = max(able, key=lambda a: _wish(out, ref, target, a))
    taken = LegendaryActionTaken(
        ref=ref, name=chosen.name, cost=chosen.cost, left=left - chosen.cost
    )
    out.add(taken)
    _do(out, ref, target, block, chosen, dice)


def _detect(out: Outcome, ref: str, block: StatBlock, left: int, dice: Dice) -> None:
    """Look for whoever hides, when nobody is to be seen."""
    action = next((a for a in block.legendary if a.kind == "detect" and a.cost <= left), None)
    hidden = hidden_from(out, ref)
    if action is not None and hidden:
        out.add(LegendaryActionTaken(ref=ref, name=action.name, left=left - action.cost))
        spot(out, ref, hidden, dice)


def _can(out: Outcome, ref: str, target: str, block: StatBlock, action: LegendaryAction) -> bool:
    if action.kind == "attack":
        attack = block.attack(action.attack)
        return attack is not None and fits(out, attack, ref, target)
    if action.kind == "special" and action.special is not None:
        return bool(victims(out.state, ref, target, action.special))
    if action.kind == "heal":
        creature = out.creature(ref)
        return creature.hp * 2 <= creature.hp_max
    if action.kind == "move":
        speed = speed_ft(out.state, ref) * action.speed_percent // 100
        return _ahead(out, ref, target, speed) != zone_of(out.state, ref)
    casting, is_cantrip = block.spellcasting, action.cost == 1
    if action.kind != "cast" or casting is None:
        return False
    return has_something_to_cast(out, ref, target, casting, cantrip=is_cantrip)


def _wish(out: Outcome, ref: str, target: str, action: LegendaryAction) -> float:
    """Return how much a creature wants to do something: most for least, and what strikes several first."""
    if action.special is not None:
        return len(victims(out.state, ref, target, action.special)) * 1.5 / action.cost
    return {"attack": 1.0, "heal": 3.0}.get(action.kind, 0.9) / action.cost


def _do(
    out: Outcome, ref: str, target: str, block: StatBlock, action: LegendaryAction, dice: Dice
) -> None:
    attack = block.attack(action.attack)
    if action.special is not None:
        reach = victims(out.state, ref, target, action.special)
        is_named = action.special.name == action.name
        unleash(out, ref, action.special, reach, dice, is_named=is_named)
    elif attack is not None:
        make_attack(out, ref, target, attack, dice)
    elif action.kind == "move":
        speed = speed_ft(out.state, ref) * action.speed_percent // 100
        enter(out, ref, _ahead(out, ref, target, speed), 0, action.name)
    elif action.heals:
        made = out.rolled(roll(dice, f"Healing: {action.name}", action.heals, roller=ref))
        restore(out, ref, made.total, by=ref, source=action.name, roll=made.id)
    else:
        is_cantrip = action.cost == 1
        cast_something(out, ref, target, block, dice, is_legendary=True, cantrip=is_cantrip)


def _ahead(out: Outcome, ref: str, target: str, feet: int) -> str:
    """Return the zone that moving brings a creature to: beside its target, or as near as so many feet go."""
    encounter = out.state.encounter
    here, there = zone_of(out.state, ref), zone_of(out.state, target)
    zones = encounter.zones if encounter else ()
    near = [z.key for z in zones if encounter and zones_apart_ft(encounter, here, z.key) <= feet]
    if encounter is None:
        return here
    return min(near or [here], key=lambda zone: zones_apart_ft(encounter, zone, there))
