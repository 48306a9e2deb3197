"""Any other use of a skill: reading people, recalling lore, feats of body. SRD 5.1, "Using Each Ability"."""

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.people import PersonRemembered
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import ABILITY_NAMES, SKILLS
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world import traps
from llm_brain.referee.world.deed import EASY, MEDIUM, Deed
from llm_brain.referee.world.handling import open_way
from llm_brain.referee.world.hazards import fall, jumped_ft
from llm_brain.referee.world.knowing import reveal
from llm_brain.referee.world.naming import feature_of, person_of, way_of
from llm_brain.referee.world.persuading import influence
from llm_brain.referee.world.searching import search
from llm_brain.referee.world.sneaking import sneak
from llm_brain.referee.world.travel import forage, wants_to_forage

LORE = ("arcana", "history", "religion", "nature")
AS_ANOTHER = {
    "persuasion": ("persuade", influence),
    "deception": ("deceive", influence),
    "intimidation": ("intimidate", influence),
    "stealth": ("sneak", sneak),
    "perception": ("search", search),
    "investigation": ("search", search),
}


def _done(deed: Deed, skill: str, what: str, made: bool, target: str = "") -> list[Event]:
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
    deed.pass_time(5, skill)
    return deed.events


def read_person(deed: Deed) -> list[Event]:
    """Weigh somebody's words: Insight against their Deception; whoever lies and is seen through will own up."""
    person = person_of(deed.state, deed.action)
    if person is None:
        return deed.refuse("nobody_there", "There is nobody like that here to read.")
    made = deed.contest("insight", person.ref, "deception", f"Read {person.name}")
    lied = person.person is not None and any(t.is_lie and t.is_told for t in person.person.topics)
    if made and lied:
        deed.add(
            FlagSet(key=f"opened:{person.ref}", value="yes"),
            PersonRemembered(ref=person.ref, what="saw through a lie"),
        )
    return _done(deed, "insight", f"Read {person.name}", made, person.ref)


def recall(deed: Deed, skill: str) -> list[Event]:
    """Recall what is known of a place: a success gives away something that could be found here."""
    here = deed.state.here
    made = deed.check(skill, MEDIUM, f"Recall what {skill} tells")
    if made and here is not None:
        open_clues = [
            clue
            for feature in here.features
            if not feature.is_hidden
            for clue in feature.clues
            if not deed.state.clues[clue].is_found
        ]
        reveal(deed, open_clues[:1], skill)
    return _done(deed, skill, "recall", made)


def skill_check(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Use a skill for what no other kind of action covers."""
    deed = Deed(state, action, actor, dice)
    skill = (action.skill or "perception").strip().lower()
    if skill not in SKILLS and skill not in ABILITY_NAMES and "tools" not in skill:
        return deed.refuse("no_such_skill", f"There is no skill called {action.skill}.")
    feet = jumped_ft(action.text)
    if feet and skill in ("athletics", "acrobatics"):
        fall(deed, actor, feet, dice)
        return _done(deed, skill, action.text or "jump", not deed.hero.is_down)
    if skill == "survival" and wants_to_forage(action.text):
        return forage(deed)
    if skill in AS_ANOTHER:
        kind, handler = AS_ANOTHER[skill]
        return handler(state, action.model_copy(update={"kind": kind}), actor, dice)
    if not deed.can_act():
        return deed.refuse("no_action", "There is no action left this turn for that.")
    way, feature = way_of(state, action), feature_of(state, action)
    if feature is not None and traps.is_armed(feature) and traps.is_seen(deed, feature):
        deed.spend_action(skill)
        traps.disable(deed, feature)
        return deed.events
    if way is not None and way.is_locked:
        return open_way(deed, way)
    deed.spend_action(skill)
    if skill == "insight":
        return read_person(deed)
    if skill in LORE:
        return recall(deed, skill)
    made = deed.check(skill, EASY, skill.capitalize())
    return _done(deed, skill, action.text or skill, made, action.target or "")
