"""What a barbarian can do besides: rage. SRD 5.1, "Barbarian".

Who rages resists blows, strikes harder and is strong in checks and saves, for a minute or until the fight is over; they
cast nothing. What is declared with a blow is `on_a_hit.py`'s, what is always there `standing.py`'s.
"""

import re

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import modifiers
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.economy import spend_bonus_action
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.having import number_of
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


def brutal_dice(creature: Creature, strike: Strike, expression: str) -> str:
    """Return a critical hit's dice with the weapon dice that brutality adds. SRD 5.1, "Half-Orc Traits": Savage Attacks."""
    if strike.is_spell or strike.kind != "melee" or creature.sheet is None:
        return expression
    more = int(number_of(creature, "barbarian", "brutal_critical_dice"))
    more += creature.has_feature("Savage Attacks")
    die = re.match(r"\d+(d\d+(?:ro<\d+)?)", expression)
    return f"{expression}+{more}{die[1]}" if more and die else expression


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
    harder = int(number_of(hero, "barbarian", "rage_damage_bonus", 2))
    gives = {**MODIFIERS, "damage_bonus:str_melee": harder}
    # SRD 5.1, "Path of the Berserker": Frenzy
    if hero.has_feature("Frenzy") and "frenz" in action.text.lower():
        gives |= {"bonus_attack": True, "exhausts": 1}
    out.add(EffectGained(ref=ref, effect=Effect(name=RAGE, modifiers=gives, ends=ends)))
