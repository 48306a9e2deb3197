"""The opening is a turn: the adventure is written from its seed and told before anybody has said anything."""

from llm_brain.adventure.write import write_adventure
from llm_brain.brain import Brain
from llm_brain.errors import NoCharacters
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.turns import TurnTaken
from llm_brain.ledger.fold import fold
from llm_brain.observe.watch import watched
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.world import consequences
from llm_brain.turn.commit import commit_resolved
from llm_brain.turn.context import Context, rebuild
from llm_brain.turn.leases import Lease
from llm_brain.turn.offers import offers
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.tell import Listener, tell


@watched("opening")
def begin(brain: Brain, campaign_id: int, listen: Listener) -> int:
    """Open the campaign, unless that was done before; return 1, the opening's number."""
    with brain.leases.held(campaign_id) as lease:
        begin_if_needed(brain, lease, campaign_id, listen)
    return 1


def begin_if_needed(brain: Brain, lease: Lease, campaign_id: int, listen: Listener) -> Context:
    """Write and tell the opening if there is none; return the context of the next turn. Raises NoCharacters."""
    context = brain.database.read(lambda held: rebuild(held, campaign_id, brain.settings))
    if context.has_begun:
        return context
    if not context.state.heroes:
        raise NoCharacters(campaign_id=campaign_id)
    steps = brain.new_steps()
    with steps.step("referee"):
        turn, events, dice = _opening(context)
    with steps.step("commit_1"):
        turn = commit_resolved(brain, lease, turn, events, dice.next_n - 1)
    listen("turn", turn.ids(campaign_id))
    tell(brain, lease, context, turn, number=0, steps=steps, listen=listen)
    return brain.database.read(lambda held: rebuild(held, campaign_id, brain.settings))


def _opening(context: Context) -> tuple[ResolvedTurn, list[Event], SeededDice]:
    campaign = context.campaign
    dice = SeededDice(campaign.dice_seed, campaign.dice_counter + 1)
    events: list[Event] = [
        TurnTaken(turn_number=1),
        write_adventure(campaign.adventure_seed, campaign.theme, context.state.heroes),
    ]
    state = fold(context.state, events)
    fresh = events
    while fresh := consequences(state, fresh, dice, 1):
        events = [*events, *fresh]
        state = fold(state, fresh)
    turn = ResolvedTurn(
        conversation_id=0,
        turn_number=1,
        actor="",
        message="",
        actions=(),
        events=(),
        before=context.state,
        after=state,
        suggestions=offers(state, context.state.heroes[0].ref),
    )
    return turn, events, dice
