"""Flurry of blows, and what an open hand does with it. SRD 5.1, "Monk": Flurry of Blows; "Way of the Open Hand".

The Attack action comes first: who has not attacked yet this turn does so, then strikes twice more for a point of ki.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import conditions
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.economy import has_action, has_bonus_action, spend_bonus_action
from llm_brain.referee.combat.fighting import attack, target_of
from llm_brain.referee.combat.maneuvers import push
from llm_brain.referee.combat.positions import enemies_of, same_zone
from llm_brain.referee.combat.strike import unarmed_strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.having import save_dc
from llm_brain.referee.features.monk import KI
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

PROMPT, PUSH = ("reaction", "daze", "off balance"), ("push", "throw back", "away")


def flurry(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Strike twice unarmed, as a bonus action after the Attack action."""
    if out.state.encounter is None:
        raise Refusal("no_fight", "Outside a fight there is nobody to strike at.")
    spend_resource(out, ref, KI, check_only=True)
    if not has_bonus_action(out.state, ref):
        raise Refusal("no_bonus_action_left", "The bonus action of this turn is spent.")
    target = target_of(out.state, ref, action)
    if has_action(out.state, ref):
        attack(out, action.model_copy(update={"kind": "attack", "item": None}), ref, dice)
    spend_bonus_action(out, ref, "flurry of blows")
    spend_resource(out, ref, KI)
    out.add(Remarked(by=ref, what="Flurry of Blows", kind="feature"))
    for _ in range(2):
        struck = _still_there(out, ref, target)
        if struck is None:
            return
        if strike_at(out, ref, struck, unarmed_strike(out.creature(ref)), dice):
            _open_hand(out, action, ref, struck, dice)


def _still_there(out: Outcome, ref: str, target: str) -> str | None:
    """Return the target, or another foe within reach when it is down."""
    near = [e for e in enemies_of(out.state, ref) if same_zone(out.state, ref, e)]
    return target if target in near else next(iter(near), None)


def _open_hand(out: Outcome, action: Action, ref: str, target: str, dice: Dice) -> None:
    """Knock down, push or confuse who a flurry hit: down, when the words do not say."""
    monk, words = out.creature(ref), action.text.lower()
    if not monk.has_feature("Open Hand Technique") or out.creature(target).is_down:
        return
    dc, purpose = save_dc(monk, "wis"), "Save against Open Hand Technique"
    if any(word in words for word in PROMPT):
        ends = Ends(turn_of=ref, turn_edge="end", at_round=_next_round(out), encounter=True)
        gives: dict[str, int | str | bool] = {"no_reactions": True}
        slow = Effect(name="open hand", source=ref, modifiers=gives, ends=ends)
        out.add(EffectGained(ref=target, effect=slow))
    elif any(word in words for word in PUSH):
        if not saving_throw(out, target, "str", dc, dice, purpose):
            push(out, ref, target, "Open Hand Technique")
    elif not saving_throw(out, target, "dex", dc, dice, purpose, against=("prone",)):
        conditions.gain(out, target, "prone", source=ref, because="Open Hand Technique")


def _next_round(out: Outcome) -> int:
    return out.state.encounter.round + 1 if out.state.encounter else 0
