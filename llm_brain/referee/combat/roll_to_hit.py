"""The attack roll itself, the same for every attack: its modifiers, its dice, its advantage, what it must meet.

SRD 5.1, "Attack Rolls". Who rolls it and what a hit does are the callers'.
"""

from llm_brain.ledger.rolls import Part, Roll
from llm_brain.referee import modifiers
from llm_brain.referee.combat.strike import Strike
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import roll_with
from llm_brain.referee.vantage import Tally


def attack_kind(strike: Strike) -> str:
    """Return what kind of attack it is to modifiers: melee, ranged or spell."""
    return "spell" if strike.is_spell else strike.kind


def roll_to_hit(
    out: Outcome,
    attacker: str,
    target: str,
    strike: Strike,
    weighed: Tally,
    dice: Dice,
    against: int,
) -> Roll:
    """Roll an attack against an armor class."""
    keys = ("attack_rolls", f"attack_rolls:{attack_kind(strike)}")
    found = modifiers.numbers(out.creature(attacker), *keys)
    parts = (*strike.to_hit, *(Part(label=name, value=value) for name, value in found))
    return roll_with(
        out,
        attacker,
        dice,
        f"Attack: {strike.name}",
        parts=parts,
        keys=keys,
        tally=weighed,
        against=against,
        against_name="armor class",
        is_attack=True,
        critical_on=strike.critical_on,
        target=target,
    )
