"""What a level leaves to be chosen, on top of what was chosen before: the questions, the answers, what is wrong with them.

A level's answers are only what is new; what was chosen at an earlier level stays, but for the one spell or invocation
that a class lets one exchange. SRD 5.1, "Beyond 1st Level", "Multiclassing".
"""

from typing import Annotated, Literal

from pydantic import Field

from llm_brain.referee.characters.choices import Choices, Chosen, ClassLevel, Rolls, Word
from llm_brain.referee.characters.defaults import complete
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.legality import answer_problems, problems
from llm_brain.referee.characters.problem import Option, Problem, Question
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.scores import FEAT
from llm_brain.referee.characters.tables import CLASSES

# SRD 5.1, "Spells Known of 1st Level and Higher", "Eldritch Invocations": one is exchanged with each level
EXCHANGED = {
    "bard": ("spells",), "ranger": ("spells",), "sorcerer": ("spells",), "warlock": ("spells", "invocations"),
}  # fmt: skip
GIVEN_UP = ".given_up"


class LevelChoice(Chosen):
    """What a person chooses for one level. `class_key` empty is the class last taken up."""

    class_key: Word = ""
    hit_points: Literal["fixed", "rolled"] = "fixed"
    picks: Annotated[
        dict[Word, Annotated[tuple[Word, ...], Field(max_length=64)]], Field(max_length=60)
    ] = {}


def class_of(before: Choices, choice: LevelChoice) -> str:
    """Return the class that gains the level."""
    return choice.class_key or before.classes[-1].key


def _one_more(before: Choices, class_key: str) -> tuple[ClassLevel, ...]:
    if class_key not in {one.key for one in before.classes}:
        return (*before.classes, ClassLevel(key=class_key))
    return tuple(
        ClassLevel(key=one.key, level=one.level + (one.key == class_key)) for one in before.classes
    )


def raised(before: Choices, choice: LevelChoice) -> Choices:
    """Return the whole choices after the level, as far as it is chosen."""
    picks = dict(before.picks)
    for key, new in choice.picks.items():
        if not key.endswith(GIVEN_UP):
            gone = choice.picks.get(key + GIVEN_UP, ())
            picks[key] = (*(one for one in picks.get(key, ()) if one not in gone), *new)
    for key, gone in choice.picks.items():
        plain = key.removesuffix(GIVEN_UP)
        if plain != key and plain not in choice.picks:
            picks[plain] = tuple(one for one in picks.get(plain, ()) if one not in gone)
    classes = _one_more(before, class_of(before, choice))
    return before.model_copy(update={"classes": classes, "picks": picks})


def level_questions(before: Choices, choice: LevelChoice, rolls: Rolls) -> list[Question]:
    """Return what the level asks: only what is new, in the words of the builder."""
    was = {one.key: one.count for one in questions(Draft(before, rolls))}
    found: list[Question] = []
    for one in questions(Draft(raised(before, choice), rolls)):
        if one.key.startswith(("gear.", "race.", "background.")) or one.key == "subrace":
            continue
        found += _exchange(one, before, choice)
        had = before.picks.get(one.key, ())
        gone = choice.picks.get(one.key + GIVEN_UP, ())
        more = one.count - was.get(one.key, 0) + len([key for key in gone if key in had])
        if more < 1:
            continue
        options = tuple(o for o in one.options if one.repeats or o.key not in had)
        least = one.least if one.key not in was else min(more, one.least)
        if one.key.endswith(".prepared"):
            least = 0
        found.append(one.model_copy(update={"count": more, "least": least, "options": options}))
    return found


def _exchange(one: Question, before: Choices, choice: LevelChoice) -> list[Question]:
    """Return the question whether to give one up for another, where the class has that."""
    class_key, _, kind = one.key.partition(".")
    had = before.picks.get(one.key, ())
    if class_key != class_of(before, choice) or kind not in EXCHANGED.get(class_key, ()) or not had:
        return []
    names = {option.key: option for option in one.options}
    options = tuple(names.get(key, Option(key=key, name=key)) for key in had)
    label = f"{one.label}: one to exchange for another"
    return [
        Question(
            key=one.key + GIVEN_UP, label=label, count=1, least=0, options=options, group=one.group
        )
    ]


def level_problems(before: Choices, choice: LevelChoice, rolls: Rolls) -> list[Problem]:
    """Return everything that is wrong with what was chosen for the level; what was so before is not held against it."""
    asked = level_questions(before, choice, rolls)
    found = [p for one in asked for p in answer_problems(choice.picks.get(one.key, ()), one)]
    known = {one.key for one in asked}
    for key in choice.picks:
        if key not in known and choice.picks[key]:
            message = f"This level leaves nothing to choose for '{key}'. Leave it out."
            found.append(Problem(code="nothing_to_choose", field=f"picks.{key}", message=message))
    class_key = class_of(before, choice)
    if class_key not in CLASSES:
        message = f"There is no class '{class_key}'. Choose one of: {', '.join(sorted(CLASSES))}."
        found.append(Problem(code="unknown_class", field="class_key", message=message))
    so_before = {(one.code, one.field) for one in problems(before, rolls)}
    told = {(one.code, one.field) for one in found}
    grown = {f"picks.{key}" for key in known if before.picks.get(key)}
    for one in problems(raised(before, choice), rolls):
        counted_above = one.code == "wrong_number" and one.field in grown
        is_new = (one.code, one.field) not in so_before | told
        if is_new and not counted_above and one.code not in ("unknown_class", "nothing_to_choose"):
            found.append(one)
    return found


def advised(before: Choices, choice: LevelChoice, rolls: Rolls) -> LevelChoice:
    """Return the choice with what is open answered by what the class likes, and without what is not asked."""
    after = raised(before, choice)
    whole = complete(after, top_up=True, rolls=rolls)
    picks = dict(choice.picks)
    for key, picked in whole.picks.items():
        if FEAT in choice.picks.get(key, ()):
            continue
        new = picked[len(after.picks.get(key, ())) :]
        picks[key] = (*choice.picks.get(key, ()), *new)
    filled = choice.model_copy(update={"picks": picks})
    asked = {one.key: one.count for one in level_questions(before, filled, rolls)}
    kept = {key: picked[: asked[key]] for key, picked in picks.items() if picked and key in asked}
    return choice.model_copy(update={"picks": kept})
