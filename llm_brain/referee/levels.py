"""Who has earned a level. SRD 5.1, "Beyond 1st Level".

What a level brings is the player's to choose (`characters/level_up.py`); until then the hero plays on at the old one.
"""

from llm_brain.ledger.creature import Sheet
from llm_brain.ledger.events.sheets import LevelEarned
from llm_brain.ledger.table_view import XP_FOR_LEVEL
from llm_brain.referee.outcome import Outcome

__all__ = ["TOP_LEVEL", "XP_FOR_LEVEL", "earned", "level_for", "note_earned_levels"]
TOP_LEVEL = len(XP_FOR_LEVEL)


def level_for(xp: int) -> int:
    """Return the level that so many experience points make."""
    return sum(xp >= needed for needed in XP_FOR_LEVEL)


def earned(sheet: Sheet) -> int:
    """Return the level that a hero's experience makes, never less than the one they have."""
    return max(sheet.level, level_for(sheet.xp))


def note_earned_levels(out: Outcome) -> None:
    """Note once, for every living hero, the level their experience has earned and that is still to be taken."""
    for hero in out.state.heroes:
        sheet = hero.sheet
        if sheet is None or hero.is_dead:
            continue
        level = earned(sheet)
        if level > max(sheet.level, sheet.level_earned):
            out.add(LevelEarned(ref=hero.ref, level=level))
