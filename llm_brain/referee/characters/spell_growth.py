"""How a list of learned spells grew: a spell above what one could cast at a level was not learned at that level.

SRD 5.1, "Your Spellbook", "Spells Known of 1st Level and Higher": who knows spells may change one with each level.
"""

from llm_brain.referee.characters.problem import Problem
from llm_brain.referee.characters.spell_choices import highest_spell, known_count
from llm_brain.referee.characters.tables import SPELL_LISTS, ClassRow


def learned_by(row: ClassRow, level: int) -> list[int]:
    """Return, for each spell of a list at a level, the highest spell level it can have; the lowest first."""
    caps: list[int] = []
    for at in range(1, level + 1):
        most = highest_spell(row, at)
        new = known_count(row, at) - len(caps)
        if row.key != "wizard" and caps and at > 1:
            caps = sorted(caps)
            caps[0] = max(caps[0], most)
        caps += [most] * max(0, new)
    return sorted(caps)


def growth_problems(row: ClassRow, level: int, picked: tuple[str, ...]) -> list[Problem]:
    """Return a problem when more high spells are chosen than can have been learned."""
    if not known_count(row, level):
        return []
    caps = learned_by(row, level)
    levels = sorted((SPELL_LISTS[key].level for key in picked if key in SPELL_LISTS), reverse=True)
    for wanted, cap in zip(levels, sorted(caps, reverse=True), strict=False):
        if wanted > cap:
            most = sum(one >= wanted for one in caps)
            message = (
                f"{row.name}: {most} spells of level {wanted} or higher can have been learned by level {level}. "
                "Choose lower ones for the others."
            )
            field = f"picks.{row.key}.spells"
            return [Problem(code="too_many_high_spells", field=field, message=message)]
    return []
