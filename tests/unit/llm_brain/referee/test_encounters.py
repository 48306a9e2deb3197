"""The budget of a fight in experience points, and who fits into it. SRD 5.2.1, "Combat Encounters"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.encounters import (
    DIFFICULTIES,
    TYPES_OF,
    budget,
    candidates,
    cost,
    difficulty_of,
    fits,
    group_of,
)

LEVELS = st.lists(st.integers(1, 20), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("level", "low", "moderate", "high"),
    [
        (1, 50, 75, 100),
        (5, 500, 750, 1_100),
        (11, 1_900, 2_900, 4_100),
        (20, 6_400, 13_200, 22_000),
    ],
)
def test_the_budget_of_one_character_is_the_tables(
    level: int, low: int, moderate: int, high: int
) -> None:
    assert [budget([level], d) for d in DIFFICULTIES] == [low, moderate, high]


def test_a_level_outside_the_table_is_refused() -> None:
    for level in (0, 21):
        with pytest.raises(ValueError, match="1 to 20"):
            budget([level], "low")


@given(LEVELS)
def test_a_partys_budget_is_the_sum_of_its_members(levels: list[int]) -> None:
    for difficulty in DIFFICULTIES:
        assert budget(levels, difficulty) == sum(budget([one], difficulty) for one in levels)
    assert budget(levels, "low") < budget(levels, "moderate") < budget(levels, "high")


@given(st.integers(1, 19))
def test_a_higher_level_never_has_a_smaller_budget(level: int) -> None:
    for difficulty in DIFFICULTIES:
        assert budget([level], difficulty) < budget([level + 1], difficulty)


def test_monsters_fit_up_to_the_last_point_of_the_budget() -> None:
    four_goblins = ["goblin"] * 4
    assert cost(four_goblins) == 200
    assert fits(four_goblins, 200)
    assert not fits(four_goblins, 199)
    assert difficulty_of(four_goblins, [1, 1, 1, 1]) == "low"
    assert difficulty_of(["tarrasque"], [20, 20, 20, 20]) is None


@given(st.integers(0, 30_000), st.sampled_from(sorted(TYPES_OF)))
def test_candidates_can_be_paid_for_and_live_there(points: int, environment: str) -> None:
    found = candidates(points, environment=environment)
    assert all(b.xp <= points and b.type.split(" ")[0] in TYPES_OF[environment] for b in found)
    assert [b.xp for b in found] == sorted(b.xp for b in found)


@given(st.integers(0, 30_000), st.integers(1, 6), st.sampled_from(sorted(STAT_BLOCKS)))
def test_a_group_fits_its_budget_and_the_party(points: int, heroes: int, key: str) -> None:
    group = group_of(key, points, heroes)
    assert len(group) <= 2 * heroes
    assert fits(group, max(points, 0)) or STAT_BLOCKS[key].xp == 0
