"""What is wrong with a character, all of it at once: each problem with its code, its field and what to do about it.

SRD 5.1, "Races", "Classes", "Multiclassing", "Backgrounds", "Equipment".
"""

from collections import Counter
from collections.abc import Iterable

from llm_brain.ledger.creature import Ability
from llm_brain.referee.abilities import ABILITY_NAMES
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.draft import CUSTOM, MOST_LEVELS, Draft
from llm_brain.referee.characters.gear_choices import gold_cp
from llm_brain.referee.characters.problem import Problem, Question
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.scores import (
    FEAT,
    MOST,
    improvements,
    racial_scores,
    score_problems,
    scores_of,
)
from llm_brain.referee.characters.spell_growth import growth_problems
from llm_brain.referee.characters.tables import BACKGROUNDS, CLASSES, RACES
from llm_brain.referee.equipment import EQUIPMENT


def problems(choices: Choices, rolls: Rolls | None = None) -> list[Problem]:
    """Return everything that is not legal, in the order of the sheet; an empty list is a legal character."""
    draft = Draft(choices, rolls or Rolls())
    asked = questions(draft)
    return [
        *_unknown(draft),
        *_class_problems(draft),
        *score_problems(draft),
        *(problem for one in asked for problem in answer_problems(draft.picked(one.key), one)),
        *_improvement_problems(draft),
        *(
            problem
            for row, level in draft.classes
            for problem in growth_problems(row, level, draft.picked(f"{row.key}.spells"))
        ),
        *_never_asked(draft, asked),
        *_purchase_problems(draft),
    ]


def _names(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))


def _unknown(draft: Draft) -> list[Problem]:
    choices, found = draft.choices, []
    if not choices.name:
        found.append(Problem(code="no_name", field="name", message="Give the character a name."))
    if choices.race not in RACES:
        message = f"There is no race '{choices.race}'. Choose one of: {_names(RACES)}."
        found.append(Problem(code="unknown_race", field="race", message=message))
    if choices.background not in (*BACKGROUNDS, CUSTOM):
        known = _names((*BACKGROUNDS, CUSTOM))
        message = f"There is no background '{choices.background}'. Choose one of: {known}."
        found.append(Problem(code="unknown_background", field="background", message=message))
    return found


def _class_problems(draft: Draft) -> list[Problem]:
    given, found = draft.choices.classes, []
    if not given:
        found.append(Problem(code="no_class", field="classes", message="Choose a class."))
    for n, one in enumerate(given):
        if one.key not in CLASSES:
            message = f"There is no class '{one.key}'. Choose one of: {_names(CLASSES)}."
            found.append(Problem(code="unknown_class", field=f"classes.{n}", message=message))
        if not 1 <= one.level <= MOST_LEVELS:
            message = f"Levels go from 1 to {MOST_LEVELS}, not {one.level}."
            found.append(Problem(code="bad_level", field=f"classes.{n}", message=message))
    for key, times in Counter(one.key for one in given).items():
        if times > 1:
            message = f"'{key}' is there {times} times; add its levels together."
            found.append(Problem(code="class_twice", field="classes", message=message))
    if sum(max(0, one.level) for one in given) > MOST_LEVELS:
        message = f"All levels together can be {MOST_LEVELS} at most. Take some away."
        found.append(Problem(code="too_many_levels", field="classes", message=message))
    return [*found, *_multiclass_problems(draft)]


def _multiclass_problems(draft: Draft) -> list[Problem]:
    """SRD 5.1, "Multiclassing": Prerequisites, of the class one has and of the one one takes."""
    if len(draft.classes) < 2:
        return []
    scores, found = scores_of(draft), []
    for row, _ in draft.classes:
        need = row.multiclass
        short = [a for a, least in need.all.items() if scores[a] < least]
        if need.any and all(scores[a] < least for a, least in need.any.items()):
            short += need.any
        if short:
            either = " or " if need.any else " and "
            wanted = either.join(f"{ABILITY_NAMES[a]} 13" for a in (*need.all, *need.any))
            message = f"More than one class with {row.name} among them takes {wanted}."
            found.append(Problem(code="prerequisite", field="classes", message=message))
    return found


