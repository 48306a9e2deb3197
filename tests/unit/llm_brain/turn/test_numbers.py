import pytest

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.turn.numbers import by_event, invented, link, value_of

NINETEEN = DamageTaken(ref="n1", amount=19, damage_type="piercing", rolled=19, hp=0)


@pytest.mark.parametrize(
    ("token", "value"), [("nineteen", 19), ("1,200", 1200), ("Forty-two", 42), ("7", 7)]
)
def test_a_number_is_read_in_digits_and_in_words(token: str, value: int) -> None:
    assert value_of(token) == value


def test_a_number_of_an_event_links_to_it() -> None:
    sentence = "Nineteen points of surprise leave him as seawater."
    (found,) = link(sentence, by_event([(212, NINETEEN)]))
    assert sentence[found.start : found.end] == "Nineteen"
    assert found.seq == 212


def test_small_numbers_of_things_link_to_nothing() -> None:
    one = DamageTaken(ref="n1", amount=2, damage_type="cold", rolled=2, hp=1)
    assert link("Two candles gutter.", by_event([(1, one)])) == ()


def test_coins_in_copper_are_found_as_gold() -> None:
    paid = CoinsChanged(ref="c1", amount_cp=-2500, coins_cp=100)
    assert link("You count out twenty-five gold.", by_event([(9, paid)]))[0].seq == 9


def test_damage_that_no_event_holds_is_invented() -> None:
    assert invented("The blow deals 12 damage.", by_event([(1, NINETEEN)]), frozenset()) == 12


@pytest.mark.parametrize(
    "sentence", ["Nineteen points of damage.", "Twelve candles burn.", "It costs you 5 gold."]
)
def test_what_events_state_or_nobody_claims_is_not_invented(sentence: str) -> None:
    assert invented(sentence, by_event([(1, NINETEEN)]), frozenset({5})) is None
