"""Names for heroes whose own is taken: nobody at a table shares one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_service.characters.names import FIRST_NAMES, name_beside

READY_MADE = ("Brenna Hale", "Tansy Quickwater", "Odra Stonebrow", "Saelis Varn", "Mira")


@given(st.lists(st.sampled_from(READY_MADE), max_size=8))
def test_no_two_at_a_table_are_called_the_same(wanted: list[str]) -> None:
    taken: list[str] = []
    for name in wanted:
        taken.append(name_beside(taken, name))
    assert len(set(taken)) == len(taken)
    assert len({name.split(" ")[0] for name in taken}) == len(taken)


@pytest.mark.parametrize("name", READY_MADE)
def test_a_name_nobody_has_is_kept(name: str) -> None:
    assert name_beside([], name) == name


def test_there_is_a_name_even_when_all_are_taken() -> None:
    taken = ["Mira", *FIRST_NAMES]
    assert name_beside(taken, "Mira") not in taken
