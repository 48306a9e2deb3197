"""Making characters: what there is to choose from, and a draft with its questions, its problems and the numbers it comes to.

Nothing here is stored; a finished character sits down with `POST /campaigns/{id}/characters`.
"""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from llm_brain.referee.characters.building import hero_of
from llm_brain.referee.characters.choices import Choices
from llm_brain.referee.characters.defaults import complete, pruned
from llm_brain.referee.characters.draft import CUSTOM, Draft
from llm_brain.referee.characters.gear_choices import GOLD, gold_cp
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.problem import Problem, Question
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.scores import POINT_COSTS, POINTS, STANDARD_ARRAY
from llm_brain.referee.characters.shown import derived
from llm_brain.referee.characters.tables import BACKGROUNDS, CLASSES, RACES
from llm_brain.referee.equipment import EQUIPMENT

router = APIRouter()


class Named(BaseModel):
    """Something to choose, by key and name."""

    key: str
    name: str


class RaceOut(Named):
    """A race, with its subraces."""

    speed_ft: int
    size: str
    abilities: dict[str, int]
    traits: list[str]
    subraces: list[Named]


class ClassOut(Named):
    """A class, with what one looks at first."""

    hit_die: int
    saves: list[str]
    skills: list[str]
    choose_skills: int
    spell_ability: str | None
    subclass: Named
    gold: int


class Ware(Named):
    """A thing on the price list, in copper pieces."""

    category: str
    cost_cp: int


class CharacterOptionsOut(BaseModel):
    """What characters can be made of."""

    races: list[RaceOut]
    classes: list[ClassOut]
    backgrounds: list[Named]
    standard_array: list[int]
    points: int
    point_costs: dict[int, int]
    wares: list[Ware]


class DraftIn(BaseModel):
    """A character in the making. `fill` answers every open question sensibly, and drops answers that fit no more."""

    choices: Choices
    fill: bool = False


class DraftOut(BaseModel):
    """The draft as it stands. `hero` is what it comes to, once it is legal; rolled scores are shown as the standard array."""

    choices: Choices
    questions: list[Question]
    problems: list[Problem]
    hero: dict[str, Any] | None
    gold_cp: int


@router.get("/rules/character-options")
def character_options() -> CharacterOptionsOut:
    """List races, classes, backgrounds and wares, and what scores cost."""
    races = [
        RaceOut(
            key=row.key,
            name=row.name,
            speed_ft=row.speed_ft,
            size=row.size,
            abilities=dict(row.abilities),
            traits=list(row.traits),
            subraces=[Named(key=key, name=sub.name) for key, sub in row.subraces.items()],
        )
        for row in RACES.values()
    ]
    classes = [
        ClassOut(
            key=row.key,
            name=row.name,
            hit_die=row.hit_die,
            saves=list(row.saves),
            skills=list(row.skills.options),
            choose_skills=row.skills.choose,
            spell_ability=row.spell_ability,
            subclass=Named(key=row.subclass.key, name=row.subclass.name),
            gold=GOLD[row.key],
        )
        for row in CLASSES.values()
    ]
    backgrounds = [Named(key=row.key, name=row.name) for row in BACKGROUNDS.values()]
    backgrounds.append(Named(key=CUSTOM, name="One of your own"))
    wares = [
        Ware(key=row.key, name=row.name, category=row.category, cost_cp=row.cost_cp)
        for row in EQUIPMENT.values()
        if row.cost_cp
    ]
    return CharacterOptionsOut(
        races=races,
        classes=classes,
        backgrounds=backgrounds,
        standard_array=list(STANDARD_ARRAY),
        points=POINTS,
        point_costs=POINT_COSTS,
        wares=wares,
    )


@router.post("/rules/character-draft")
def draft_character(body: DraftIn) -> DraftOut:
    """Show what is left to choose, what is wrong, and what it comes to."""
    choices = complete(pruned(body.choices)) if body.fill else body.choices
    draft, wrong = Draft(choices), problems(choices)
    return DraftOut(
        choices=choices,
        questions=questions(draft),
        problems=wrong,
        hero=None if wrong else derived(hero_of(draft, "c1")),
        gold_cp=gold_cp(draft),
    )
