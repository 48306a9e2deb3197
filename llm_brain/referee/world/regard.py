"""What people hold of the party, moved by what it did to them, fading as days go by. It colours how they speak, never a DC.

Pure: what happened in a turn in, events out. The SRD knows three attitudes ("Social Interaction"); this is what lies between.
"""

from collections.abc import Iterable, Sequence

from llm_brain.ledger.creature import Person
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken, Healed
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.newcomers import RegardChanged
from llm_brain.ledger.events.table import CheckMade
from llm_brain.ledger.events.things import CoinsChanged, ItemGained
from llm_brain.ledger.events.world import QuestEnded
from llm_brain.ledger.state import State

MOST = 100
HALVES_IN_MIN = 7 * 24 * 60
"""After a week half of it is forgotten."""
WORDS = ((60, "devoted"), (15, "warm"), (-14, ""), (-59, "cool"), (-MOST, "bitter"))
CHECKS = {
    ("intimidation", True): (-20, "was threatened"),
    ("intimidation", False): (-15, "was threatened"),
    ("deception", False): (-25, "caught them in a lie"),
    ("persuasion", True): (5, "was asked well"),
}
Moved = tuple[str, int, str]


def regard_now(person: Person, clock_min: int) -> int:
    """Return what somebody holds of the party by now, -100 to 100."""
    gone = max(0, clock_min - person.regard_at_min)
    return int(person.regard * 0.5 ** (gone / HALVES_IN_MIN))


def regard_in_words(person: Person, clock_min: int) -> str:
    """Return it in a word with its reason, or nothing when there is nothing to speak of."""
    word = regard_word(person, clock_min)
    return f"{word} towards the party: {person.regard_because}" if word else ""


def regard_word(person: Person, clock_min: int) -> str:
    """Return devoted, warm, cool or bitter; nothing in between."""
    now = regard_now(person, clock_min)
    return next(word for least, word in WORDS if now >= least)


def regards(before: State, events: Sequence[Event], after: State) -> list[Event]:
    """Return how what happened moved the people it happened to, each at most once a turn."""
    sums: dict[str, tuple[int, int, str]] = {}
    for ref, by, because in _moved(before, events):
        creature = after.creatures.get(ref)
        if creature is None or creature.person is None or creature.is_dead:
            continue
        total, strongest, why = sums.get(ref, (0, 0, ""))
        if abs(by) > abs(strongest):
            strongest, why = by, because
        sums[ref] = (total + by, strongest, why)
    return [event for ref, (by, _, why) in sums.items() if (event := _changed(after, ref, by, why))]


def _changed(state: State, ref: str, by: int, because: str) -> RegardChanged | None:
    person = state.creatures[ref].person
    assert person is not None
    now = regard_now(person, state.clock_min)
    regard = max(-MOST, min(MOST, now + by))
    if regard == now:
        return None
    return RegardChanged(
        ref=ref, by=regard - now, regard=regard, at_clock_min=state.clock_min, because=because
    )


def _moved(before: State, events: Iterable[Event]) -> Iterable[Moved]:
    """Yield who was moved by what: ref, points, and why as the end of "who …"."""
    heroes = {ref for ref, creature in before.creatures.items() if creature.is_hero}
    for event in events:
        if isinstance(event, AttackMade) and event.attacker in heroes:
            yield event.target, -30, "was attacked"
        elif isinstance(event, DamageTaken) and event.by in heroes:
            yield event.ref, -20, "was hurt"
        elif isinstance(event, Healed) and event.by in heroes and event.amount:
            yield event.ref, 25, "was healed"
        elif isinstance(event, CheckMade) and (
            moved := CHECKS.get((event.skill, event.is_success))
        ):
            yield event.target, *moved
        elif isinstance(event, CoinsChanged) and event.ref not in heroes and event.amount_cp > 0:
            yield event.ref, min(15, 3 + event.amount_cp // 100), "was paid"
        elif isinstance(event, ItemGained) and event.ref not in heroes and event.source in heroes:
            yield event.ref, 8, "was given something"
        elif isinstance(event, QuestEnded) and (giver := _giver(before, event.key)):
            yield (
                (giver, 40, "was helped")
                if event.status == "completed"
                else (giver, -10, "was let down")
            )


def _giver(state: State, quest: str) -> str | None:
    found = state.quests.get(quest)
    return found.giver if found else None
