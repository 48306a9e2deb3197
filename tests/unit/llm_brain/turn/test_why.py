"""Why a number is what it is: the likeliest event first, with its sum; a hero's number with everything that changed it."""

from datetime import UTC, datetime
from typing import Any

from llm_brain.ledger.creature import Creature, Sheet
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken, Healed
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import EncounterBegan
from llm_brain.ledger.events.sheets import CharacterJoined, XpGained
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.ledger.rolls import DieRolled, Part, Roll
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant
from llm_brain.store.events import EventRow
from llm_brain.turn.why import NumberWhy, changes_of, numbers_of

ABILITIES: dict[Any, int] = dict.fromkeys(("str", "dex", "con", "int", "wis", "cha"), 10)
MIRA = Creature(
    ref="c1", name="Mira", abilities=ABILITIES, hp=12, hp_max=12, armor_class=14,
    sheet=Sheet(race="Halfling", class_name="Rogue"),
)  # fmt: skip
ORC = Creature(ref="n1", name="the orc", abilities=ABILITIES, hp=15, hp_max=15, armor_class=13)
STATE = State(creatures={"c1": MIRA, "n1": ORC})
ROLL = Roll(
    id=7, purpose="Damage: Shortsword", expression="1d6 + 3", dice=(DieRolled(n=7, sides=6, value=4),),
    parts=(Part(label="Dexterity", value=3),), modifier=3, total=7, roller="c1",
)  # fmt: skip
STRIKE = DamageTaken(
    ref="n1", amount=7, damage_type="piercing", rolled=7, hp=8, by="c1", roll=7, weapon="Shortsword"
)


def ledger(*events: Event, turn_id: int = 1) -> list[EventRow]:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        EventRow(i, turn_id, event.type, event.model_dump(mode="json"), when)
        for i, event in enumerate(events, 1)
    ]


def asked(text: str, *events: Event) -> list[NumberWhy]:
    return numbers_of([text], ledger(*events), STATE)


def test_a_number_word_leads_to_the_damage_and_its_sum() -> None:
    (number,) = asked("The blade bites for seven points of damage.", RollMade(roll=ROLL), STRIKE)
    source = number.sources[0]
    assert (number.text, number.value) == ("seven", 7)
    assert (source.type, source.seq) == ("damage_taken", 2)
    assert source.roll == ROLL
    assert source.sum == "4 (d6) + 3 Dexterity = 7"


def test_digits_are_read_like_words() -> None:
    (number,) = asked("It loses 7 hit points.", RollMade(roll=ROLL), STRIKE)
    assert number.sources[0].type == "damage_taken"
    assert number.text == "7"


def test_resistance_is_part_of_the_sum() -> None:
    halved = STRIKE.model_copy(update={"amount": 3, "modified": "resistance"})
    (number,) = asked("Only three damage.", RollMade(roll=ROLL), halved)
    assert number.sources[0].sum.endswith("7 becomes 3 by resistance")


def test_the_words_after_a_number_choose_among_events_with_the_same_one() -> None:
    coins = CoinsChanged(ref="c1", amount_cp=700, coins_cp=900)
    wound = STRIKE.model_copy(update={"roll": None})
    assert asked("You find seven gold pieces.", wound, coins)[0].sources[0].type == "coins_changed"
    assert asked("It takes seven damage.", coins, wound)[0].sources[0].type == "damage_taken"


def test_a_number_that_is_nobodys_has_no_source() -> None:
    assert asked("Nine candles burn.", STRIKE) == []
    assert asked("One of them turns round.", STRIKE.model_copy(update={"amount": 1})) == []


def test_the_hit_points_a_foe_has_left_are_in_no_words() -> None:
    (number,) = asked("Seven points of damage.", RollMade(roll=ROLL), STRIKE)
    assert "8" not in number.sources[0].words


def test_a_heros_hit_points_open_to_every_event_that_changed_them() -> None:
    wound = DamageTaken(ref="c1", amount=5, damage_type="fire", rolled=5, hp=7, by="n1")
    mended = Healed(ref="c1", amount=3, hp=10, by="c1", source="a potion")
    rows = ledger(CharacterJoined(creature=MIRA), wound, XpGained(ref="c1", amount=5, xp=5), mended)
    now, changes, _ = changes_of(rows, "c1", "hp", 9)
    assert now == 10
    assert [(c.before, c.after) for c in changes] == [(7, 10), (12, 7), (None, 12)]
    assert [c.source.type for c in changes] == ["healed", "damage_taken", "character_joined"]


def test_a_number_that_never_changed_opens_to_the_hero_sitting_down() -> None:
    rows = ledger(CharacterJoined(creature=MIRA))
    now, changes, _ = changes_of(rows, "c1", "armor_class", 9)
    assert (now, len(changes)) == (14, 1)


def test_an_initiative_opens_to_the_roll_that_was_made_for_it() -> None:
    rolled = ROLL.model_copy(update={"purpose": "initiative", "total": 16, "roller": "c1"})
    fight = EncounterBegan(
        key="f", name="a fight", location="", zones=(),
        order=(Combatant(ref="c1", initiative=16, side="party", zone="near"),),
    )  # fmt: skip
    rows = ledger(CharacterJoined(creature=MIRA), RollMade(roll=rolled), fight)
    now, changes, _ = changes_of(rows, "c1", "initiative", 9)
    assert now == 16
    assert changes[0].source.roll == rolled


def test_nobody_has_no_numbers() -> None:
    assert changes_of(ledger(CharacterJoined(creature=MIRA)), "c9", "hp", 9) == (None, [], 0)


def test_of_many_changes_the_latest_are_told_and_the_others_counted() -> None:
    wounds = [
        DamageTaken(ref="c1", amount=1, damage_type="fire", rolled=1, hp=left)
        for left in range(11, 0, -1)
    ]
    now, changes, earlier = changes_of(
        ledger(CharacterJoined(creature=MIRA), *wounds), "c1", "hp", 2
    )
    assert (now, [c.after for c in changes], earlier) == (1, [1, 2], 10)
