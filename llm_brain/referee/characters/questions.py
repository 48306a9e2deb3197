"""Every question that choices raise, in the order a person would answer them."""

from llm_brain.referee.characters.asking import Asking
from llm_brain.referee.characters.calling import ask_about_class, ask_for_expertise
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.gear_choices import ask_for_gear
from llm_brain.referee.characters.heritage import ask_about_background, ask_about_race
from llm_brain.referee.characters.problem import Question
from llm_brain.referee.characters.spell_choices import ask_for_spells


def asked(draft: Draft) -> Asking:
    """Go through everything there is to choose."""
    asking = Asking(draft)
    ask_about_race(asking)
    ask_about_background(asking)
    for n, (row, level) in enumerate(draft.classes):
        ask_about_class(asking, row, level, is_first=n == 0)
    doubled: list[str] = []
    for row, level in draft.classes:
        ask_for_expertise(asking, row, level, doubled)
        ask_for_spells(asking, row, level)
    ask_for_gear(asking)
    return asking


def questions(draft: Draft) -> list[Question]:
    """Return the questions that the choices so far raise."""
    return asked(draft).questions
