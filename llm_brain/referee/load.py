"""How much somebody can carry, and what they do carry. SRD 5.1, "Lifting and Carrying", "Variant: Encumbrance".

Pounds. Capacity is enforced where things are taken, bought or given; the variant slows the laden when a campaign turns it on.
"""

from collections.abc import Iterable

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_score
from llm_brain.referee.equipment import equipment, is_known

EACH_STRENGTH_LB = 15
SIZES = {"Tiny": 0.5, "Large": 2.0, "Huge": 4.0, "Gargantuan": 8.0}
COINS_IN_A_POUND = 50
VARIANT = "variant:encumbrance"


def weight_lb(items: Iterable[Item]) -> float:
    """Return what things weigh; the adventure's own are light."""
    return sum(
        equipment(item.key).weight_lb * item.quantity
        for item in items
        if is_known(item.key) and equipment(item.key).category != "mount"
    )


def capacity_lb(creature: Creature) -> float:
    """Return what somebody can carry: 15 times Strength, by size."""
    strength = ability_score(creature, "str")
    return strength * EACH_STRENGTH_LB * SIZES.get(creature.size, 1.0)


def load_lb(creature: Creature) -> float:
    """Return what weighs on somebody, less what a bag of holding bears."""
    held = modifiers.total(creature, "carries_lb")
    return max(0.0, weight_lb(creature.items) - held)


def can_bear(creature: Creature, more: Iterable[Item]) -> bool:
    """Whether somebody can carry some more things too."""
    extra = weight_lb(more)
    return extra == 0 or load_lb(creature) + extra <= capacity_lb(creature)


def too_heavy(creature: Creature, thing: Item) -> str:
    """Return why somebody cannot take a thing as well."""
    most, load = round(capacity_lb(creature)), round(load_lb(creature))
    return f"{creature.name} carries {load} of at most {most} pounds; the {thing.name} is too much."


def slowed_ft(state: State, creature: Creature) -> int:
    """Return by how much a load slows somebody; only where the campaign plays the variant."""
    if state.flags.get(VARIANT) != "on" or creature.sheet is None:
        return 0
    strength, load = ability_score(creature, "str"), load_lb(creature)
    if load > 10 * strength:
        return 20
    return 10 if load > 5 * strength else 0
