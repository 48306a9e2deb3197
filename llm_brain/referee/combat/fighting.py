"""A hero's attack as they declare it: whom, with what, walking up to them, drawing, shooting, a second blade.

SRD 5.1, "Making an Attack", "Two-Weapon Fighting". An attack on somebody peaceful breaks the peace first.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.fights import ActionSpent, MovementGained
from llm_brain.ledger.events.things import ItemLeft, ItemLost
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.ground import is_out_of_reach
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.choosing import SHOOTING, THROWING, strike_for, weapons_of
from llm_brain.referee.combat.economy import (
    HANDS,
    can_stand_up,
    has_action,
    has_bonus_action,
    movement_left,
    spend_action,
    spend_bonus_action,
    spend_handling,
    stand_up,
)
from llm_brain.referee.combat.movement import move_to, require_courage, require_free, zone_beside
from llm_brain.referee.combat.movement_cost import can_reach
from llm_brain.referee.combat.positions import (
    combatant_of,
    distance_ft,
    enemies_of,
    in_fight,
    same_zone,
)
from llm_brain.referee.combat.strike import Strike, off_hand, unarmed_strike, weapon_strike
from llm_brain.referee.conditions import is_incapacitated
from llm_brain.referee.dice import Dice
from llm_brain.referee.features import martial_arts, on_a_hit
from llm_brain.referee.features.ranger import break_the_horde, breaks_the_horde, meet_the_horde
from llm_brain.referee.gear import set_equipped
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import entry_of, wielded
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.speed import speed_ft

MERCY = ("knock out", "knock him out", "knock her out", "knock them out", "non-lethal", "nonlethal",
         "subdue", "unconscious", "alive", "flat of", "pommel",
         "without killing", "not kill", "don't kill")  # fmt: skip


def target_of(state: State, ref: str, action: Action) -> str:
    """Return whom an attack is meant for. Raises Refusal when nobody fits."""
    enemies = enemies_of(state, ref)
    wanted = action.target_ref
    if wanted is None:
        if len(enemies) == 1 or (enemies and action.target is None):
            near = [e for e in enemies if same_zone(state, ref, e)]
            return (near or enemies)[0]
        raise Refusal("no_target", "Say whom to attack.")
    creature = state.creatures.get(wanted)
    if creature is None:
        raise Refusal("not_a_creature", f"{action.target or 'That'} is nobody to attack.")
    if creature.ref == ref:
        raise Refusal("own_self", "Nobody attacks themselves here.")
    if creature.is_dead:
        raise Refusal("already_dead", f"{creature.name} is already dead.")
    if creature.has_fled or creature.location != state.creatures[ref].location:
        raise Refusal("not_here", f"{creature.name} is not here.")
    if state.encounter is not None and not in_fight(state, wanted):
        raise Refusal("not_in_fight", f"{creature.name} is not part of this fight.")
    if creature.is_hidden:
        raise Refusal("not_seen", "There is nobody to be seen there.")
    if is_out_of_reach(state, ref, wanted):
        raise Refusal("walled_off", f"Nothing gets from here to {creature.name} now.")
    if modifiers.has(state.creatures[ref], "no_attacks"):
        raise Refusal("no_body", "A cloud of mist cannot strike.")
    if any(c.name == "charmed" and c.source == wanted for c in state.creatures[ref].conditions):
        raise Refusal("charmed", f"{creature.name} has charmed you: you cannot attack them.")
    return wanted


def attack(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Resolve a hero's declared attack inside a fight."""
    target = target_of(out.state, ref, action)
    creature = out.creature(ref)
    pays = _payment(out.state, ref, target)
    strike = strike_for(out.state, ref, target, action.item, action.text)
    if strike is None and pays == "action" and _run_at(out, action, ref, target, dice):
        return
    if strike is None:
        raise Refusal("no_weapon_reaches", _why_not(out.state, creature, target, action))
    if pays == "bonus":
        strike = _second_blade(creature, strike, action.item)
    if pays == "frenzy":
        pays = "bonus"
    if pays == "martial_arts":
        pays, strike = "bonus", unarmed_strike(creature)
    _require_free_hand(out.state, ref, pays, strike)
    if creature.has_condition("prone") and can_stand_up(out.state, creature):
        stand_up(out, ref)
    if strike.kind == "melee" and not same_zone(out.state, ref, target):
        if not move_to(out, ref, zone_beside(out.state, ref, target), dice):
            return
    elif distance_ft(out.state, ref, target) > strike.goes_ft > 0:
        raise Refusal("out_of_range", f"{strike.name} does not reach that far.")
    on_a_hit.declare(out, action, ref, strike)
    ready(out, ref, strike)
    _pay(out, ref, pays, strike)
    loose(out, ref, strike)
    nonlethal = any(word in action.text.lower() for word in MERCY)
    strike_at(out, ref, target, strike, dice, nonlethal=nonlethal)
    on_a_hit.forget(out, ref)
    if pays in ("action", "attack"):
        meet_the_horde(out, ref, target)


