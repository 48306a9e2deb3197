"""What a turn can pay with: the action, the bonus action, the reaction, one free handling of a thing, movement.

SRD 5.1, "Your Turn". Outside a fight everything here is free.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import ConditionLost, EffectGained, EffectLost
from llm_brain.ledger.events.fights import ActionSpent, MovementGained
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.conditions import can_react
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.speed import speed_ft

HANDS = "hands busy"


def has_action(state: State, ref: str) -> bool:
    """Whether the action of this turn is still there."""
    combatant = combatant_of(state, ref)
    return combatant is None or combatant.has_action


def has_bonus_action(state: State, ref: str) -> bool:
    """Whether the bonus action of this turn is still there."""
    combatant = combatant_of(state, ref)
    return combatant is None or combatant.has_bonus_action


def require_action(state: State, ref: str) -> None:
    """Raise Refusal when the action of this turn is gone, before anything is rolled on the way to it."""
    if not has_action(state, ref):
        raise Refusal("no_action_left", "The action of this turn is spent; end the turn or move.")


def spend_action(out: Outcome, ref: str, on: str) -> None:
    """Pay with the action. Raises Refusal when it is gone."""
    if combatant_of(out.state, ref) is None:
        return
    require_action(out.state, ref)
    # SRD 5.1, "Haste": one weapon attack on top of any action
    more = int(modifiers.has(out.creature(ref), "extra_attack"))
    out.add(ActionSpent(ref=ref, what="action", on=on, attacks_left=more))
    _go_on_in_stopped_time(out, ref)


def _go_on_in_stopped_time(out: Outcome, ref: str) -> None:
    """SRD 5.1, "Time Stop": another turn follows at once."""
    spare = modifiers.named(out.creature(ref), "time stop")
    if spare is None:
        return
    left = int(spare.modifiers.get("spare_actions", 0)) - 1
    out.add(ActionSpent(ref=ref, what="regained_action", on=spare.name))
    if left > 0:
        fewer = spare.model_copy(update={"modifiers": {"spare_actions": left}})
        out.add(EffectGained(ref=ref, effect=fewer))
    else:
        out.add(EffectLost(ref=ref, name=spare.name, source=ref, because="time goes on"))


def spend_bonus_action(out: Outcome, ref: str, on: str) -> None:
    """Pay with the bonus action. Raises Refusal when it is gone."""
    if combatant_of(out.state, ref) is None:
        return
    if not has_bonus_action(out.state, ref):
        reason = "The bonus action of this turn is spent; there is one a turn."
        raise Refusal("no_bonus_action_left", reason)
    out.add(ActionSpent(ref=ref, what="bonus_action", on=on))


def spend_reaction(out: Outcome, ref: str, on: str) -> bool:
    """Pay with the reaction; False when there is none to spend."""
    combatant = combatant_of(out.state, ref)
    if not can_react(out.creature(ref)) or (combatant and not combatant.has_reaction):
        return False
    if combatant:
        out.add(ActionSpent(ref=ref, what="reaction", on=on))
    return True


def spend_handling(out: Outcome, ref: str, on: str) -> None:
    """Handle one thing for free, a second one with the action. SRD 5.1, "Other Activity on Your Turn"."""
    if combatant_of(out.state, ref) is None:
        return
    if modifiers.named(out.creature(ref), HANDS):
        spend_action(out, ref, on)
        return
    ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
    out.add(EffectGained(ref=ref, effect=Effect(name=HANDS, source=ref, ends=ends)))


def movement_left(state: State, ref: str) -> int:
    """Return the feet somebody can still move this turn."""
    combatant = combatant_of(state, ref)
    return combatant.movement_left_ft if combatant else speed_ft(state, ref)


def pay_movement(out: Outcome, ref: str, feet: int, because: str) -> None:
    """Pay with movement that takes nobody anywhere, such as standing up. Raises Refusal when too little is left."""
    left = movement_left(out.state, ref)
    if left < feet:
        reason = f"That takes {feet} feet of movement and {left} are left this turn."
        raise Refusal("no_movement_left", reason)
    if combatant_of(out.state, ref):
        out.add(MovementGained(ref=ref, movement_left_ft=left - feet, because=because))


def stand_up(out: Outcome, ref: str) -> None:
    """Stand up for half the speed. SRD 5.1, "Being Prone". Raises Refusal when it cannot be done."""
    creature = out.creature(ref)
    if not creature.has_condition("prone"):
        return
    speed = speed_ft(out.state, ref)
    if speed == 0:
        raise Refusal("held", "Somebody whose speed is 0 cannot stand up. Break free first.")
    pay_movement(out, ref, speed // 2, "standing up")
    out.add(ConditionLost(ref=ref, name="prone", because="stood up"))


def can_stand_up(state: State, creature: Creature) -> bool:
    """Whether enough movement is left to stand up."""
    speed = speed_ft(state, creature.ref)
    return speed > 0 and movement_left(state, creature.ref) >= speed // 2
