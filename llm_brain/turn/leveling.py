"""A hero takes a level that experience has earned: what may be chosen, and the choice made. Between fights only.

The event is written beside the last turn's, so that taking that turn back takes the level back too.
"""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import (
    CharacterNotFound,
    LevelNotEarned,
    NoLevelInAFight,
    NoLevelInAnotherShape,
)
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.state import State
from llm_brain.referee.characters.choices import Choices
from llm_brain.referee.characters.growing import grown, preview
from llm_brain.referee.characters.level_choices import (
    LevelChoice,
    advised,
    class_of,
    level_problems,
    level_questions,
)
from llm_brain.referee.characters.problem import Problem, Question
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.characters.shown import derived
from llm_brain.referee.characters.tables import CLASSES
from llm_brain.referee.dice import SeededDice
from llm_brain.store import campaigns, conversations, projections
from llm_brain.turn import record
from llm_brain.turn.seating import refusal


@dataclass(frozen=True)
class ClassStep:
    """A class the level can go to: what its level becomes, and why it cannot be taken up, if it cannot."""

    key: str
    name: str
    level: int
    why_not: tuple[str, ...]


@dataclass(frozen=True)
class LevelDraft:
    """A level in the choosing: what is asked, what is wrong, and what it comes to once it is legal."""

    level: int
    choice: LevelChoice
    classes: tuple[ClassStep, ...]
    questions: list[Question]
    problems: list[Problem]
    hero: dict[str, Any] | None


def _riser(state: State, campaign_id: int, character_id: int) -> Creature:
    """Return a hero who may take a level now. Raises CharacterNotFound, LevelNotEarned, NoLevelInAFight."""
    hero = state.creatures.get(f"c{character_id}")
    if hero is None or hero.sheet is None:
        raise CharacterNotFound(campaign_id=campaign_id, character_id=character_id)
    if hero.is_dead or not hero.sheet.has_level_to_take:
        raise LevelNotEarned(name=hero.name)
    if state.encounter is not None:
        raise NoLevelInAFight(name=hero.name)
    if hero.stat_block is not None:
        raise NoLevelInAnotherShape(name=hero.name)
    return hero


def draft_level(
    brain: Brain, campaign_id: int, character_id: int, choice: LevelChoice, *, fill: bool
) -> LevelDraft:
    """Show what a level leaves to choose; `fill` answers what is open as the class likes it."""
    state = brain.database.run(lambda held: projections.load(held, campaign_id))
    hero = _riser(state, campaign_id, character_id)
    before, rolls = choices_of(hero), rolls_of(hero)
    choice = choice.model_copy(update={"class_key": class_of(before, choice)})
    if fill:
        choice = advised(before, choice, rolls)
    wrong = level_problems(before, choice, rolls)
    return LevelDraft(
        level=before.level + 1,
        choice=choice,
        classes=_steps(hero, before),
        questions=level_questions(before, choice, rolls),
        problems=wrong,
        hero=None if wrong else derived(preview(hero, choice)),
    )


def _steps(hero: Creature, before: Choices) -> tuple[ClassStep, ...]:
    had, found = {one.key: one.level for one in before.classes}, []
    rolls = rolls_of(hero)
    for key, row in CLASSES.items():
        wrong = level_problems(before, LevelChoice(class_key=key), rolls) if key not in had else []
        why_not = tuple(p.message for p in wrong if p.field == "classes")
        found.append(ClassStep(key=key, name=row.name, level=had.get(key, 0) + 1, why_not=why_not))
    return tuple(sorted(found, key=lambda step: step.key not in had))


def take_level(
    brain: Brain, campaign_id: int, character_id: int, choice: LevelChoice, *, as_advised: bool
) -> Creature:
    """Raise a hero by one level. Raises SheetNotLegal with every problem, and what `_riser` raises."""
    brain.database.run(lambda held: campaigns.get(held, campaign_id))
    with brain.leases.held(campaign_id) as lease:

        def rise(held: connection) -> Creature:
            record.hold_lease(held, campaign_id, lease.holder)
            campaign = campaigns.get(held, campaign_id, lock=True)
            state = projections.load(held, campaign_id)
            hero = _riser(state, campaign_id, character_id)
            before, rolls = choices_of(hero), rolls_of(hero)
            chosen = advised(before, choice, rolls) if as_advised else choice
            if found := level_problems(before, chosen, rolls):
                raise refusal(found)
            dice = SeededDice(campaign.dice_seed, campaign.dice_counter + 1)
            gained, made = grown(hero, chosen, dice)
            events: list[Event] = [*(RollMade(roll=one) for one in made), gained]
            last = conversations.get(held, campaign_id, campaign.last_turn)
            turn_id = last.id if last else None
            counter = dice.next_n - 1
            _, after = record.append(
                held, campaign_id, turn_id, state, events, dice_counter=counter
            )
            return after.creatures[hero.ref]

        return brain.database.run(rise)
