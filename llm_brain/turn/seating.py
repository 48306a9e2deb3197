"""A hero that somebody made sits down: rolled by the campaign's dice where dice were asked for, refused with every problem."""

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import SheetNotLegal
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.state import State
from llm_brain.referee.characters.building import NotLegal, build
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.problem import Problem
from llm_brain.referee.characters.rolling import fitted, rolled_for
from llm_brain.referee.dice import SeededDice
from llm_brain.store import campaigns, projections
from llm_brain.turn import record
from llm_brain.turn.founding import next_hero_ref


def refusal(found: list[Problem]) -> SheetNotLegal:
    """Return the error that names every problem."""
    return SheetNotLegal(
        reasons=" ".join(problem.message for problem in found).rstrip("."),
        problems=[problem.model_dump() for problem in found],
    )


def join_built(brain: Brain, campaign_id: int, choices: Choices) -> Creature:
    """Seat a hero by choices. Raises SheetNotLegal, CampaignNotFound, TurnInFlight."""
    if choices.abilities.method != "rolled" and (found := problems(choices)):
        raise refusal(found)
    brain.database.run(lambda held: campaigns.get(held, campaign_id))
    with brain.leases.held(campaign_id) as lease:

        def sit_down(held: connection) -> Creature:
            record.hold_lease(held, campaign_id, lease.holder)
            campaign = campaigns.get(held, campaign_id, lock=True)
            state = projections.load(held, campaign_id)
            dice = SeededDice(campaign.dice_seed, campaign.dice_counter + 1)
            hero, rolled = built_for(state, choices, dice)
            _, after = record.append(
                held,
                campaign_id,
                None,
                state,
                [*rolled, CharacterJoined(creature=hero)],
                dice_counter=dice.next_n - 1,
            )
            return after.creatures[hero.ref]

        return brain.database.run(sit_down)


def built_for(state: State, choices: Choices, dice: SeededDice) -> tuple[Creature, list[RollMade]]:
    """Return the next hero of a table by choices, and what was rolled for them. Raises SheetNotLegal."""
    _require_own_name(state, choices.name)
    ref = next_hero_ref(state)
    rolls, made = rolled_for(choices, dice, ref=ref)
    return _built(choices, ref, rolls), [RollMade(roll=one) for one in made]


def _require_own_name(state: State, name: str) -> None:
    """Raise SheetNotLegal for a name that somebody at the table has: nobody should have to ask who is meant."""
    if any(hero.name.casefold() == name.casefold() for hero in state.heroes):
        message = f"Somebody at this table is called {name} already. Choose another name."
        raise refusal([Problem(code="name_taken", field="name", message=message)])


def _built(choices: Choices, ref: str, rolls: Rolls) -> Creature:
    try:
        return build(fitted(choices, rolls), ref=ref, rolls=rolls)
    except NotLegal as wrong:
        raise refusal(wrong.problems) from wrong
