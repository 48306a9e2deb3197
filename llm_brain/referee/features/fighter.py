"""What a fighter can do besides: second wind, action surge. SRD 5.1, "Fighter".

Fighting styles and the champion's critical hits are part of every strike (`combat/strike.py`).
"""

from llm_brain.ledger.events.fights import ActionSpent
from llm_brain.ledger.rolls import Part
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import has_action, spend_bonus_action
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal


def second_wind(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Regain 1d10 plus the level as a bonus action."""
    hero = out.creature(ref)
    assert hero.sheet is not None
    if hero.hp >= hero.hp_max:
        raise Refusal("not_hurt", f"{hero.name} is not hurt.")
    spend_resource(out, ref, "second wind", check_only=True)
    spend_bonus_action(out, ref, "second wind")
    spend_resource(out, ref, "second wind")
    part = Part(label="fighter level", value=hero.sheet.level_in("fighter"))
    rolled = out.rolled(roll(dice, "Second Wind", "1d10", parts=[part], roller=ref))
    restore(out, ref, rolled.total, by=ref, source="Second Wind", roll=rolled.id)


def action_surge(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Have the action again this turn."""
    if out.state.encounter is None:
        raise Refusal("no_fight", "Outside a fight there is no action to gain.")
    if has_action(out.state, ref):
        raise Refusal("action_left", "The action of this turn is still there; use it first.")
    spend_resource(out, ref, "action surge")
    out.add(ActionSpent(ref=ref, what="regained_action", on="action surge"))


def survive(out: Outcome, ref: str) -> None:
    """Regain 5 and the Constitution modifier at the start of a turn at half the hit points or less.

    SRD 5.1, "Champion": Survivor.
    """
    hero = out.creature(ref)
    if hero.has_feature("Survivor") and 0 < hero.hp * 2 <= hero.hp_max:
        restore(out, ref, 5 + ability_modifier(hero, "con"), by=ref, source="Survivor")
