"""What a barbarian can do besides: rage. SRD 5.1, "Barbarian".

Who rages resists blows and is strong in checks and saves, for a minute or until the fight is over; they cast nothing.
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_bonus_action
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import worn_armor
from llm_brain.referee.refusal import Refusal

RAGE = "rage"
LASTS_MIN = 1
MODIFIERS: dict[str, int | str | bool] = {
    "resistance:bludgeoning": True,
    "resistance:piercing": True,
    "resistance:slashing": True,
    "advantage:check:str": True,
    "advantage:saving_throws:str": True,
}


def is_raging(creature: Creature) -> bool:
    """Whether somebody rages."""
    return modifiers.named(creature, RAGE) is not None


def rage(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Rage, as a bonus action."""
    hero = out.creature(ref)
    spend_resource(out, ref, RAGE, check_only=True)
    if is_raging(hero):
        raise Refusal("already_raging", f"{hero.name} rages already.")
    worn = worn_armor(hero)
    if worn and worn[1].category == "heavy":
        raise Refusal("too_heavy", "Rage gives nothing in heavy armor. Take it off first.")
    spend_bonus_action(out, ref, RAGE)
    spend_resource(out, ref, RAGE)
    out.add(Remarked(by=ref, what="Rage", kind="feature"))
    ends = Ends(at_clock_min=out.state.clock_min + LASTS_MIN, encounter=True)
    out.add(EffectGained(ref=ref, effect=Effect(name=RAGE, modifiers=MODIFIERS, ends=ends)))
