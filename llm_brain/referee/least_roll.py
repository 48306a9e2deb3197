"""Checks that cannot show less than a number: what is missing is added as a share of its own, so that the sum stays true.

Asked by `trial.py` once a check is rolled. SRD 5.1, "Glibness".
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.rolls import Part, Roll
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_of


def at_least(creature: Creature, what: str, made: Roll) -> Roll:
    """Let a check that shows less count as what a spell makes of it. SRD 5.1, "Glibness"."""
    least = max(
        (int(v) for _, v in modifiers.values(creature, f"least:check:{ability_of(what)}")),
        default=0,
    )
    short = least - next(die.value for die in made.dice if die.kept)
    if short <= 0:
        return made
    parts = (*made.parts, Part(label="Glibness", value=short))
    total, outcome = made.total + short, made.outcome
    if made.against is not None:
        outcome = "success" if total >= made.against else "failure"
    changes = {"parts": parts, "modifier": made.modifier + short, "total": total}
    return made.model_copy(update={**changes, "outcome": outcome})
