"""The actions in combat that are no attack: Dodge, Dash, Disengage, Help, Hide, Ready, taking cover, moving.

SRD 5.1, "Actions in Combat". Rogues and the like pay for some with the bonus action.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import ConditionLost, EffectGained, HidingChanged
from llm_brain.ledger.events.fights import MovementGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.state import State
from llm_brain.referee import dying, modifiers, trial
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import has_trait
from llm_brain.referee.combat.economy import (
    has_bonus_action,
    movement_left,
    require_action,
    spend_action,
    spend_bonus_action,
    stand_up,
)
from llm_brain.referee.combat.movement import move_to, zone_away, zone_beside, zone_towards
from llm_brain.referee.combat.positions import (
    combatant_of,
    enemies_of,
    is_engaged,
)
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.senses import can_see, light_at
from llm_brain.referee.speed import speed_ft

AWAY = ("away", "back", "retreat", "withdraw", "fall back", "behind")
TOWARDS = ("closer", "forward", "towards", "toward", "up to", "near", "approach", "charge")


def is_cunning(state: State, ref: str) -> bool:
    """Whether Dash, Disengage and Hide may be bonus actions. SRD 5.1, "Rogue": Cunning Action."""
    creature = state.creatures[ref]
    known = creature.sheet is not None and "Cunning Action" in creature.sheet.features
    return known or has_trait(creature, "nimble_escape")


def pay(out: Outcome, ref: str, on: str, *, can_be_bonus: bool) -> None:
    """Pay with the bonus action where that is allowed and left, else with the action."""
    if can_be_bonus and has_bonus_action(out.state, ref):
        spend_bonus_action(out, ref, on)
    else:
        spend_action(out, ref, on)


def _until_next_turn(out: Outcome, ref: str, name: str, **extra: int | str | bool) -> None:
    ends = Ends(turn_of=ref, turn_edge="start", encounter=True)
    effect = Effect(name=name, source=ref, modifiers=dict(extra), ends=ends)
    out.add(EffectGained(ref=ref, effect=effect))


def dodge(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Attackers have disadvantage, Dexterity saves advantage, until the next turn."""
    spend_action(out, ref, "dodge")
    _until_next_turn(out, ref, "dodging", **{"advantage:saving_throws:dex": True})


