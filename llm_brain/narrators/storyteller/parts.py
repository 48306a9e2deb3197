"""A turn in which several players spoke, cut into what came of each: so that "you" is always somebody, named first."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from llm_brain.ledger.events.table import ActionTaken
from llm_brain.ledger.events.turns import TurnTaken
from llm_brain.ledger.fold import fold
from llm_brain.narrators.protocol import Brief
from llm_brain.referee.actions import Action


def parts_of(brief: Brief) -> Iterator[Brief]:
    """Yield a brief for each declaration of the turn, the whole brief when there was one."""
    starts = [i for i, event in enumerate(brief.events) if isinstance(event, TurnTaken)]
    if len(starts) < 2:
        yield brief
        return
    state = brief.before
    for start, end in pairwise([*starts, len(brief.events)]):
        taken = brief.events[start]
        assert isinstance(taken, TurnTaken)
        own = brief.events[start:end]
        after = fold(state, own)
        done = [event.action for event in own if isinstance(event, ActionTaken)]
        yield replace(
            brief,
            actor=taken.by,
            message=taken.message,
            actions=tuple(Action.model_validate(action) for action in done),
            events=own,
            before=state,
            after=after,
        )
        state = after


def is_of_several(brief: Brief) -> bool:
    """Say whether more than one player spoke in this turn."""
    return sum(isinstance(event, TurnTaken) for event in brief.events) > 1
