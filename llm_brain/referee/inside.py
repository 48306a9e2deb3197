"""Who is inside whom. It knows nothing of how they came there; `combat/swallowing.py` does."""

from llm_brain.ledger.creature import Creature

SWALLOWED = "swallowed"


def swallower_of(creature: Creature) -> str:
    """Return who has swallowed somebody, or nothing."""
    found = (e.source for e in creature.effects if e.name == SWALLOWED)
    return next(found, None) or ""