def dash(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Gain movement equal to the speed this turn, and go where the words point."""
    creature = out.creature(ref)
    quick = is_cunning(out.state, ref) or modifiers.has(creature, "bonus_dash")
    speed = speed_ft(out.state, ref)
    if speed == 0:
        raise Refusal("cannot_move", f"{creature.name} cannot move now; break free first.")
    pay(out, ref, "dash", can_be_bonus=quick)
    if combatant_of(out.state, ref):
        left = movement_left(out.state, ref) + speed
        out.add(MovementGained(ref=ref, movement_left_ft=left, because="dash"))
        if action.target_ref or action.direction or _points(action.text):
            move(out, action, ref, dice)


def disengage(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Move without provoking this turn, and step back if that is said."""
    pay(out, ref, "disengage", can_be_bonus=is_cunning(out.state, ref))
    ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
    out.add(EffectGained(ref=ref, effect=Effect(name="disengaging", source=ref, ends=ends)))
    if out.state.encounter and (action.target_ref or _points(action.text)):
        move(out, action, ref, dice)


def _points(text: str) -> bool:
    return any(word in text.lower() for word in (*AWAY, *TOWARDS))


def help_somebody(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Give an ally advantage on the next check or attack, or steady somebody dying."""
    target = action.target_ref or action.recipient_ref
    creature = out.state.creatures.get(target or "")
    if creature is not None and dying.is_dying(out, creature.ref):
        steady(out, ref, creature.ref, dice)
        return
    if creature is not None and _shake_awake(out, ref, creature.ref, dice):
        return
    foe = target if target in enemies_of(out.state, ref) else None
    friend = None if foe else target
    if friend is None:
        others = [h.ref for h in out.state.heroes if h.ref != ref and not h.is_down]
        friend = others[0] if others else None
    if friend is None or friend == ref or friend not in out.state.creatures:
        raise Refusal("nobody_to_help", "There is nobody here to help. Say whom you help.")
    if out.creature(friend).location != out.creature(ref).location:
        raise Refusal("not_here", f"{out.creature(friend).name} is not here.")
    require_action(out.state, ref)
    if foe and not move_to(out, ref, zone_beside(out.state, ref, foe), dice):
        return
    spend_action(out, ref, "help")
    gives: dict[str, int | str | bool] = {"advantage:ability_checks": True}
    if out.state.encounter:
        gives = {"advantage:attack_rolls": True, "advantage:ability_checks": True}
    if foe:
        gives["against"] = foe
    ends = Ends(turn_of=ref, turn_edge="start", once=True, encounter=True)
    if out.state.encounter is None:
        ends = Ends(at_clock_min=out.state.clock_min + 10, once=True)
    helped = Effect(name="help", source=ref, modifiers=gives, ends=ends)
    out.add(EffectGained(ref=friend, effect=helped))


def _shake_awake(out: Outcome, ref: str, target: str, dice: Dice) -> bool:
    """Wake somebody out of a magical sleep with an action. SRD 5.1, "Sleep"; False when they do not sleep so."""
    asleep = [
        c for c in out.creature(target).conditions if c.name == "unconscious" and c.ends.on_damage
    ]
    if not asleep or target == ref:
        return False
    require_action(out.state, ref)
    if move_to(out, ref, zone_beside(out.state, ref, target), dice):
        spend_action(out, ref, "shake awake")
        for condition in asleep:
            out.add(
                ConditionLost(
                    ref=target, name="unconscious", source=condition.source, because="shaken awake"
                )
            )
    return True


def steady(out: Outcome, ref: str, target: str, dice: Dice) -> bool:
    """Stabilise with a DC 10 Medicine check. SRD 5.1, "Stabilizing a Creature"."""
    require_action(out.state, ref)
    if not move_to(out, ref, zone_beside(out.state, ref, target), dice):
        return False
    spend_action(out, ref, "first aid")
    made = trial.ability_check(out, ref, "medicine", 10, dice, "Stabilise")
    if made.outcome == "success":
        dying.stabilise(out, target, by=ref)
    return made.outcome == "success"


def hide(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Try to hide from every enemy. SRD 5.1, "Hiding": not in plain sight of somebody near."""
    if is_engaged(out.state, ref):
        raise Refusal("in_plain_sight", "Nobody hides from somebody within 5 feet. Get away first.")
    if not _has_something_to_hide_in(out.state, ref):
        reason = (
            "There is nothing here to hide behind in plain sight; darkness or an obstacle helps."
        )
        raise Refusal("nothing_to_hide_in", reason)
    # SRD 5.1, "Ranger": Vanish
    quick = is_cunning(out.state, ref) or out.creature(ref).has_feature("Vanish")
    pay(out, ref, "hide", can_be_bonus=quick)
    best = max(
        (trial.passive(out.state, e, "perception") for e in enemies_of(out.state, ref)), default=0
    )
    made = trial.ability_check(
        out, ref, "stealth", best, dice, "Hide", against_name="passive Perception"
    )
    if made.outcome == "success":
        out.add(HidingChanged(ref=ref, is_hidden=True, because="hid"))


def _has_something_to_hide_in(state: State, ref: str) -> bool:
    creature = state.creatures[ref]
    place = state.locations.get(creature.location)
    if place is None or light_at(state, place.key) != "bright" or len(place.features) > 0:
        return True
    sheet = creature.sheet
    behind_others = sheet is not None and "Naturally Stealthy" in sheet.features
    unseen = all(not can_see(state, state.creatures[e], creature) for e in enemies_of(state, ref))
    return unseen or (behind_others and len(state.heroes) > 1)


def ready(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Hold an attack for whoever comes: it is struck as a reaction."""
    spend_action(out, ref, "ready")
    target = action.target_ref if action.target_ref in enemies_of(out.state, ref) else ""
    _until_next_turn(out, ref, "readied", target=target or "", action="attack")


def take_cover(out: Outcome, ref: str) -> None:
    """Get half cover until the next move. SRD 5.1, "Cover"."""
    place = out.state.here
    if place is not None and not place.features:
        raise Refusal("no_cover", "There is nothing here to take cover behind.")
    cover: dict[str, int | str | bool] = {"armor_class": 2, "saving_throws:dex": 2}
    effect = Effect(name="half cover", source=ref, modifiers=cover, ends=Ends(encounter=True))
    out.add(EffectGained(ref=ref, effect=effect))


def move(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Move on the battlefield: to somebody, to a zone, nearer, away, into cover, onto one's feet."""
    words = f"{action.text} {action.direction or ''}".lower()
    creature = out.creature(ref)
    if creature.has_condition("prone") and ("stand" in words or "get up" in words):
        stand_up(out, ref)
        return
    if "cover" in words:
        take_cover(out, ref)
        return
    zone = _meant_zone(out.state, ref, action, words)
    if zone is None:
        raise Refusal("where_to", "Say where to: to somebody, nearer, back, or out by an exit.")
    move_to(out, ref, zone, dice)


def _meant_zone(state: State, ref: str, action: Action, words: str) -> str | None:
    encounter = state.encounter
    enemies = enemies_of(state, ref)
    if encounter is None:
        return None
    for zone in encounter.zones:
        if zone.key in words.split() or zone.name.lower() in words:
            return zone.key
    if any(word in words for word in AWAY) and action.target_ref not in state.creatures:
        return zone_away(state, ref, enemies)
    target = action.target_ref if action.target_ref in state.creatures else None
    if target is not None and encounter.combatant(target):
        if any(word in words for word in ("away from", "back from", "retreat from")):
            return zone_away(state, ref, [target])
        return zone_beside(state, ref, target)
    if enemies and any(word in words for word in TOWARDS):
        return zone_towards(state, ref, enemies[0])
    return None


def wait(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Let the turn go by."""
    out.add(Remarked(by=ref, what=action.text or "waits", kind="wait"))
