"""The ready-made heroes are legal by the SRD."""

import pytest

from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.armor_class import armor_class_from_gear
from llm_brain.referee.equipment import EQUIPMENT, equipment, item
from llm_brain.referee.pregenerated import hero_from, pregenerated
from llm_brain.referee.proficiency import is_trained_in_armor, is_trained_with, wielded, worn_armor
from llm_brain.referee.spells import SPELLS

KEYS = [hero.key for hero in pregenerated()]
ARMOR = {"fighter": 18, "rogue": 14, "wizard": 13, "cleric": 18, "ranger": 14, "bard": 13}


def test_there_are_six_with_names_of_their_own():
    assert KEYS == ["fighter", "rogue", "wizard", "cleric", "ranger", "bard"]
    assert len({hero.name for hero in pregenerated()}) == 6


@pytest.mark.parametrize("key", KEYS)
def test_hit_points_are_the_die_and_constitution(key):
    """SRD 5.1, "Hit Points"."""
    hero = hero_from(key, ref="c1")
    extra = "Dwarven Toughness" in hero.sheet.features
    assert hero.hp == hero.sheet.hit_die + ability_modifier(hero, "con") + extra


@pytest.mark.parametrize("key", KEYS)
def test_armor_class_comes_from_the_gear(key):
    """SRD 5.1, "Armor"."""
    hero = hero_from(key, ref="c1")
    assert hero.armor_class == armor_class_from_gear(hero) == ARMOR[key]


@pytest.mark.parametrize("key", KEYS)
def test_they_are_trained_with_what_they_use(key):
    """SRD 5.1, "Armor Proficiency"."""
    hero = hero_from(key, ref="c1")
    worn = worn_armor(hero)
    assert worn is None or is_trained_in_armor(hero, worn[1].category)
    assert all(is_trained_with(hero, entry.key, entry.weapon) for entry in wielded(hero))


@pytest.mark.parametrize("key", ["wizard", "cleric"])
def test_casters_know_and_prepare_what_they_may(key):
    hero = hero_from(key, ref="c1")
    sheet = hero.sheet
    assert all(SPELLS[s].level == 0 and key in SPELLS[s].classes for s in sheet.cantrips)
    assert all(SPELLS[s].level == 1 and key in SPELLS[s].classes for s in sheet.spells_prepared)
    domain = 2 if key == "cleric" else 0
    limit = ability_modifier(hero, sheet.spell_ability) + 1 + domain
    assert len(sheet.spells_prepared) == limit
    assert sheet.slots_left == {1: 2}


def test_a_bard_knows_four_spells_and_two_cantrips_of_the_bards():
    sheet = hero_from("bard", ref="c1").sheet
    assert (len(sheet.cantrips), len(sheet.spells_known)) == (2, 4)
    assert all("bard" in SPELLS[s].classes for s in (*sheet.cantrips, *sheet.spells_known))
    assert sheet.spells_prepared == sheet.spells_known
    assert sheet.resources_max == {"bardic inspiration": 3}


def test_a_ranger_casts_nothing_before_level_two():
    sheet = hero_from("ranger", ref="c1").sheet
    assert sheet.spell_ability is None
    assert not sheet.slots_max


def test_a_name_can_be_given():
    assert hero_from("rogue", ref="c2", name="Wren").name == "Wren"


def test_the_price_list_knows_prices_and_aliases():
    """SRD 5.1, "Equipment"."""
    assert equipment("longsword").cost_cp == 1500
    assert equipment("rope").key == "rope-hempen-50-feet"
    assert item("potion-of-healing", 2).quantity == 2
    assert all(entry.cost_cp >= 0 for entry in EQUIPMENT.values())
