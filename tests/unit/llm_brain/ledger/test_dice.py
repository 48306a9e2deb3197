import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.ledger.rolls import Part
from llm_brain.referee.dice import (
    BadDiceExpressionError,
    ForcedDice,
    SeededDice,
    die_value,
    roll,
    roll_d20,
)

SEED = bytes(range(32))


def test_die_n_is_the_hmac_of_the_seed_and_n() -> None:
    word = int.from_bytes(hmac.new(SEED, b"7", hashlib.sha256).digest()[:8], "big")
    assert die_value(SEED, 7, 20) == word % 20 + 1


@given(st.integers(1, 10**9), st.sampled_from([2, 4, 6, 8, 10, 12, 20, 100]))
def test_a_die_shows_one_of_its_sides_and_always_the_same(n: int, sides: int) -> None:
    value = die_value(SEED, n, sides)
    assert 1 <= value <= sides
    assert die_value(SEED, n, sides) == value


def test_every_face_of_a_d20_comes_about_equally_often() -> None:
    faces = Counter(die_value(SEED, n, 20) for n in range(1, 20_001))
    chi_squared = sum((faces[face] - 1000) ** 2 / 1000 for face in range(1, 21))
    assert chi_squared < 43.8  # 19 degrees of freedom, p = 0.001


def test_dice_are_numbered_on_from_where_the_campaign_is() -> None:
    dice = SeededDice(SEED, 41)
    made = roll(dice, "damage", "2d6+3")
    assert [die.n for die in made.dice] == [41, 42]
    assert made.id == 41
    assert dice.next_n == 43


def test_a_modifier_written_into_the_expression_counts_as_modifier() -> None:
    made = roll(ForcedDice([3, 4]), "damage", "2d6+3", parts=[Part(label="Strength", value=2)])
    assert (made.total, made.modifier) == (12, 5)


def test_advantage_keeps_the_higher_and_disadvantage_the_lower() -> None:
    high = roll_d20(ForcedDice([4, 15]), "check", vantage="advantage")
    low = roll_d20(ForcedDice([4, 15]), "check", vantage="disadvantage")
    assert (high.total, low.total) == (15, 4)
    assert [die.kept for die in high.dice] == [False, True]


@pytest.mark.parametrize(
    ("value", "is_attack", "outcome"),
    [(20, True, "critical"), (1, True, "fumble"), (20, False, "success"), (1, False, "failure")],
)
def test_a_natural_20_or_1_decides_attacks_alone(value: int, is_attack: bool, outcome: str) -> None:
    made = roll_d20(ForcedDice([value]), "x", against=15, is_attack=is_attack)
    assert made.outcome == outcome


@pytest.mark.parametrize(
    "expression", ["2d6!", "1d20e20", "1d6ro1", "fireball", "", "999d6", "1d20rr1"]
)
def test_it_refuses_what_the_table_does_not_roll(expression: str) -> None:
    with pytest.raises(BadDiceExpressionError):
        roll(ForcedDice(), "x", expression)


@given(st.lists(st.integers(1, 6), min_size=4, max_size=4))
def test_keeping_the_highest_three_drops_the_lowest(values: list[int]) -> None:
    made = roll(ForcedDice(values), "ability score", "4d6kh3")
    assert made.total == sum(values) - min(values)
    assert sum(die.kept for die in made.dice) == 3
