"""How many legendary actions a creature has left; they come back at the start of its turn.

SRD 5.1, "Legendary Creatures": Legendary Actions. What it does with them is `legendary.py`'s choice.
"""

from llm_brain.ledger.events.powers import LegendaryActionsRegained
from llm_brain.ledger.state import State
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.outcome import Outcome

IN_A_ROUND = 3


def left(state: State, ref: str) -> int:
    """Return how many legendary actions somebody has left, 0 for creatures without any."""
    block = block_of(state.creatures[ref])
    if block is None or not block.legendary:
        return 0
    return int(state.flags.get(f"legendary:{ref}", IN_A_ROUND))


def regain(out: Outcome, ref: str) -> None:
    """Give a legendary creature its actions back at the start of its turn."""
    block = block_of(out.creature(ref))
    if block is not None and block.legendary and left(out.state, ref) < IN_A_ROUND:
        out.add(LegendaryActionsRegained(ref=ref, left=IN_A_ROUND))
