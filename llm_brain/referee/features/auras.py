"""What a paladin's presence gives friends nearby. SRD 5.1, "Paladin": Aura of Protection, Aura of Courage; "Oath of Devotion".

It looks, and changes nothing; saves and conditions ask here.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.areas import zone_of
from llm_brain.referee.features.having import number_of

PROTECTION = "Aura of Protection"
# condition -> the aura that keeps it off
GUARDS = {"frightened": "Aura of Courage", "charmed": "Aura of Devotion"}
REACH_FT = 10


def _near(state: State, a: str, b: str, feet: int) -> bool:
    encounter = state.encounter
    if encounter is None or a == b:
        return True
    at = {zone.key: zone.at_ft for zone in encounter.zones}
    return abs(at.get(zone_of(state, a), 0) - at.get(zone_of(state, b), 0)) <= feet


def _around(state: State, creature: Creature, feature: str) -> list[Creature]:
    """Return the conscious friends whose aura reaches somebody."""
    if not creature.is_hero:
        return []
    return [
        friend
        for friend in state.heroes
        if friend.has_feature(feature)
        and not friend.is_down
        and not friend.has_condition("unconscious")
        and friend.location == creature.location
        and _near(state, friend.ref, creature.ref, int(number_of(friend, "paladin", "aura_range", REACH_FT)))
    ]  # fmt: skip


def protection(state: State, creature: Creature) -> int:
    """Return what the best aura of protection adds to a save; two of them do not add up."""
    paladins = _around(state, creature, PROTECTION)
    return max((max(1, ability_modifier(p, "cha")) for p in paladins), default=0)


def keeps_off(state: State, creature: Creature, condition: str) -> bool:
    """Whether a friend's aura keeps a condition off somebody."""
    feature = GUARDS.get(condition)
    return feature is not None and bool(_around(state, creature, feature))
