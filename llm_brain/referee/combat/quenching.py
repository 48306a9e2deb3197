"""Putting out flames that cling: an action and a DC 10 Dexterity check. SRD 5.1, "Alchemist's Fire"."""

from llm_brain.ledger.creature import Creature
from llm_brain.referee import modifiers, trial
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.dice import Dice
from llm_brain.referee.lifetimes import lose_effect
from llm_brain.referee.outcome import Outcome

QUENCHING = ("put out", "extinguish", "douse", "drop and roll", "stop the fire", "flames")


def is_burning(creature: Creature) -> bool:
    """Whether somebody is on fire."""
    return modifiers.named(creature, "burning") is not None


def wants_to_quench(words: str) -> bool:
    """Whether words mean putting flames out."""
    return any(word in words for word in QUENCHING)


def quench(out: Outcome, ref: str, dice: Dice) -> None:
    """Try to put the flames out."""
    spend_action(out, ref, "put out the flames")
    made = trial.ability_check(out, ref, "dex", 10, dice, "Put out the flames")
    if made.outcome == "success":
        lose_effect(out, ref, "burning", None, "put out")
