"""Wanting something from somebody: by honest, false or threatening means.

DCs are SRD 5.1's "Typical Difficulty Classes", by attitude. In a fight, words can end it, if the foes are of a sort that
listens.
"""

import re
from typing import Literal

from llm_brain.ledger.creature import Attitude, Creature, Topic
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.people import AttitudeChanged, PersonAsked, PersonRemembered
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Encounter
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.ending import settle
from llm_brain.referee.dice import Dice
from llm_brain.referee.world.deed import EASY, HARD, MEDIUM, Deed
from llm_brain.referee.world.naming import person_of
from llm_brain.referee.world.talking import answer_topic, can_talk, is_willing, meet, topic_score

SKILL: dict[str, str] = {
    "persuade": "persuasion",
    "deceive": "deception",
    "intimidate": "intimidation",
}
BY_ATTITUDE: dict[Attitude, int] = {"friendly": EASY, "indifferent": MEDIUM, "hostile": HARD}
BETTER: dict[Attitude, Attitude] = {
    "hostile": "indifferent",
    "indifferent": "friendly",
    "friendly": "friendly",
}
WORSE: dict[Attitude, Attitude] = {
    "friendly": "indifferent",
    "indifferent": "hostile",
    "hostile": "hostile",
}
REMEMBERED = {
    ("persuade", True): "asked well and was listened to",
    ("persuade", False): "asked and was not listened to",
    ("deceive", True): "told a likely story",
    ("deceive", False): "told a lie that showed",
    ("intimidate", True): "made a threat that told",
    ("intimidate", False): "made a threat that did not tell",
}
SPEAKING = frozenset(
    "tell tells talk talking speak speaking say saying answer answers confess admit truth honest explain reveal "
    "everything know knows more secret secrets help helping information share question questions".split()
)
COINS = re.compile(r"\b(\d{1,5}) ?(gold|gp|silver|sp|copper|cp)\b")
BRIBED = 5  # the most that money makes somebody easier
PRESSED = 2  # each further try at the same person is this much harder


def asks_to_speak(deed: Deed) -> bool:
    """Whether what is wanted is that somebody talks, and not their goods, their heart or their absence."""
    words = {word.strip(".,!?'\"").lower() for word in deed.said.split()}
    return bool(words & SPEAKING) or any(ref.startswith("topic:") for ref in deed.action.more_refs)


def kept_back(state: State, creature: Creature, deed: Deed) -> Topic | None:
    """Return what somebody is keeping back that fits what was said, or anything if they are only asked to speak."""
    if creature.person is None:
        return None
    held = [
        t for t in creature.person.topics if not t.is_told and not is_willing(state, creature, t)
    ]
    best = max(held, key=lambda t: topic_score(t, deed.action, deed.said), default=None)
    fits = best is not None and topic_score(best, deed.action, deed.said) > 0
    return best if fits or asks_to_speak(deed) else None


def tries(state: State, ref: str) -> int:
    return int(state.flags.get(f"pressed:{ref}", "0"))


def offered_cp(said: str) -> int:
    """Return what coins the words put on the table, in copper pieces."""
    found = COINS.search(said.lower())
    return int(found[1]) * {"g": 100, "s": 10, "c": 1}[found[2][0]] if found else 0


