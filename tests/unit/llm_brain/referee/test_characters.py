"""Characters by the SRD: the numbers that follow from choices. Sections are the SRD 5.1's unless they say otherwise."""

import pytest

from llm_brain.referee.characters.building import NotLegal, build
from llm_brain.referee.characters.choices import Choices, Rolls
from llm_brain.referee.characters.defaults import complete, quick
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.scores import POINT_COSTS, points_left
from llm_brain.referee.characters.shown import derived
from llm_brain.referee.characters.tables import CLASSES, RACES

SCORES = {"str": 15, "dex": 14, "con": 13, "int": 12, "wis": 10, "cha": 8}


def made(race="human", classes=(("fighter", 1),), rolls=None, **chosen):
    """Return a hero with these choices, everything else filled in."""
    fields = {
        "name": "Ada",
        "race": race,
        "classes": [{"key": key, "level": level} for key, level in classes],
        "abilities": {"scores": SCORES},
        **chosen,
    }
    choices = complete(Choices.model_validate(fields), rolls=rolls)
    return build(choices, ref="c1", rolls=rolls)


@pytest.mark.parametrize("level", [1, 5, 11, 20])
@pytest.mark.parametrize("class_key", list(CLASSES))
def test_every_race_and_class_builds_legally(class_key, level):
    for race in RACES:
        choices = quick("Ada", race, class_key, level)
        assert problems(choices) == []
        hero = build(choices, ref="c1")
        assert hero.sheet.level == level
        assert hero.hp == hero.hp_max >= level


def test_race_and_subrace_raise_scores():
    """ "Dwarf": Ability Score Increase; "Hill Dwarf": the same, Dwarven Toughness."""
    hero = made("dwarf", abilities={"scores": SCORES})
    assert hero.abilities["con"] == 13 + 2
    assert hero.abilities["wis"] == 10 + 1
    assert hero.hp_max == 10 + 2 + 1
    assert hero.speed_ft == 25
    assert "poison" in hero.resistances
    assert hero.darkvision_ft == 60


def test_hit_points_are_the_whole_die_and_then_the_average():
    """ "Hit Points and Hit Dice"."""
    assert made(classes=[("fighter", 1)]).hp_max == 10 + 2
    assert made(classes=[("wizard", 3)]).hp_max == 6 + 2 + 2 * (4 + 2)


def test_rolled_hit_points_are_those_of_the_dice():
    rolls = Rolls(hit_points=(1, 10))
    hero = made(classes=[("fighter", 3)], hit_points="rolled", rolls=rolls)
    assert hero.hp_max == 12 + 3 + 12


def test_the_best_roll_goes_to_the_first_ability():
    """SRD 5.2.1, "Determine Ability Scores": Random Generation."""
    order = ["cha", "dex", "con", "str", "int", "wis"]
    rolls = Rolls(scores=(9, 17, 12, 11, 14, 8))
    hero = made(abilities={"method": "rolled", "order": order}, rolls=rolls)
    assert hero.abilities["cha"] == 17 + 1
    assert hero.abilities["wis"] == 8 + 1


def test_nobody_is_built_on_dice_that_were_not_rolled():
    with pytest.raises(NotLegal) as wrong:
        made(abilities={"method": "rolled"})
    assert [one.code for one in wrong.value.problems] == ["not_rolled"]


def test_the_standard_array_costs_what_can_be_spent():
    """SRD 5.2.1, "Determine Ability Scores": Point Cost."""
    assert points_left(SCORES) == 0
    assert POINT_COSTS == {8: 0, 9: 1, 10: 2, 11: 3, 12: 4, 13: 5, 14: 7, 15: 9}


@pytest.mark.parametrize(
    ("classes", "slots"),
    [
        ([("wizard", 5)], {1: 4, 2: 3, 3: 2}),
        ([("paladin", 5)], {1: 4, 2: 2}),
        ([("warlock", 5)], {3: 2}),
        ([("fighter", 9)], {}),
        ([("wizard", 3), ("cleric", 2)], {1: 4, 2: 3, 3: 2}),
        ([("wizard", 3), ("ranger", 4)], {1: 4, 2: 3, 3: 2}),
        ([("wizard", 3), ("fighter", 4)], {1: 4, 2: 2}),
        ([("sorcerer", 1), ("warlock", 1)], {1: 2 + 1}),
    ],
)
def test_spell_slots_are_those_of_the_table(classes, slots):
    """ "Multiclassing": Spell Slots; "Pact Magic"."""
    scores = dict.fromkeys(SCORES, 13) | {"str": 8}
    scores = {"str": 12, "dex": 12, "con": 12, "int": 12, "wis": 12, "cha": 14}
    hero = made(classes=classes, abilities={"method": "point_buy", "scores": scores})
    assert hero.sheet.slots_max == slots


