"""Taking a level: what an earned level leaves to choose, and the choice made. Between fights only."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from llm_brain.api.wiring import TheBrain
from llm_brain.referee.characters.level_choices import LevelChoice
from llm_brain.referee.characters.problem import Problem, Question
from llm_brain.turn.leveling import draft_level, take_level

router = APIRouter()


class LevelDraftIn(LevelChoice):
    """A level in the choosing. `fill` answers every open question sensibly, and drops answers that fit no more."""

    fill: bool = False


class LevelIn(LevelChoice):
    """A level chosen. `as_advised` answers what is left open as the class likes it."""

    as_advised: bool = False


class ClassStepOut(BaseModel):
    """A class the level can go to, with what stands in the way."""

    key: str
    name: str
    level: int
    why_not: list[str]


class LevelDraftOut(BaseModel):
    """The level as it stands; `hero` is what it comes to once it is legal, an average standing for a hit die."""

    level: int
    choice: LevelChoice
    classes: list[ClassStepOut]
    questions: list[Question]
    problems: list[Problem]
    hero: dict[str, Any] | None


def _choice(body: LevelChoice) -> LevelChoice:
    return LevelChoice(class_key=body.class_key, hit_points=body.hit_points, picks=body.picks)


@router.post("/campaigns/{campaign_id}/characters/{character_id}/level-up/draft")
def draft_level_up(
    campaign_id: int, character_id: int, body: LevelDraftIn, brain: TheBrain
) -> LevelDraftOut:
    """Show what the level leaves to choose, what is wrong, and what it comes to."""
    made = draft_level(brain, campaign_id, character_id, _choice(body), fill=body.fill)
    return LevelDraftOut(
        level=made.level,
        choice=made.choice,
        classes=[
            ClassStepOut(key=one.key, name=one.name, level=one.level, why_not=list(one.why_not))
            for one in made.classes
        ],
        questions=made.questions,
        problems=made.problems,
        hero=made.hero,
    )


@router.post("/campaigns/{campaign_id}/characters/{character_id}/level-up")
def level_up(
    campaign_id: int, character_id: int, body: LevelIn, brain: TheBrain
) -> dict[str, object]:
    """Take the level; one that is not legal is refused with every problem."""
    hero = take_level(brain, campaign_id, character_id, _choice(body), as_advised=body.as_advised)
    return {"id": int(hero.ref[1:]), **hero.model_dump(mode="json")}
