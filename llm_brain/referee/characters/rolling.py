"""Rolling a character: four dice for each score, a hit die for each level after the first, by the campaign's dice.

SRD 5.2.1, "Determine Ability Scores"; SRD 5.1, "Hit Points and Hit Dice".
"""

from llm_brain.ledger.rolls import Roll
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.defaults import complete
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.numbers import hit_dice
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.dice import Dice, roll

SCORE_DICE = "4d6kh3"


def rolled_for(choices: Choices, dice: Dice, *, ref: str) -> tuple[Rolls, list[Roll]]:
    """Return what the dice give a character, and the rolls themselves; none when nothing is rolled."""
    made: list[Roll] = []
    scores: list[int] = []
    points: list[int] = []
    if choices.abilities.method == "rolled":
        for n in range(6):
            made.append(roll(dice, f"Ability score {n + 1}", SCORE_DICE, roller=ref))
            scores.append(made[-1].total)
    if choices.hit_points == "rolled":
        for level, die in enumerate(hit_dice(Draft(choices))[1:], start=2):
            made.append(roll(dice, f"Hit points at level {level}", f"1d{die}", roller=ref))
            points.append(made[-1].total)
    return Rolls(scores=tuple(scores), hit_points=tuple(points)), made


def fitted(choices: Choices, rolls: Rolls) -> Choices:
    """Return the choices with as many spells prepared as the rolled scores allow; nothing else hangs on a roll."""
    if choices.abilities.method != "rolled":
        return choices
    fuller = complete(choices, top_up=True, rolls=rolls)
    counts = {one.key: one.count for one in questions(Draft(choices, rolls))}
    prepared = {
        key: fuller.picks[key][: counts[key]]
        for key in choices.picks
        if key.endswith(".prepared") and key in counts
    }
    return choices.model_copy(update={"picks": {**choices.picks, **prepared}})