def _run_at(out: Outcome, action: Action, ref: str, target: str, dice: Dice) -> bool:
    """Dash at somebody too far off to be struck this turn; False when even that does not bring one there."""
    feet = movement_left(out.state, ref) + speed_ft(out.state, ref)
    named_far = action.item is not None or any(
        w in action.text.lower() for w in SHOOTING + THROWING
    )
    if named_far or not can_reach(out.state, ref, target, feet):
        return False
    require_free(out.state, ref)
    require_courage(out.state, ref, zone_beside(out.state, ref, target))
    spend_action(out, ref, "dash")
    out.add(MovementGained(ref=ref, movement_left_ft=feet, because="dash"))
    move_to(out, ref, zone_beside(out.state, ref, target), dice)
    return True


def _require_free_hand(state: State, ref: str, pays: str, strike: Strike) -> None:
    """Raise Refusal when drawing the weapon would take the action that the attack needs."""
    creature = state.creatures[ref]
    in_hand = any(i.key == strike.item and i.is_equipped for i in creature.items)
    draws = bool(strike.item) and not in_hand and not strike.is_thrown
    if draws and state.encounter is not None and modifiers.named(creature, HANDS):
        reason = (
            f"Drawing the {strike.name} takes the action: one thing a turn is handled for free."
        )
        raise Refusal("hands_busy", reason)


def _payment(state: State, ref: str, target: str) -> str:
    """Say what an attack would be paid with. Raises Refusal when nothing is left."""
    combatant = combatant_of(state, ref)
    if combatant is None or combatant.has_action:
        return "action"
    if combatant.attacks_left > 0:
        return "attack"
    creature = state.creatures[ref]
    if breaks_the_horde(state, creature, target):
        return "horde"
    light = [e for e in wielded(creature) if e.weapon and e.weapon.has("light")]
    if has_bonus_action(state, ref) and len(light) >= 2:
        return "bonus"
    if has_bonus_action(state, ref) and modifiers.has(creature, "bonus_attack"):
        return "frenzy"
    # SRD 5.1, "Monk": Martial Arts
    if has_bonus_action(state, ref) and martial_arts.practises(creature):
        return "martial_arts"
    reason = "The action of this turn is spent; there is one attack in it."
    raise Refusal("no_action_left", reason)


def _pay(out: Outcome, ref: str, pays: str, strike: Strike) -> None:
    if pays == "bonus":
        spend_bonus_action(out, ref, f"second attack: {strike.name}")
    elif pays == "horde":
        break_the_horde(out, ref)
    elif pays == "action":
        spend_action(out, ref, f"attack: {strike.name}")
        extra = _attacks_in_action(out.creature(ref)) - 1
        if extra and combatant_of(out.state, ref):
            out.add(ActionSpent(ref=ref, what="attack", on="extra attack", attacks_left=extra))
    else:
        combatant = combatant_of(out.state, ref)
        left = combatant.attacks_left - 1 if combatant else 0
        out.add(ActionSpent(ref=ref, what="attack", on=strike.name, attacks_left=left))