def _bribe(deed: Deed, creature: Creature) -> int:
    """Hand over what was offered, and return how much easier it makes the asking; a bribe is spent either way."""
    amount = offered_cp(deed.said) if creature.person is not None else 0
    if not 0 < amount <= deed.hero.coins_cp:
        return 0
    for ref, change in ((deed.actor, -amount), (creature.ref, amount)):
        purse = deed.creature(ref).coins_cp + change
        deed.add(CoinsChanged(ref=ref, amount_cp=change, coins_cp=purse, because="a bribe"))
    return min(BRIBED, 2 + amount // 100)


def _roll(deed: Deed, creature: Creature, dc: int) -> bool:
    """Roll the check: deception against insight, the others against a DC."""
    kind = deed.action.kind
    purpose = f"{kind.capitalize()} {creature.name}"
    if kind == "deceive":
        made = deed.contest("deception", creature.ref, "insight", purpose)
    else:
        made = deed.check(SKILL[kind], dc, purpose)
    deed.add(
        CheckMade(
            by=deed.actor,
            what=purpose,
            skill=SKILL[kind],
            is_success=made,
            target=creature.ref,
            roll=deed.last_roll_id,
        )
    )
    return made


def _attitude(deed: Deed, creature: Creature, to: Attitude, because: str) -> None:
    if to != creature.attitude:
        deed.add(AttitudeChanged(ref=creature.ref, attitude=to, because=because))


def _aftermath(deed: Deed, creature: Creature, made: bool) -> None:
    """Move the attitude by what was done, and let it be remembered."""
    kind = deed.action.kind
    if kind == "intimidate":
        to = WORSE[creature.attitude] if not made else min_attitude(creature.attitude)
        _attitude(deed, creature, to, "was threatened")
    elif made:
        _attitude(deed, creature, BETTER[creature.attitude], "was won over")
    elif kind == "deceive":
        _attitude(deed, creature, WORSE[creature.attitude], "was lied to")
    if creature.person is not None:
        deed.add(PersonRemembered(ref=creature.ref, what=REMEMBERED[(kind, made)]))


def min_attitude(attitude: Attitude) -> Literal["indifferent", "hostile"]:
    """Return how somebody thinks of one who frightened them into helping."""
    return "hostile" if attitude == "hostile" else "indifferent"


def influence(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Try to get something out of somebody."""
    deed = Deed(state, action, actor, dice)
    if state.encounter is not None:
        return _parley(deed, state.encounter)
    creature = person_of(state, action)
    if creature is None:
        return deed.refuse("nobody_there", "There is nobody like that here to win over.")
    if creature.is_down or not can_talk(creature):
        return deed.refuse("cannot_answer", f"{creature.name} cannot be reached with words.")
    topic = kept_back(state, creature, deed)
    dc = BY_ATTITUDE[creature.attitude] + PRESSED * tries(state, creature.ref)
    dc = max(EASY // 2, dc - _bribe(deed, creature))
    made = _roll(deed, creature, dc)
    meet(deed, creature)
    if made:
        if topic is not None or asks_to_speak(deed):
            deed.add(FlagSet(key=f"opened:{creature.ref}", value="yes"))
        if topic is not None:
            answer_topic(deed, deed.creature(creature.ref), topic)
    else:
        deed.add(FlagSet(key=f"pressed:{creature.ref}", value=str(tries(state, creature.ref) + 1)))
        deed.add(PersonAsked(ref=creature.ref, by=actor, said=deed.said, manner="refuses"))
    _aftermath(deed, deed.creature(creature.ref), made)
    deed.pass_time(5, "talking")
    return deed.events


def parley_dc(state: State, encounter: Encounter, kind: str) -> int | None:
    """Return what it takes to end the fight with words; a losing side listens better. None: it cannot be."""
    if encounter.talk_dc is None:
        return None
    foes = [state.creatures[ref] for ref in encounter.foes]
    living = [f for f in foes if not f.is_down and not f.has_fled]
    losing = 2 * sum(f.hp for f in living) <= sum(f.hp_max for f in foes)
    return max(
        EASY // 2,
        encounter.talk_dc - (5 if losing else 0) - (2 if kind == "intimidate" and losing else 0),
    )


def _parley(deed: Deed, encounter: Encounter) -> list[Event]:
    """Try to end a fight with words; it takes the action."""
    state = deed.state
    named = person_of(state, deed.action)
    foes = [state.creatures[r] for r in encounter.foes if r in state.creatures]
    able = [f for f in foes if not f.is_down and not f.has_fled]
    creature = named if named in able else next(iter(able), None)
    dc = parley_dc(state, encounter, deed.action.kind)
    if creature is None or dc is None or not can_talk(creature):
        return deed.refuse("will_not_listen", "Nobody on the other side is going to listen.")
    if not deed.can_act():
        return deed.refuse("no_action", "There is no action left this turn to do that with.")
    deed.spend_action(deed.action.kind)
    made = _roll(deed, creature, dc + PRESSED * tries(state, encounter.key))
    if not made:
        pressed = str(tries(state, encounter.key) + 1)
        deed.add(FlagSet(key=f"pressed:{encounter.key}", value=pressed))
        return deed.events
    for foe in able:
        _attitude(deed, foe, "indifferent", "was talked round")
    meet(deed, creature)
    settle(deed, deed.dice)
    return deed.events
