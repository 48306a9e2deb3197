"""Going from place to place: through one way, or along known ways to a place already visited.

SRD 5.1, "Movement" (travel). What waits at the other end is `consequences.py`'s.
"""

from collections import deque

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.world import ExitChanged, LocationEntered
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world import traps
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.naming import place_of, way_of
from llm_brain.referee.world.travel import march, minutes_on, pace_said, set_pace

WALK_MIN = {True: 10, False: 2}


def route(state: State, start: str, goal: str, *, through_unknown: bool = False) -> list[str]:
    """Return the places on the shortest way from start to goal, the start left out; empty when there is none.

    Only open ways are taken, and only through places already visited, unless `through_unknown`.
    """
    came: dict[str, str] = {start: ""}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if at == goal:
            path = []
            while at != start:
                path.append(at)
                at = came[at]
            return path[::-1]
        for way in state.locations[at].exits:
            is_open = not way.is_hidden and (not way.is_locked or has_key(state, way))
            fits = through_unknown or way.to == goal or state.locations[way.to].is_visited
            if is_open and fits and way.to not in came:
                came[way.to] = at
                waiting.append(way.to)
    return []


def has_key(state: State, way: Exit) -> bool:
    """Whether a living hero carries the key of a way."""
    return way.key_item is not None and any(
        item.key == way.key_item for hero in state.heroes if not hero.is_dead for item in hero.items
    )


def waiting_fight(state: State, location: str) -> str | None:
    """Return the key of a fight that waits at a place, if its foes still can."""
    for encounter in state.encounters.values():
        if encounter.location == location and encounter.status in ("planned", "fled", "lost"):
            foes = [state.creatures[ref] for ref in encounter.foes]
            # whoever left a hero for dead comes back to the place they hold
            gone_for_good = encounter.status != "lost"
            able = (f for f in foes if not f.is_down and not (f.has_fled and gone_for_good))
            if any(f.attitude == "hostile" for f in able):
                return encounter.key
    return None


def step(deed: Deed, way: Exit) -> None:
    """Go through one way, unlocking it if the key is at hand."""
    here = deed.state.here
    assert here is not None
    if way.is_locked:
        deed.add(
            ExitChanged(
                location=here.key, to=way.to, name=way.name, is_locked=False, because="the key"
            )
        )
    there = deed.state.locations[way.to]
    minutes = minutes_on(deed.state, WALK_MIN[there.is_outdoors])
    deed.pass_time(minutes, "walking")
    march(deed, minutes)
    deed.add(
        LocationEntered(
            location=there.key,
            name=there.name,
            from_location=here.key,
            by=deed.actor,
            is_first=not there.is_visited,
        )
    )
    traps.tread(deed)


def move(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Go somewhere."""
    deed = Deed(state, action, actor, dice)
    set_pace(deed, pace_said(deed.said))
    way = way_of(state, action)
    if way is not None:
        if way.is_locked and not has_key(state, way):
            return deed.refuse("locked", f"{way.name} is locked, and nobody has the key.")
        step(deed, way)
        return deed.events
    goal = place_of(state, action)
    if goal is None or not state.locations[goal].is_known:
        return deed.refuse("no_such_way", "There is no such way from here.")
    if goal == state.location:
        return deed.refuse("already_there", "The party is there already.")
    path = route(state, state.location, goal)
    if not path:
        return deed.refuse("no_way_known", "No open way leads there from here.")
    for place in path:
        here = deed.state.here
        assert here is not None
        step(deed, next(w for w in here.exits if w.to == place))
        if waiting_fight(deed.state, place) or deed.hero.is_down:
            break
    return deed.events
