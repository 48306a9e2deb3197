"""A level is earned by experience and taken by choice; what it brings is the SRD's. SRD 5.1, "Beyond 1st Level"."""

import pytest

from llm_brain.ledger.events.sheets import LevelEarned, LevelGained
from llm_brain.ledger.fold import fold
from llm_brain.ledger.table_view import table_view
from llm_brain.referee.characters.growing import grown
from llm_brain.referee.characters.level_choices import (
    LevelChoice,
    advised,
    level_problems,
    level_questions,
)
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.levels import level_for
from llm_brain.referee.pregenerated import pregenerated
from llm_brain.referee.spells import SPELLS


@pytest.mark.parametrize(("xp", "level"), [(0, 1), (299, 1), (300, 2), (899, 2), (355_000, 20)])
def test_experience_makes_levels(xp, level):
    assert level_for(xp) == level


def earned(table, key, xp=300):
    t = table(key)
    t.change("n1", location="hall")
    t.sheet("c1", xp=xp)
    t.act("look")
    return t


def asked(t, **chosen):
    hero = t["c1"]
    found = level_questions(choices_of(hero), LevelChoice(**chosen), rolls_of(hero))
    return {one.key: one for one in found}


def codes(t, **chosen):
    hero = t["c1"]
    found = level_problems(choices_of(hero), LevelChoice(**chosen), rolls_of(hero))
    return [(one.code, one.field) for one in found]


def take(t, dice=(), **chosen):
    """Take a level as advised but for what is chosen."""
    hero = t["c1"]
    choice = advised(choices_of(hero), LevelChoice(**chosen), rolls_of(hero))
    assert level_problems(choices_of(hero), choice, rolls_of(hero)) == []
    gained, rolls = grown(hero, choice, ForcedDice(dice))
    t.state = fold(t.state, [gained])
    return gained, rolls


def test_nothing_is_chosen_for_anybody_and_they_play_on(table):
    t = earned(table, "fighter")
    assert [e.level for e in t.of(LevelEarned)] == [2]
    assert not t.of(LevelGained)
    assert (t["c1"].sheet.level, t["c1"].hp_max) == (1, 12)
    assert table_view(t.state)["heroes"][0]["level_ready"] == 2
    t.act("look")
    assert not t.of(LevelEarned)


def test_a_fighter_gains_the_fixed_hit_points_and_action_surge(table):
    t = earned(table, "fighter")
    take(t)
    assert t["c1"].hp_max == 12 + 6 + 2
    assert "Action Surge" in t["c1"].sheet.features
    assert t["c1"].sheet.resources_left["action surge"] == 1
    assert table_view(t.state)["heroes"][0]["level_ready"] is None


def test_hit_points_are_rolled_where_somebody_wants_it_and_only_there(table):
    """SRD 5.1, "Hit Points and Hit Dice": a level's die is rolled, or its average taken."""
    t = earned(table, "fighter", 900)
    gained, rolls = take(t, dice=[1], hit_points="rolled")
    assert (t["c1"].hp_max, gained.roll, len(rolls)) == (12 + 1 + 2, rolls[0].id, 1)
    assert t["c1"].sheet.rolls["hit_points"] == (1,)
    take(t)
    assert t["c1"].hp_max == 12 + 1 + 2 + 6 + 2
    assert t["c1"].sheet.rolls["hit_points"] == (1, 6)


def test_two_levels_are_taken_one_after_the_other(table):
    t = earned(table, "rogue", 900)
    take(t)
    assert t["c1"].sheet.has_level_to_take
    take(t)
    assert not t["c1"].sheet.has_level_to_take
    assert {"Cunning Action", "Fast Hands", "Thief"} <= set(t["c1"].sheet.features)


def test_a_wizard_chooses_two_spells_for_the_book_and_prepares_what_is_allowed(table):
    """SRD 5.1, "Wizard": Your Spellbook."""
    t = earned(table, "wizard", 900)
    assert asked(t)["wizard.spells"].count == 2
    assert ("wrong_number", "picks.wizard.spells") in codes(t)
    take(t, picks={"wizard.spells": ("thunderwave", "identify")})
    take(t)
    sheet = t["c1"].sheet
    assert sheet.slots_max == {1: 4, 2: 2}
    assert len(sheet.spells_known) == 6 + 4
    assert {"thunderwave", "identify"} <= set(sheet.spells_known)
    assert len(sheet.spells_prepared) == 3 + 3
    assert "School of Evocation" in sheet.features


def test_what_one_has_already_is_not_learned_again(table):
    t = earned(table, "wizard")
    found = codes(t, picks={"wizard.spells": ("sleep", "identify")})
    assert ("not_offered", "picks.wizard.spells") in found
    assert ("nothing_to_choose", "picks.bard.spells") in codes(t, picks={"bard.spells": ("sleep",)})


def test_a_life_cleric_always_has_the_domain_s_spells(table):
    t = earned(table, "cleric", 900)
    take(t)
    take(t)
    sheet = t["c1"].sheet
    always = {"bless", "cure-wounds", "lesser-restoration", "spiritual-weapon"}
    assert always <= set(sheet.spells_prepared)
    assert len(sheet.spells_prepared) == 4 + 3 + 3