def answer_problems(picked: tuple[str, ...], asked: Question) -> list[Problem]:
    """Return what is wrong with the answer to one question."""
    found: list[Problem] = []

    def wrong(code: str, message: str) -> None:
        found.append(Problem(code=code, field=f"picks.{asked.key}", message=message))

    if not asked.least <= len(picked) <= asked.count and FEAT not in picked:
        wrong("wrong_number", f"{asked.label}: choose {asked.how_many}, not {len(picked)}.")
    for key in dict.fromkeys(picked):
        if not asked.offers(key) and key in asked.taken:
            wrong("had_already", f"{asked.label}: '{key}' comes from elsewhere; choose another.")
        elif not asked.offers(key):
            wrong("not_offered", f"{asked.label}: '{key}' cannot be chosen here.")
        elif picked.count(key) > 1 and not asked.repeats:
            wrong("twice", f"{asked.label}: '{key}' is chosen twice; choose another.")
    return found


def _improvement_problems(draft: Draft) -> list[Problem]:
    found, feats = [], 0
    raised = racial_scores(draft)
    for key, picked in improvements(draft):
        field = f"picks.{key}"
        if FEAT in picked:
            feats += 1
            if len(picked) > 1:
                message = "A feat stands in for both improvements; choose it alone."
                found.append(Problem(code="feat_and_more", field=field, message=message))
            if raised["str"] < 13:
                message = "Grappler takes Strength 13."
                found.append(Problem(code="prerequisite", field=field, message=message))
        elif len(picked) == 1:
            message = "Raise one ability by 2 (choose it twice) or two by 1."
            found.append(Problem(code="wrong_number", field=field, message=message))
        if feats > 1 and FEAT in picked:
            message = "A feat can be taken once; choose something else."
            found.append(Problem(code="twice", field=field, message=message))
        found += _raise(raised, picked, field)
    return found


def _raise(scores: dict[Ability, int], picked: tuple[str, ...], field: str) -> list[Problem]:
    found = []
    for ability in list(scores):
        times = picked.count(ability)
        scores[ability] += times
        if times and scores[ability] > MOST:
            message = f"{ABILITY_NAMES[ability]} cannot be raised above {MOST}; raise another."
            found.append(Problem(code="score_too_high", field=field, message=message))
            scores[ability] = MOST
    return found


def _never_asked(draft: Draft, asked: list[Question]) -> list[Problem]:
    keys = {one.key for one in asked}
    return [
        Problem(
            code="nothing_to_choose",
            field=f"picks.{key}",
            message=f"There is nothing to choose for '{key}' with this race, class and level. Leave it out.",
        )
        for key, picked in draft.choices.picks.items()
        if picked and key not in keys
    ]


def _purchase_problems(draft: Draft) -> list[Problem]:
    bought, found, cost = draft.choices.bought, [], 0
    if bought and draft.choices.gear != "gold":
        message = "Choose gold instead of the class's equipment to buy things."
        return [Problem(code="no_gold", field="bought", message=message)]
    for key, count in bought.items():
        entry = EQUIPMENT.get(key)
        if entry is None or not entry.cost_cp:
            message = f"'{key}' is not on the price list."
            found.append(Problem(code="not_for_sale", field="bought", message=message))
        elif count < 1:
            message = f"{entry.name}: buy one or more, not {count}."
            found.append(Problem(code="bad_count", field="bought", message=message))
        else:
            cost += entry.cost_cp * count
    if cost > gold_cp(draft):
        message = f"That costs {cost / 100:g} gold; there are {gold_cp(draft) / 100:g}. Buy less."
        found.append(Problem(code="too_dear", field="bought", message=message))
    return found
