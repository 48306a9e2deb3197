"""What may be proposed as things stand: which kinds, within which budget, and for which quests.

Peace, somebody alive and a story that goes on are needed. It reads the state alone.
"""

from dataclasses import dataclass, field
from typing import Final

from llm_brain.ledger.events.proposals import CHECK, LAST, count_flag
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Quest
from llm_brain.referee.world.moving import waiting_fight
from llm_brain.referee.world.naming import in_sight
from llm_brain.referee.world.quests import holds
from llm_brain.referee.world.talking import can_talk

MOST: Final = {
    "person": 8, "place": 4, "rumour": 10, "trinket": 8, "quest_step": 3, "check": 40,
}  # fmt: skip
"""Accepted ones in a campaign, each kind for itself."""
PEOPLE_HERE, THINGS_HERE, WAYS_HERE = 6, 4, 6
GOALS_MOST = 8
ENDING = ("enter", "defeat", "item", "give")
"""Later steps that, once done, make a step before them needless: with one of these a new step can block nothing."""


@dataclass(frozen=True)
class Openings:
    """The kinds that may be proposed; for steps, each quest's title with its goals and what completes them."""

    kinds: frozenset[str] = frozenset()
    steps: dict[str, dict[str, str]] = field(default_factory=dict)


def openings(state: State, turn_number: int, every: int = 1) -> Openings:
    """Return what may be proposed after this turn; nothing within `every` turns of the last proposal."""
    last = int(state.flags.get(LAST, "-1000000"))
    if turn_number - last < every or not _is_a_time_for_it(state):
        return Openings()
    steps = _steps(state)
    kinds = {kind for kind, most in MOST.items() if _taken(state, kind) < most}
    kinds -= {kind for kind in kinds if not _has_room(state, kind)}
    if not steps:
        kinds.discard("quest_step")
    return Openings(frozenset(kinds), steps if "quest_step" in kinds else {})


def _is_a_time_for_it(state: State) -> bool:
    here = state.here
    if here is None or state.encounter is not None or state.adventure.ended is not None:
        return False
    return any(not hero.is_down for hero in state.heroes) and not waiting_fight(state, here.key)


def _taken(state: State, kind: str) -> int:
    return int(state.flags.get(count_flag(kind), "0"))


def _has_room(state: State, kind: str) -> bool:
    here = state.here
    assert here is not None
    present = [c for c in in_sight(state) if not c.is_down]
    if kind == "person":
        return len(present) < PEOPLE_HERE
    if kind == "place":
        return len(here.exits) < WAYS_HERE
    if kind == "rumour":
        return any(can_talk(c) and c.attitude != "hostile" for c in present)
    if kind == "trinket":
        return len(here.items) < THINGS_HERE
    if kind == "check":
        return suggested_check(state) is None
    return True


def suggested_check(state: State) -> tuple[str, str] | None:
    """Return the skill and the words of a check that was suggested here and still stands."""
    place, _, rest = state.flags.get(CHECK, "").partition("|")
    until, _, rest = rest.partition("|")
    skill, _, text = rest.partition("|")
    if not skill or place != state.location or state.clock_min >= int(until):
        return None
    return skill, text


def _steps(state: State) -> dict[str, dict[str, str]]:
    """Return the side quests that can take one more step, with what it can be."""
    goals = _goals(state)
    found: dict[str, dict[str, str]] = {}
    for quest in state.quests.values():
        if quest.is_main or quest.status != "active" or not _ends_by_itself(quest):
            continue
        whens = {stage.when for stage in quest.stages}
        own = {label: when for label, when in goals.items() if when not in whens}
        if own:
            found[quest.title] = own
    return found


def _ends_by_itself(quest: Quest) -> bool:
    left = [stage for stage in quest.stages if not stage.is_done]
    return any(stage.when.partition(":")[0] in ENDING for stage in left)


def _goals(state: State) -> dict[str, str]:
    """Return what is still to be done that everybody at the table knows of: places unvisited, people not heard out."""
    found: dict[str, str] = {}
    for key, place in state.locations.items():
        if place.is_known and not place.is_visited:
            found[f"go to {place.name}"] = f"enter:{key}"
    for creature in in_sight(state):
        when = f"talk:{creature.ref}"
        is_willing = creature.person is not None and creature.attitude != "hostile"
        if is_willing and not creature.is_down and not holds(state, when):
            found[f"talk to {creature.name}"] = when
    return dict(list(found.items())[:GOALS_MOST])
