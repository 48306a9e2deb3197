"""Legendary resistance: a failed save made good by choice, and when a creature chooses so.

SRD 5.1, the dragons' "Legendary Resistance". The save itself is `trial.py`'s.
"""

from llm_brain.ledger.events.powers import LegendaryResistanceUsed
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.outcome import Outcome

# what a legendary creature does not let itself be done to
WORTH_RESISTING = frozenset(
    {"paralyzed", "petrified", "stunned", "unconscious", "incapacitated", "charmed", "frightened", "blinded", "restrained"}
)  # fmt: skip


def succeeds_by_legend(out: Outcome, ref: str, purpose: str, against: tuple[str, ...]) -> bool:
    """Whether a failed save is made good by choice: what would take a creature's wits or body, or any once it is low.

    SRD 5.1, the dragons' "Legendary Resistance".
    """
    creature = out.creature(ref)
    block = block_of(creature)
    if block is None or not block.legendary_resistances or creature.is_down:
        return False
    left = int(out.state.flags.get(f"legendary_resistance:{ref}", block.legendary_resistances))
    matters = any(name in WORTH_RESISTING for name in against)
    if left <= 0 or not (matters or creature.hp * 4 <= creature.hp_max):
        return False
    out.add(LegendaryResistanceUsed(ref=ref, left=left - 1, purpose=purpose))
    return True
