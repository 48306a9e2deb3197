"""Rising to level 3, by the SRD's tables."""

import pytest

from llm_brain.ledger.events.sheets import LevelGained
from llm_brain.referee.levels import level_for
from llm_brain.referee.spells import SPELLS


@pytest.mark.parametrize(("xp", "level"), [(0, 1), (299, 1), (300, 2), (899, 2), (900, 3)])
def test_experience_makes_levels(xp, level):
    assert level_for(xp) == level


def raised(table, key, xp):
    t = table(key)
    t.change("n1", location="hall")
    t.sheet("c1", xp=xp)
    t.act("look")
    return t


def test_a_fighter_gains_the_fixed_hit_points_and_action_surge(table):
    t = raised(table, "fighter", 300)
    assert t["c1"].hp_max == 12 + 6 + 2
    assert "Action Surge" in t["c1"].sheet.features
    assert t["c1"].sheet.resources_left["action surge"] == 1


def test_two_levels_come_one_after_the_other(table):
    t = raised(table, "rogue", 900)
    assert [e.level for e in t.of(LevelGained)] == [2, 3]
    assert {"Cunning Action", "Fast Hands"} <= set(t["c1"].sheet.features)


def test_a_wizard_copies_two_spells_a_level_and_prepares_what_is_allowed(table):
    t = raised(table, "wizard", 900)
    sheet = t["c1"].sheet
    assert sheet.slots_max == {1: 4, 2: 2}
    assert len(sheet.spells_known) == 6 + 4
    assert len(sheet.spells_prepared) <= 3 + 3
    assert all(key in SPELLS for key in sheet.spells_known)


def test_a_life_cleric_always_has_the_domain_s_spells(table):
    t = raised(table, "cleric", 900)
    sheet = t["c1"].sheet
    assert {"bless", "cure-wounds", "lesser-restoration", "spiritual-weapon"} <= set(
        sheet.spells_prepared
    )
    assert len(sheet.spells_prepared) == 4 + 3 + 3


def test_spent_slots_stay_spent_on_rising(table):
    t = table("wizard")
    t.change("n1", location="hall")
    t.sheet("c1", xp=300, slots_left={1: 0})
    t.act("look")
    assert t["c1"].sheet.slots_left == {1: 1}


def test_a_ranger_learns_to_cast_at_level_two_and_hunts_at_three(table):
    t = raised(table, "ranger", 300)
    sheet = t["c1"].sheet
    assert "Fighting Style: Archery" in sheet.features
    assert (sheet.spell_ability, sheet.slots_left, len(sheet.spells_known)) == ("wis", {1: 2}, 2)
    t.sheet("c1", xp=900)
    t.act("look")
    sheet = t["c1"].sheet
    assert "Hunter's Prey: Colossus Slayer" in sheet.features
    assert (sheet.slots_max, len(sheet.spells_known)) == ({1: 3}, 3)
    assert all("ranger" in SPELLS[key].classes for key in sheet.spells_prepared)


def test_a_bard_rises_to_the_college_of_lore(table):
    t = raised(table, "bard", 900)
    sheet = t["c1"].sheet
    assert {"Jack of All Trades", "Song of Rest", "Cutting Words"} <= set(sheet.features)
    assert set(sheet.expertise) == {"persuasion", "performance"}
    assert (sheet.slots_max, len(sheet.spells_known)) == ({1: 4, 2: 2}, 6)
    assert all("bard" in SPELLS[key].classes for key in sheet.spells_prepared)
