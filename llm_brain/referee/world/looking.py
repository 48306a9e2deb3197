"""Looking: what can be seen without effort. It costs nothing and finds nothing hidden."""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import SceneDescribed
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.senses import light_for
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.naming import feature_of, in_sight, item_among, person_of, way_of

TOO_DARK = "It is too dark to make out more than shapes; a light would help."


def _person_seen(deed: Deed) -> str | None:
    """Say how somebody looks, in one sentence."""
    creature = person_of(deed.state, deed.action) if deed.action.target else None
    if creature is None:
        return None
    if creature.is_dead:
        return f"{creature.name} is dead."
    share = creature.hp / max(creature.hp_max, 1)
    health = "unhurt" if share >= 1 else "hurt" if share > 0.5 else "badly hurt"
    if creature.person is None:
        return f"{creature.name} is {health}."
    person = creature.person
    return f"{creature.name}, {person.role}, {person.manner}; {health}."


def look(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Say what is in sight, or how one thing looks."""
    deed = Deed(state, action, actor, dice)
    here = state.here
    if here is None:
        return deed.refuse("nowhere", "There is nothing to see yet.")
    if action.target or action.target_ref:
        return _look_at(deed)
    if light_for(state, deed.hero) == "dark":
        return [SceneDescribed(by=actor, location=here.key, seen=(), detail=TOO_DARK)]
    seen = (
        *(c.name for c in in_sight(state)),
        *(f.name for f in here.features if not f.is_hidden),
        *(i.name for i in here.items),
        *(w.name for w in here.exits if not w.is_hidden),
    )
    return [SceneDescribed(by=actor, location=here.key, seen=seen)]


def _look_at(deed: Deed) -> list[Event]:
    """Say how one thing, person, way or belonging looks."""
    state, action = deed.state, deed.action
    feature = feature_of(state, action)
    way = way_of(state, action)
    thing = item_among(deed.hero.items, action)
    person = _person_seen(deed)
    if feature is not None:
        name, detail = feature.name, feature.detail
    elif person is not None:
        name, detail = person.split(",")[0].split(" is ")[0], person
    elif way is not None:
        name = way.name
        detail = f"It leads {way.direction}" + (", and it is locked." if way.is_locked else ".")
    elif thing is not None:
        name, detail = thing.name, thing.note
    else:
        return deed.refuse("not_here", "There is nothing like that in sight.")
    return [SceneDescribed(by=deed.actor, location=state.location, target=name, detail=detail)]