def test_armor_class_follows_from_what_is_worn_and_known():
    """ "Barbarian", "Monk": Unarmored Defense; "Draconic Bloodline": Draconic Resilience; "Fighting Style": Defense."""
    assert made(classes=[("barbarian", 1)]).armor_class == 10 + 2 + 2
    wise = {"scores": {"str": 8, "dex": 15, "con": 13, "int": 12, "wis": 14, "cha": 10}}
    assert made(classes=[("monk", 1)], abilities=wise).armor_class == 10 + 3 + 2
    assert made(classes=[("sorcerer", 1)]).armor_class == 13 + 2
    style = {"fighter.fighting_style": ["defense"]}
    assert made(classes=[("fighter", 1)], picks=style).armor_class == 16 + 2 + 1


def test_a_monk_and_a_barbarian_are_fast():
    """ "Monk": Unarmored Movement; "Barbarian": Fast Movement."""
    assert made(classes=[("monk", 6)]).speed_ft == 30 + 15
    assert made(classes=[("barbarian", 5)]).speed_ft == 30 + 10


def test_only_the_first_class_gives_its_saving_throws_and_all_its_training():
    """ "Multiclassing": Proficiencies."""
    scores = {"scores": {"str": 14, "dex": 10, "con": 12, "int": 15, "wis": 13, "cha": 8}}
    hero = made(classes=[("wizard", 1), ("fighter", 1)], abilities=scores)
    assert set(hero.save_proficiencies) == {"int", "wis"}
    assert "martial" in hero.sheet.trained
    assert "heavy" not in hero.sheet.trained
    assert hero.sheet.hit_die == 6
    assert hero.hp_max == 6 + 1 + 6 + 1


def test_expertise_doubles_and_training_adds():
    """ "Rogue": Expertise; "Passive Checks"."""
    picks = {
        "rogue.skills": ["stealth", "perception", "acrobatics", "deception"],
        "rogue.expertise": ["stealth", "perception"],
    }
    shown = derived(made(classes=[("rogue", 3)], picks=picks))
    assert shown["skills"]["stealth"] == 2 + 2 * 2
    assert shown["skills"]["acrobatics"] == 2 + 2
    assert shown["passive_perception"] == 10 + 0 + 2 * 2
    assert shown["skills"]["athletics"] == 3


def test_improvements_raise_scores_and_what_rests_on_them():
    """ "Ability Score Improvement"."""
    picks = {"fighter.improvement.4": ["con", "con"]}
    before, after = made(classes=[("fighter", 3)]), made(classes=[("fighter", 4)], picks=picks)
    assert after.abilities["con"] == before.abilities["con"] + 2
    assert after.hp_max == before.hp_max + 6 + 3 + 3


def test_a_domain_prepares_its_spells_on_top():
    """ "Life Domain": Domain Spells."""
    hero = made(classes=[("cleric", 3)], abilities={"scores": SCORES | {"wis": 15, "str": 10}})
    domain = {"bless", "cure-wounds", "lesser-restoration", "spiritual-weapon"}
    assert domain <= set(hero.sheet.spells_prepared)
    assert len(hero.sheet.spells_prepared) == len(domain) + 3 + 3
    assert "heavy" in hero.sheet.trained


def test_what_no_rule_carries_out_is_marked():
    hero = made("halfling", classes=[("monk", 5)])
    assert "Slow Fall" in hero.sheet.narrated
    assert "Lucky" not in hero.sheet.narrated
    assert set(hero.sheet.narrated) - {"Rage: damage bonus"} <= {
        *hero.sheet.features,
        *(one for one in hero.sheet.narrated if one.startswith("Spell: ")),
    }


def test_gold_buys_what_the_price_list_has():
    """SRD 5.2.1, "Fighter": the gold that stands in for its equipment."""
    hero = made(gear="gold", bought={"longsword": 1, "chain-mail": 1, "arrow": 1})
    keys = {item.key: item for item in hero.items}
    assert hero.coins_cp == 15500 + 1500 - 1500 - 7500 - 5
    assert keys["chain-mail"].is_equipped
    assert hero.armor_class == 16
