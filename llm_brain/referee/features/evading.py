"""How much of an area's damage a save leaves: half or nothing, and less for who evades. SRD 5.1, "Rogue", "Monk": Evasion."""

from llm_brain.ledger.creature import Ability, Creature
from llm_brain.referee.conditions import is_incapacitated

EVASION = ("Evasion", "Superior Hunter's Defense: Evasion")


def share_of(creature: Creature, ability: Ability | None, *, saved: bool, halves: bool) -> float:
    """Return 1, a half or 0; `halves` is whether a save leaves half at all."""
    evades = ability == "dex" and any(creature.has_feature(name) for name in EVASION)
    if evades and halves and not is_incapacitated(creature):
        return 0 if saved else 0.5
    if not saved:
        return 1
    return 0.5 if halves else 0