# SRD 5.1, "Fighter": Extra Attack; "Eldritch Invocations": Thirsting Blade
ATTACKS = {
    "Extra Attack (3)": 4,
    "Extra Attack (2)": 3,
    "Extra Attack": 2,
    "Eldritch Invocation: Thirsting Blade": 2,
}


def _attacks_in_action(creature: Creature) -> int:
    # SRD 5.1, "Slow"
    if modifiers.has(creature, "one_attack"):
        return 1
    # SRD 5.1, "Haste"
    hasted = int(modifiers.has(creature, "extra_attack"))
    return hasted + max((n for name, n in ATTACKS.items() if creature.has_feature(name)), default=1)


def _second_blade(creature: Creature, strike: Strike, wanted: str | None) -> Strike:
    """SRD 5.1, "Two-Weapon Fighting": with a different light melee weapon held in the other hand."""
    held = [i for i in weapons_of(creature) if i.is_equipped]
    pieces = [i for i in held for _ in range(i.quantity)]
    for item in reversed(pieces):
        second = weapon_strike(creature, item)
        fits = second is not None and second.is_light and second.kind == "melee"
        if second is not None and fits and wanted in (None, item.key, item.name):
            return off_hand(second, creature)
    return off_hand(strike, creature)


def ready(out: Outcome, ref: str, strike: Strike) -> None:
    """Take the weapon in hand if it is not; that is the turn's free handling of a thing."""
    item = next((i for i in out.creature(ref).items if i.key == strike.item), None)
    if item is None or any(i.key == strike.item and i.is_equipped for i in out.creature(ref).items):
        return
    if strike.is_thrown:
        return
    for held in [i for i in out.creature(ref).items if i.is_equipped]:
        entry = entry_of(held)
        if entry is not None and entry.weapon is not None and not strike.is_light:
            set_equipped(out, ref, held, is_equipped=False)
    spend_handling(out, ref, f"draw {item.name}")
    set_equipped(out, ref, item, is_equipped=True)


def loose(out: Outcome, ref: str, strike: Strike) -> None:
    """Use up a piece of ammunition, or let a thrown weapon fly to where it will lie."""
    creature = out.creature(ref)
    if strike.ammunition:
        shot = next((i for i in creature.items if i.key == strike.ammunition), None)
        if shot is None:
            raise Refusal("no_ammunition", f"There is no ammunition left for the {strike.name}.")
        out.add(ItemLost(ref=ref, key=shot.key, name=shot.name, because="shot"))
    elif strike.is_thrown:
        thrown = next((i for i in creature.items if i.key == strike.item), None)
        if thrown is not None:
            out.add(ItemLost(ref=ref, key=thrown.key, name=thrown.name, because="thrown"))
            if creature.location in out.state.locations and strike.damage:
                lies = thrown.model_copy(update={"quantity": 1, "is_equipped": False})
                out.add(ItemLeft(location=creature.location, item=lies))


def _why_not(state: State, creature: Creature, target: str, action: Action) -> str:
    name = state.creatures[target].name
    if action.item:
        return f"{creature.name} carries nothing like that that reaches {name}."
    if is_incapacitated(creature):
        return f"{creature.name} cannot act."
    far = distance_ft(state, creature.ref, target)
    return (
        f"{name} is {far} feet away and nothing in reach of hand carries that far. "
        "Move nearer or Dash."
    )


def can_still_attack(state: State, ref: str) -> bool:
    """Whether an attack of this turn is left."""
    combatant = combatant_of(state, ref)
    return has_action(state, ref) or bool(combatant and combatant.attacks_left)
