"""Handling what is in the scene: opening, unlocking, forcing, pulling, breaking.

SRD 5.1, "Strength Checks", "Dexterity Checks" (locks), "Interacting with Objects Around You".
"""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import CheckMade, SceneDescribed
from llm_brain.ledger.events.world import ExitChanged, FlagSet
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world import traps
from llm_brain.referee.world.deed import EASY, MEDIUM, Deed
from llm_brain.referee.world.moving import has_key
from llm_brain.referee.world.naming import feature_of, item_among, person_of, way_of, words_of
from llm_brain.referee.world.searching import empty_out, is_shut, search_feature
from llm_brain.referee.world.talking import talk
from llm_brain.referee.world.travel import agreed, pace_said

FORCE_WORDS = {"break", "force", "kick", "bash", "smash", "shoulder", "ram", "crowbar", "down"}
FORCE_HARDER = 1
WEARS_BY = 2  # a lock that was worked at, a door that was run at, gives a little each time
TOOLS = "thieves-tools"


def has_item(deed: Deed, key: str) -> bool:
    return any(i.key == key for i in deed.hero.items)


def _how(deed: Deed, skill: str | None) -> str:
    """Return what to open something with: the way asked for, or the way there is."""
    if words_of(deed.said) & FORCE_WORDS:
        return "athletics"
    if skill == "thieves' tools" and not has_item(deed, TOOLS):
        return "athletics"
    return skill or "athletics"


def _tried(deed: Deed, what: str, skill: str, made: bool, target: str) -> None:
    deed.add(
        CheckMade(
            by=deed.actor,
            what=what,
            skill=skill,
            is_success=made,
            target=target,
            roll=deed.last_roll_id,
        )
    )


def open_way(deed: Deed, way: Exit) -> list[Event]:
    """Unlock or force a way."""
    here = deed.state.here
    assert here is not None
    if not way.is_locked:
        detail = f"It is open, and leads {way.direction}."
        seen = SceneDescribed(by=deed.actor, location=here.key, target=way.name, detail=detail)
        return [seen]
    because = "the key"
    if not has_key(deed.state, way):
        if not deed.can_act():
            return deed.refuse("no_action", "There is no action left this turn for that.")
        deed.spend_action("open")
        skill = _how(deed, "thieves' tools")
        harder = FORCE_HARDER if skill == "athletics" else 0
        worn = int(deed.state.flags.get(f"worn:{here.key}:{way.to}", "0"))
        dc = max(EASY // 2, (way.lock_dc or MEDIUM) + harder - WEARS_BY * worn)
        verb = "Force" if skill == "athletics" else "Pick the lock of"
        made = deed.check(skill, dc, f"{verb} {way.name}")
        _tried(deed, f"{verb} {way.name}", skill, made, f"exit:{way.to}")
        deed.pass_time(5, "at the lock")
        if not made:
            deed.add(FlagSet(key=f"worn:{here.key}:{way.to}", value=str(worn + 1)))
            return deed.events
        because = "force" if skill == "athletics" else "tools"
    deed.add(
        ExitChanged(location=here.key, to=way.to, name=way.name, is_locked=False, because=because)
    )
    return deed.events


def open_feature(deed: Deed, feature: Feature) -> list[Event]:
    """Open or work a thing; a trap that was seen is disarmed first, one that was not goes off."""
    if not is_shut(feature) and not traps.is_armed(feature):
        if feature.items or feature.coins_cp or (feature.clues and not feature.is_searched):
            return search_feature(deed, feature)
        return [
            SceneDescribed(
                by=deed.actor,
                location=deed.state.location,
                target=feature.name,
                detail=feature.detail,
            )
        ]
    if not deed.can_act():
        return deed.refuse("no_action", "There is no action left this turn for that.")
    deed.spend_action("open")
    if traps.is_armed(feature):
        if traps.is_seen(deed, feature):
            traps.disable(deed, feature)
        else:
            traps.spring(deed, feature)
        if deed.hero.is_down:
            return deed.events
    if is_shut(feature):
        skill = _how(deed, feature.open_skill)
        made = deed.check(skill, feature.open_dc, f"Open the {feature.name}")
        _tried(deed, f"Open the {feature.name}", skill, made, f"feature:{feature.key}")
        deed.pass_time(5, "at the lock")
        if not made:
            return deed.events
    empty_out(deed, feature)
    return deed.events


def interact(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Handle something in the scene."""
    deed = Deed(state, action, actor, dice)
    if pace := pace_said(action.text):
        return agreed(deed, pace)
    feature = feature_of(state, action)
    if feature is not None:
        return open_feature(deed, feature)
    way = way_of(state, action)
    if way is not None:
        return open_way(deed, way)
    person = person_of(state, action) if action.target or action.target_ref else None
    if person is not None and not person.is_down:
        return talk(state, action, actor, dice)
    if person is not None:
        return deed.refuse("past_that", f"{person.name} can only be searched now.")
    thing = item_among(deed.hero.items, action)
    if thing is not None:
        return [
            SceneDescribed(by=actor, location=state.location, target=thing.name, detail=thing.note)
        ]
    return deed.refuse("not_here", "There is nothing like that here.")
