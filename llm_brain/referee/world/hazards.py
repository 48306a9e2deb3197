"""What the world does to bodies: falling. SRD 5.1, "Falling"."""

import re

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome

MOST_DICE = 20
_JUMPED = re.compile(r"\b(?:jump|leap|drop|throw (?:my|him|her|them)sel\w+|climb) (?:down|off)\b")
_FEET = re.compile(r"(\d+)[ -]?(?:feet|foot|ft)")
DEEP_FT = 10


def fall(out: Outcome, ref: str, feet: int, dice: Dice) -> None:
    """Let somebody fall: 1d6 for every 10 feet, up to 20d6, and prone if it hurt."""
    creature = out.creature(ref)
    if feet < 10 or modifiers.has(creature, "feather_fall"):
        return
    count = min(MOST_DICE, feet // 10)
    made = out.rolled(roll(dice, f"Falling {feet} feet", f"{count}d6", roller=ref))
    start = len(out.events)
    hurt(out, ref, made.total, "bludgeoning", dice, weapon="the fall", roll=made.id)
    is_hurt = any(isinstance(e, DamageTaken) and e.amount for e in out.events[start:])
    if is_hurt and not out.creature(ref).is_dead and not out.creature(ref).has_condition("prone"):
        conditions.gain(out, ref, "prone", source=None, because="the fall")


def jumped_ft(text: str) -> int:
    """Return how far somebody means to let themselves drop, 0 when they do not."""
    low = text.lower()
    if not _JUMPED.search(low):
        return 0
    said = _FEET.search(low)
    return int(said[1]) if said else DEEP_FT
