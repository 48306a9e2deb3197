"""The coverage of the spells is counted from the code: what no rule reads is not called mechanical."""

import pytest

from llm_brain.referee.coverage.spells import counted, does, how, is_read, lines
from llm_brain.referee.spells import SPELLS


def test_every_spell_is_counted_once():
    assert sum(counts.total() for counts in counted().values()) == 319


@pytest.mark.parametrize("key", sorted(SPELLS))
def test_a_spell_does_something_or_says_why_not(key):
    spell = SPELLS[key]
    assert bool(does(spell)) != bool(spell.why_narrated)


def test_a_modifier_that_no_code_asks_for_is_not_read():
    assert is_read("armor_class")
    assert is_read("resistance:fire")
    assert not is_read("smells_of_violets")
    assert not is_read("told")


def test_the_spells_with_numbers_are_not_narrated():
    numbers = [s for s in SPELLS.values() if s.damage or s.heal or s.attack or s.damage_by_level]
    assert {how(spell) for spell in numbers} <= {"mechanical", "partly"}


def test_each_spell_not_wholly_played_has_a_line_with_its_reason():
    told = [line for line in lines() if line.startswith("  ")]
    assert len(told) == sum(how(spell) != "mechanical" for spell in SPELLS.values())
    assert all(line.count(": ") >= 2 for line in told)
