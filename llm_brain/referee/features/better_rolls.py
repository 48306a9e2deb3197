"""Features that mend a d20 once it has fallen. `trial.py` asks.

SRD 5.1, "Fighter": Indomitable; "Rogue": Reliable Talent; "The Fiend": Dark One's Own Luck.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee.abilities import ability_of
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.proficiency import is_proficient_in

INDOMITABLE = "indomitable"
RELIABLE_LEAST = 10
LUCK, LUCK_SIDES = "dark one's own luck", 10


def is_indomitable(out: Outcome, ref: str) -> bool:
    """Whether somebody rolls a failed save again, and pay for it."""
    sheet = out.creature(ref).sheet
    left = sheet.resources_left.get(INDOMITABLE, 0) if sheet else 0
    if left:
        because = "failed save"
        out.add(ResourceChanged(ref=ref, resource=INDOMITABLE, left=left - 1, because=because))
    return left > 0


def least_die(creature: Creature, what: str, bonus: int) -> int:
    """Return what a check's die counts as at least, 0 for no such thing; `bonus` is what is added to it."""
    if creature.sheet is None:
        return 0
    least = 0
    is_trained = is_proficient_in(creature, what) or what in creature.sheet.expertise
    if creature.has_feature("Reliable Talent") and is_trained:
        least = RELIABLE_LEAST
    # SRD 5.1, "Barbarian": Indomitable Might
    if creature.has_feature("Indomitable Might") and ability_of(what) == "str":
        least = max(least, min(20, creature.abilities["str"] - bonus))
    return least


def is_lucky(out: Outcome, ref: str, short_by: int, dice: Dice) -> bool:
    """Whether the dark one's own luck makes up for what a failed save was short by, and pay for it."""
    sheet = out.creature(ref).sheet
    left = sheet.resources_left.get(LUCK, 0) if sheet else 0
    if not left or short_by > LUCK_SIDES:
        return False
    out.add(ResourceChanged(ref=ref, resource=LUCK, left=left - 1, because="failed save"))
    made = out.rolled(roll(dice, "Dark One's Own Luck", f"1d{LUCK_SIDES}", roller=ref))
    return made.total >= short_by
