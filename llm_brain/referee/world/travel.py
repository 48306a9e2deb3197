"""Travel: the party's pace, the march that goes on too long, and living off the land.

SRD 5.1, "Travel Pace", "Forced March", "Foraging". Ways on the map are short, so pace shows in minutes and in what is noticed.
"""

import re

from llm_brain.ledger.creature import Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import CheckMade, Remarked
from llm_brain.ledger.events.things import ItemGained
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.dice import roll
from llm_brain.referee.equipment import item
from llm_brain.referee.exhaustion import tire
from llm_brain.referee.rests import LAST_LONG_REST
from llm_brain.referee.trial import saving_throw
from llm_brain.referee.world.deed import EASY, HARD, MEDIUM, Deed

PACE = "pace"
# minutes for a way that takes 4 at the normal pace: 400, 300 and 200 feet a minute
FOURTHS = {"fast": 3, "normal": 4, "slow": 6}
_SAID = re.compile(
    r"\b(fast|quick|brisk|slow|careful|cautious|normal|usual|steady)\w*\b[^.]{0,12}\bpace\b"
)
MEANT = {"fast": "fast", "quick": "fast", "brisk": "fast", "slow": "slow", "careful": "slow", "cautious": "slow"}  # fmt: skip
MARCHED = "marched"
DAY_OF_MARCH_MIN = 8 * 60
FORAGING_MIN = 120
_FORAGES = re.compile(r"\b(?:forag\w+|hunt\w* for|gather food|find food|live off the land)\b")
NOTHING_GROWS = frozenset({"crypt", "cavern", "hall", "tavern", "tower"})
BARREN = frozenset({"ruins", "mountain", "road"})


def pace_of(state: State) -> str:
    """Return the party's pace: slow, normal or fast."""
    return state.flags.get(PACE, "normal")


def pace_said(text: str) -> str:
    """Return the pace that words ask for, or nothing."""
    found = _SAID.search(text.lower())
    return MEANT.get(found[1], "normal") if found else ""


def set_pace(deed: Deed, pace: str) -> None:
    """Note a new pace."""
    if pace and pace != pace_of(deed.state):
        deed.add(FlagSet(key=PACE, value=pace))


def minutes_on(state: State, minutes: int) -> int:
    """Return how long a way takes at the party's pace."""
    return max(1, round(minutes * FOURTHS[pace_of(state)] / 4))


def march(deed: Deed, minutes: int) -> None:
    """Count the minutes on foot since the last long rest; every hour past the eighth takes a save."""
    slept = deed.state.flags.get(LAST_LONG_REST, "0")
    since, _, so_far = deed.state.flags.get(MARCHED, "").partition(":")
    before = int(so_far) if since == slept and so_far else 0
    after = before + minutes
    deed.add(FlagSet(key=MARCHED, value=f"{slept}:{after}"))
    hours = [max(0, m - DAY_OF_MARCH_MIN) // 60 for m in (before, after)]
    for hour in range(hours[0] + 1, hours[1] + 1):
        for hero in [h for h in deed.state.heroes if not h.is_down]:
            purpose = "Forced march"
            if not saving_throw(deed, hero.ref, "con", 10 + hour, deed.dice, purpose):
                tire(deed, hero.ref, "a forced march")


def wants_to_forage(text: str) -> bool:
    """Whether somebody looks for food in the wild."""
    return bool(_FORAGES.search(text.lower()))


def forage(deed: Deed) -> list[Event]:
    """Look for food: Survival against what the land gives, 1d6 plus Wisdom pounds of it."""
    here = deed.state.here
    if deed.state.encounter is not None:
        return deed.refuse("in_a_fight", "Nobody forages in the middle of a fight.")
    if here is None or here.kind in NOTHING_GROWS or not here.is_outdoors:
        return deed.refuse("nothing_grows", "There is nothing to live on here. Try it outdoors.")
    if pace_of(deed.state) == "fast":
        return deed.refuse("too_fast", "Nobody forages at a fast pace. Slow down first.")
    dc = MEDIUM if here.kind in BARREN else EASY
    dc = HARD if deed.state.adventure.theme == "desert_ruins" else dc
    made = deed.check("survival", dc, "Forage")
    last = deed.last_roll_id
    if made:
        more = ability_modifier(deed.hero, "wis")
        found = deed.rolled(roll(deed.dice, "Pounds of food", "1d6", roller=deed.actor))
        pounds = max(0, found.total + more)
        if pounds:
            food: Item = item("rations-1-day", pounds)
            deed.add(ItemGained(ref=deed.actor, item=food, source="ground"))
    what, kind = "forage", "survival"
    deed.add(CheckMade(by=deed.actor, what=what, skill=kind, is_success=made, roll=last))
    deed.pass_time(FORAGING_MIN, "foraging")
    return deed.events


def agreed(deed: Deed, pace: str) -> list[Event]:
    """Set the pace and say so."""
    set_pace(deed, pace)
    deed.add(Remarked(by=deed.actor, what=deed.said, kind="interact"))
    return deed.events
