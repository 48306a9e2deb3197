from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import EVENT_TYPES
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.state import State
from llm_brain.turn.happened import PLAIN, SPECIAL, in_words

MIRA = Creature(ref="c1", name="Mira", abilities={"dex": 16}, hp=8, hp_max=8, armor_class=14)
RAT = Creature(ref="n1", name="rat", abilities={"dex": 10}, hp=2, hp_max=2, armor_class=10)
STATE = State(creatures={"c1": MIRA, "n1": RAT})


def test_events_are_told_with_names_instead_of_refs() -> None:
    events = [
        AttackMade(attacker="c1", target="n1", weapon="rapier", kind="melee", is_hit=True),
        DamageTaken(ref="n1", amount=5, damage_type="piercing", rolled=5, hp=0),
    ]
    assert in_words(events, STATE, STATE) == [
        "Mira hits rat with rapier",
        "rat takes 5 piercing damage",
    ]


def test_every_worded_event_type_exists() -> None:
    assert {*PLAIN, *SPECIAL} <= set(EVENT_TYPES)


def test_no_wording_speaks_of_a_difficulty_class() -> None:
    assert not any("dc" in text.lower().split() for text in PLAIN.values())
