"""How far somebody can move in a turn, with everything that slows or speeds them.

SRD 5.1, "Movement and Position"; conditions, armor, exhaustion and spells all count here and nowhere else.
"""

from llm_brain.ledger.state import State
from llm_brain.referee import modifiers
from llm_brain.referee.abilities import ability_score
from llm_brain.referee.conditions import HELD, exhaustion_level, has_any
from llm_brain.referee.load import slowed_ft
from llm_brain.referee.proficiency import worn_armor


def speed_ft(state: State, ref: str) -> int:
    """Return a creature's speed in feet a turn; 0 when held."""
    creature = state.creatures[ref]
    if has_any(creature, HELD) or exhaustion_level(creature) >= 5:
        return 0
    speed = creature.speed_ft + modifiers.total(creature, "speed_ft")
    # SRD 5.1, "Fly"
    speed = max(speed, modifiers.total(creature, "fly_ft"))
    is_free = modifiers.has(creature, "free_movement")
    worn = worn_armor(creature)
    light_footed = any(modifiers.has(creature, k) for k in ("quiet_armor", "speed_least"))
    light_footed = light_footed or (
        creature.sheet is not None and "dwarf" in creature.sheet.race.lower()
    )
    # SRD 5.1, "Heavy Armor"; dwarves bear it
    if worn and worn[1].str_minimum > ability_score(creature, "str") and not light_footed:
        speed -= 10
    speed = max(speed, *(int(v) for _, v in modifiers.values(creature, "speed_least")), 0)
    speed -= slowed_ft(state, creature)
    for _, percent in modifiers.values(creature, "speed_percent"):
        if int(percent) > 100 or not is_free:
            speed = speed * int(percent) // 100
    if exhaustion_level(creature) >= 2:
        speed //= 2
    return max(0, speed)