def test_spent_slots_stay_spent_on_rising(table):
    t = earned(table, "wizard")
    t.sheet("c1", slots_left={1: 0})
    take(t)
    assert t["c1"].sheet.slots_left == {1: 1}


def test_a_ranger_chooses_a_style_and_learns_to_cast_at_level_two(table):
    """SRD 5.1, "Ranger": Fighting Style, Spellcasting."""
    t = earned(table, "ranger", 900)
    assert set(asked(t)) == {"ranger.fighting_style", "ranger.spells"}
    take(t, picks={"ranger.fighting_style": ("defense",)})
    sheet = t["c1"].sheet
    assert "Fighting Style: Defense" in sheet.features
    assert t["c1"].armor_class == 11 + 3 + 1
    assert (sheet.spell_ability, sheet.slots_left, len(sheet.spells_known)) == ("wis", {1: 2}, 2)
    take(t, picks={"ranger.hunters_prey": ("horde-breaker",)})
    sheet = t["c1"].sheet
    assert "Hunter's Prey: Horde Breaker" in sheet.features
    assert all("ranger" in SPELLS[key].classes for key in sheet.spells_prepared if key in SPELLS)


def test_a_bard_exchanges_a_spell_and_doubles_what_they_choose(table):
    """SRD 5.1, "Bard": Spells Known of 1st Level and Higher, Expertise."""
    t = earned(table, "bard", 900)
    take(t, picks={"bard.spells.given_up": ("sleep",), "bard.spells": ("thunderwave", "bane")})
    known = set(t["c1"].sheet.spells_known)
    assert len(known) == 5
    assert "sleep" not in known
    assert {"thunderwave", "bane"} <= known
    take(t, picks={"bard.expertise": ("stealth", "insight")})
    assert set(t["c1"].sheet.expertise) == {"stealth", "insight"}
    assert "Cutting Words" in t["c1"].sheet.features


def test_an_ability_is_raised_or_the_feat_taken_at_level_four(table):
    """SRD 5.1, "Ability Score Improvement", "Feats"."""
    t = earned(table, "fighter", 2_700)
    take(t)
    take(t)
    assert asked(t)["fighter.improvement.4"].count == 2
    wrong = codes(t, picks={"fighter.improvement.4": ("str",)})
    assert wrong == [("wrong_number", "picks.fighter.improvement.4")]
    before = t["c1"]
    take(t, picks={"fighter.improvement.4": ("con", "wis")})
    assert (t["c1"].abilities["con"], t["c1"].abilities["wis"]) == (16, 14)
    # SRD 5.1, "Constitution": a better modifier counts for the levels before, too
    assert t["c1"].hp_max == before.hp_max + 6 + 3 + 3


def test_the_feat_is_for_the_strong(table):
    t = earned(table, "fighter", 2_700)
    take(t)
    take(t)
    take(t, picks={"fighter.improvement.4": ("feat:grappler",)})
    assert "Grappler" in t["c1"].sheet.features
    weak = earned(table, "wizard", 2_700)
    take(weak)
    take(weak)
    offered = {option.key for option in asked(weak)["wizard.improvement.4"].options}
    assert "feat:grappler" not in offered


def test_another_class_is_taken_up_by_whom_its_prerequisites_let(table):
    """SRD 5.1, "Multiclassing": Prerequisites."""
    t = earned(table, "fighter")
    assert ("prerequisite", "classes") in codes(t, class_key="wizard")
    assert ("unknown_class", "class_key") in codes(t, class_key="jester")
    take(t, class_key="barbarian")
    sheet = t["c1"].sheet
    assert sheet.classes == {"fighter": 1, "barbarian": 1}
    assert sheet.resources_left["rage"] == 2
    assert t["c1"].hp_max == 12 + 7 + 2
    assert t["c1"].proficiency_bonus == 2


def test_what_was_met_in_play_stays(table):
    t = earned(table, "cleric")
    t.change("c1", hp=3, hp_max=t["c1"].hp_max + 5, coins_cp=7)
    take(t)
    # SRD 5.1, "Hill Dwarf": Dwarven Toughness; the five that a spell lent are still lent
    assert (t["c1"].hp_max, t["c1"].hp) == (11 + 5 + 5 + 2 + 1, 3 + 5 + 2 + 1)
    assert t["c1"].coins_cp == 7
    assert t["c1"].sheet.xp == 300


@pytest.mark.parametrize("key", [hero.key for hero in pregenerated()])
def test_every_ready_made_hero_can_rise_to_level_twenty(table, key):
    t = earned(table, key, 355_000)
    for level in range(2, 21):
        gained, _ = take(t)
        assert gained.level == level
    hero = t["c1"]
    assert hero.proficiency_bonus == 6
    assert hero.sheet.classes == {hero.sheet.class_name.lower(): 20}
    assert hero.sheet.hit_dice_left == 20
