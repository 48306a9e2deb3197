"""When the last hero has died the player chooses: back to before the fight, a new hero who takes up the quest, or the
epilogue of the fallen.
"""

from collections.abc import Sequence

from llm_brain.brain import Brain
from llm_brain.errors import BadRequest, NobodyHasDied
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.turns import TurnTaken
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.observe.watch import watched
from llm_brain.referee.characters.choices import Choices
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.world import fallen_epilogue, new_hero_joins
from llm_brain.turn.commit import commit_resolved
from llm_brain.turn.context import Context, rebuild
from llm_brain.turn.founding import hero_of, next_hero_ref
from llm_brain.turn.leases import Lease
from llm_brain.turn.offers import offers
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.seating import built_for
from llm_brain.turn.tell import Listener, tell
from llm_brain.turn.undo import take_back


@watched("choice")
def choose(
    brain: Brain,
    campaign_id: int,
    choice: str,
    pregenerated: str | None,
    name: str | None,
    listen: Listener,
    choices: Choices | None = None,
) -> int:
    """Carry out the choice; return the number of the turn the story stands at.

    Raises NobodyHasDied, and SheetNotLegal for a new hero of one's own that is not legal.
    """
    with brain.leases.held(campaign_id) as lease:
        context = brain.database.run(lambda held: rebuild(held, campaign_id, brain.settings))
        heroes = context.state.heroes
        if not heroes or not all(hero.is_dead for hero in heroes) or context.state.adventure.ended:
            raise NobodyHasDied(campaign_id=campaign_id)
        if choice == "back":
            turns = context.campaign.last_turn - turn_before_fight(context.state, context)
            return brain.database.run(
                lambda held: take_back(held, campaign_id, lease.holder, turns)
            )
        dice = SeededDice(context.campaign.dice_seed, context.campaign.dice_counter + 1)
        events: list[Event] = []
        if choice == "new_hero":
            hero, rolled = _new_hero(context.state, pregenerated, name, choices, dice)
            events, actor = [*rolled, *new_hero_joins(context.state, hero)], hero.ref
        else:
            events, actor = fallen_epilogue(context.state), heroes[0].ref
        return _take_turn(brain, lease, context, actor, events, listen, dice.next_n - 1)


def _new_hero(
    state: State,
    pregenerated: str | None,
    name: str | None,
    choices: Choices | None,
    dice: SeededDice,
) -> tuple[Creature, Sequence[Event]]:
    """Return who takes up the quest, ready-made or built, and what was rolled for them."""
    if choices is not None:
        return built_for(state, choices, dice)
    if pregenerated is None:
        raise BadRequest(reason="Say which hero takes up the quest: a ready-made one, or choices.")
    return hero_of(pregenerated, next_hero_ref(state), name), ()


def turn_before_fight(state: State, context: Context) -> int:
    """Return the last turn before the fight that killed the heroes began."""
    began = [
        encounter.began_turn_number
        for encounter in state.encounters.values()
        if encounter.began_turn_number is not None and encounter.status in ("lost", "active")
    ]
    return max(
        1, min(max(began, default=context.campaign.last_turn) - 1, context.campaign.last_turn - 1)
    )


def _take_turn(
    brain: Brain,
    lease: Lease,
    context: Context,
    actor: str,
    outcome: list[Event],
    listen: Listener,
    dice_counter: int,
) -> int:
    steps = brain.new_steps()
    number = context.next_turn
    events: list[Event] = [TurnTaken(turn_number=number, by=actor), *outcome]
    after = fold(context.state, events)
    turn = ResolvedTurn(
        conversation_id=0,
        turn_number=number,
        actor=actor,
        message="",
        actions=(),
        events=(),
        before=context.state,
        after=after,
        suggestions=offers(after, actor),
    )
    with steps.step("commit_1"):
        turn = commit_resolved(brain, lease, turn, events, dice_counter)
    listen("turn", turn.ids(lease.campaign_id))
    tell(brain, lease, context, turn, number=0, steps=steps, listen=listen)
    return number
