"""Going or staying unseen. SRD 5.1, "Hiding", "Surprise", "Group Checks"."""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.referee import checks
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world.deed import EASY, Deed
from llm_brain.referee.world.moving import has_key, step, waiting_fight
from llm_brain.referee.world.naming import way_of
from llm_brain.referee.world.travel import pace_of


def watchfulness(state: State, location: str) -> int:
    """Return the best passive Perception among those at a place who are not the party's friends."""
    watching = [c for c in state.at(location) if not c.is_down and c.attitude != "friendly"]
    return max((checks.passive_score(state, c.ref, "perception") for c in watching), default=EASY)


def go_unseen(deed: Deed, dc: int, purpose: str) -> bool:
    """Roll Stealth: alone, or as a group when the party goes together."""
    party = tuple(h.ref for h in deed.state.heroes if not h.is_down)
    if len(party) > 1:
        made, events = checks.group_check(deed.state, party, "stealth", dc, deed.dice, purpose)
        deed.extend(events)
    else:
        made = deed.check("stealth", dc, purpose)
    deed.add(
        CheckMade(
            by=deed.actor,
            what=purpose,
            skill="stealth",
            is_success=made,
            roll=deed.last_roll_id,
        )
    )
    return made


def sneak(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Go somewhere unseen, or keep out of sight here."""
    deed = Deed(state, action, actor, dice)
    way = way_of(state, action)
    if way is None:
        if action.target_ref and action.target_ref.startswith("exit:"):
            return deed.refuse("no_such_way", "There is no such way from here.")
        go_unseen(deed, watchfulness(state, state.location), "Keep out of sight")
        return deed.events
    if way.is_locked and not has_key(state, way):
        return deed.refuse("locked", f"{way.name} is locked, and nobody has the key.")
    if pace_of(state) == "fast":
        return deed.refuse("too_fast", "Nobody goes unseen at a fast pace. Slow down first.")
    made = go_unseen(deed, watchfulness(state, way.to), f"Slip through {way.name}")
    fight = waiting_fight(state, way.to)
    if fight is not None:
        deed.add(FlagSet(key=f"surprise:{fight}", value="yes" if made else "no"))
    step(deed, way)
    return deed.events
