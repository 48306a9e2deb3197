"""Ability scores: how they are set, what race and levels add.

SRD 5.2.1, "Determine Ability Scores" (standard array, point cost); SRD 5.1, "Ability Score Improvement".
"""

from llm_brain.ledger.creature import ABILITIES, Ability
from llm_brain.referee.abilities import ABILITY_NAMES, proficiency_for_level, score_modifier
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.problem import Problem

STANDARD_ARRAY = (15, 14, 13, 12, 10, 8)
POINTS = 27
POINT_COSTS = {8: 0, 9: 1, 10: 2, 11: 3, 12: 4, 13: 5, 14: 7, 15: 9}
MOST, MOST_EVER = 20, 24
FEAT = "feat:grappler"


def base_scores(draft: Draft) -> dict[Ability, int]:
    """Return the scores before race and levels; rolled ones go to the abilities in order, best first."""
    chosen = draft.choices.abilities
    if chosen.method == "rolled":
        rolled = sorted(draft.rolls.scores or STANDARD_ARRAY, reverse=True)
        order = [*dict.fromkeys(chosen.order), *(a for a in ABILITIES if a not in chosen.order)]
        return dict(zip(order, rolled, strict=False))
    return {ability: chosen.scores.get(ability, 8) for ability in ABILITIES}


def improvements(draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    """Return each ability score improvement's key with what was chosen for it."""
    return [
        (key, draft.picked(key))
        for row, level in draft.classes
        for at in row.improvements
        if at <= level and (key := f"{row.key}.improvement.{at}")
    ]


def racial_scores(draft: Draft) -> dict[Ability, int]:
    """Return the scores with what race and subrace add."""
    scores = base_scores(draft)
    for lineage in draft.lineages:
        for ability, bonus in lineage.abilities.items():
            scores[ability] += bonus
    for ability in ABILITIES:
        if ability in draft.picked("race.abilities"):
            scores[ability] += 1
    return scores


def improved_scores(draft: Draft) -> dict[Ability, int]:
    """Return the scores with race and improvements."""
    scores = racial_scores(draft)
    for _, picked in improvements(draft):
        for ability in ABILITIES:
            scores[ability] = min(
                max(MOST, scores[ability]), scores[ability] + picked.count(ability)
            )
    return scores


def scores_of(draft: Draft) -> dict[Ability, int]:
    """Return the final scores."""
    scores = improved_scores(draft)
    # SRD 5.1, "Barbarian": Primal Champion
    if draft.level_in("barbarian") >= MOST:
        scores["str"] = min(MOST_EVER, scores["str"] + 4)
        scores["con"] = min(MOST_EVER, scores["con"] + 4)
    return scores


def modifier(draft: Draft, ability: Ability) -> int:
    """Return the modifier of a final score."""
    return score_modifier(scores_of(draft)[ability])


def proficiency(draft: Draft) -> int:
    """Return the proficiency bonus."""
    return proficiency_for_level(max(1, draft.level))


def points_left(scores: dict[Ability, int]) -> int:
    """Return how many points a purchase leaves; what cannot be bought costs nothing here."""
    return POINTS - sum(POINT_COSTS.get(scores.get(ability, 8), 0) for ability in ABILITIES)


def score_problems(draft: Draft) -> list[Problem]:
    """Return what is wrong with the scores."""
    chosen = draft.choices.abilities
    if chosen.method == "rolled":
        return _order_problems(chosen.order)
    missing = [ABILITY_NAMES[a] for a in ABILITIES if a not in chosen.scores]
    if missing:
        message = f"Give {', '.join(missing)} a score."
        return [Problem(code="score_missing", field="abilities", message=message)]
    if chosen.method == "standard_array":
        if tuple(sorted(chosen.scores.values(), reverse=True)) == STANDARD_ARRAY:
            return []
        message = "Give each of 15, 14, 13, 12, 10 and 8 to one ability, each once."
        return [Problem(code="not_the_array", field="abilities", message=message)]
    return _purchase_problems(chosen.scores)


def _order_problems(order: tuple[Ability, ...]) -> list[Problem]:
    if sorted(order) == sorted(ABILITIES):
        return []
    message = "Put all six abilities in order, each once; the best roll goes to the first."
    return [Problem(code="bad_order", field="abilities.order", message=message)]


def _purchase_problems(scores: dict[Ability, int]) -> list[Problem]:
    found = [
        Problem(
            code="score_not_for_sale",
            field=f"abilities.{ability}",
            message=f"{ABILITY_NAMES[ability]} can be bought from 8 to 15, not {score}.",
        )
        for ability, score in scores.items()
        if score not in POINT_COSTS
    ]
    left = points_left(scores)
    if left < 0:
        message = f"These scores cost {POINTS - left} points; {POINTS} can be spent. Lower some."
        found.append(Problem(code="too_many_points", field="abilities", message=message))
    return found
