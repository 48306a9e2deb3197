"""What strong creatures do out of turn, shrug off, and have ready again."""

from collections.abc import Callable

from llm_brain.ledger.events.powers import (
    AbilityRecharged,
    LegendaryActionTaken,
    LegendaryResistanceUsed,
)
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.unfolding import Unfolding


def tell_legendary_action(t: Telling, event: LegendaryActionTaken, rest: Unfolding) -> None:
    """Tell that somebody acts although it is not their turn; what it does follows by itself."""
    t.say("legend.acts", d=t.noun(event.ref), what=event.name.lower())


def tell_resistance(t: Telling, event: LegendaryResistanceUsed, rest: Unfolding) -> None:
    """Tell that what should have worked did not."""
    t.say("legend.resists", d=t.noun(event.ref))


def tell_recharged(t: Telling, event: AbilityRecharged, rest: Unfolding) -> None:
    """Tell that what was spent is there again."""
    t.say("power.back", d=t.noun(event.ref), what=event.name.lower())


TELLS: dict[type, Callable[..., None]] = {
    LegendaryActionTaken: tell_legendary_action,
    LegendaryResistanceUsed: tell_resistance,
    AbilityRecharged: tell_recharged,
}
