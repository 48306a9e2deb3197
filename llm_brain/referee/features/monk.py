"""What a monk can do besides: martial arts, and ki spent on blows, on dodging, on speed, on stunning.

SRD 5.1, "Monk", "Way of the Open Hand". The numbers of the blows are read by `combat/strike.py`.
"""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.fights import MovementGained
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import conditions
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import movement_left, spend_action, spend_bonus_action
from llm_brain.referee.combat.positions import combatant_of
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.speed import speed_ft

KI = "ki"
WHOLENESS = "wholeness of body"
EMPTY_BODY_KI = 4
ALL_BUT_FORCE = (
    "acid", "bludgeoning", "cold", "fire", "lightning", "necrotic", "piercing", "poison", "psychic", "radiant",
    "slashing", "thunder",
)  # fmt: skip


def _spend_ki(out: Outcome, ref: str, on: str) -> None:
    """Pay one point of ki and the bonus action."""
    spend_resource(out, ref, KI, check_only=True)
    spend_bonus_action(out, ref, on)
    spend_resource(out, ref, KI)
    out.add(Remarked(by=ref, what=on, kind="feature"))


def patient_defense(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Dodge as a bonus action."""
    _require_fight(out)
    _spend_ki(out, ref, "Patient Defense")
    ends = Ends(turn_of=ref, turn_edge="start", encounter=True)
    gives = {"advantage:saving_throws:dex": True}
    out.add(EffectGained(ref=ref, effect=Effect(name="dodging", source=ref, modifiers=gives, ends=ends)))  # fmt: skip


def step_of_the_wind(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Disengage or Dash as a bonus action, as the words say; Dash when they say neither."""
    _require_fight(out)
    _spend_ki(out, ref, "Step of the Wind")
    if "disengage" in action.text.lower() and combatant_of(out.state, ref):
        ends = Ends(turn_of=ref, turn_edge="end", encounter=True)
        away = Effect(name="disengaging", source=ref, ends=ends)
        out.add(EffectGained(ref=ref, effect=away))
        return
    left = movement_left(out.state, ref) + speed_ft(out.state, ref)
    out.add(MovementGained(ref=ref, movement_left_ft=left, because="step of the wind"))


def wholeness_of_body(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Regain three times the monk level in hit points, once between long rests."""
    monk = out.creature(ref)
    assert monk.sheet is not None
    spend_resource(out, ref, WHOLENESS, check_only=True)
    if monk.hp >= monk.hp_max:
        raise Refusal("not_hurt", f"{monk.name} is not hurt.")
    spend_action(out, ref, WHOLENESS)
    spend_resource(out, ref, WHOLENESS)
    restore(out, ref, 3 * monk.sheet.level_in("monk"), by=ref, source="Wholeness of Body")


def still_the_mind(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """End one charm or fright on oneself, as an action. SRD 5.1, "Monk": Stillness of Mind."""
    monk = out.creature(ref)
    if not monk.has_feature("Stillness of Mind"):
        raise Refusal("no_such_feature", f"{monk.name} has no Stillness of Mind.")
    found = next((c for c in monk.conditions if c.name in ("charmed", "frightened")), None)
    if found is None:
        raise Refusal("nothing_to_end", f"{monk.name} is neither charmed nor frightened.")
    spend_action(out, ref, "stillness of mind")
    conditions.lose(out, ref, found.name, source=found.source, because="Stillness of Mind")


def empty_body(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Be unseen for a minute, and proof against all but force, for four points of ki. SRD 5.1, "Monk": Empty Body."""
    monk = out.creature(ref)
    if not monk.has_feature("Empty Body") or monk.sheet is None:
        raise Refusal("no_such_feature", f"{monk.name} has no Empty Body.")
    left = monk.sheet.resources_left.get(KI, 0)
    if left < EMPTY_BODY_KI:
        raise Refusal("used_up", f"Empty Body takes {EMPTY_BODY_KI} points of ki; {left} are left.")
    spend_action(out, ref, "empty body")
    out.add(ResourceChanged(ref=ref, resource=KI, left=left - EMPTY_BODY_KI, because="Empty Body"))
    ends = Ends(at_clock_min=out.state.clock_min + 1)
    conditions.gain(out, ref, "invisible", source=ref, because="Empty Body", ends=ends)
    proof: dict[str, int | str | bool] = {f"resistance:{kind}": True for kind in ALL_BUT_FORCE}
    out.add(EffectGained(ref=ref, effect=Effect(name="empty body", source=ref, modifiers=proof, ends=ends)))  # fmt: skip


def _require_fight(out: Outcome) -> None:
    if out.state.encounter is None:
        raise Refusal("no_fight", "Outside a fight there is no hurry that ki would help with.")
