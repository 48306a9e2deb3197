"""Built heroes play: they fight, cast, rage, rest and rise by the referee's rules like anybody else."""

import pytest

from llm_brain.ledger.events.bodies import DamageTaken, Healed
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.fold import fold
from llm_brain.referee.characters.building import build
from llm_brain.referee.characters.growing import grown
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.level_choices import LevelChoice, advised, level_problems
from llm_brain.referee.characters.reading_back import choices_of, rolls_of
from llm_brain.referee.characters.tables import CLASSES
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.levels import XP_FOR_LEVEL


def test_a_built_wizard_casts_what_they_prepared(seated):
    t = seated("elf", "wizard")
    t.fight()
    t.act("cast", "n1", spell="magic-missile")
    assert t.refused == ""
    assert t.of(SpellSlotSpent)[0].left == 1
    assert t.of(DamageTaken)


def test_a_built_wizard_does_not_cast_what_is_not_prepared(seated):
    t = seated("elf", "wizard")
    t.act("cast", spell="detect-magic")
    assert t.refused == ""
    t.fight()
    t.act("cast", "n1", spell="burning-hands")
    assert t.refused == "not_prepared"


def test_a_built_barbarian_rages_and_feels_half_the_blows(seated):
    """SRD 5.1, "Barbarian": Rage."""
    t = seated("half-orc", "barbarian")
    t.fight(close=True)
    t.act("use_item", item="rage")
    assert t.refused == ""
    assert t.up == "c1"
    assert t["c1"].sheet.resources_left["rage"] == 1
    t.act("use_item", item="rage")
    assert t.refused == "already_raging"
    hp = t["c1"].hp
    t.act("attack", "n1", dice=[15, 12, 14, 4, 4])
    blows = [hit for hit in t.of(DamageTaken) if hit.ref == "c1"]
    lost = hp - t["c1"].hp
    assert blows
    assert lost == sum(hit.amount for hit in blows)
    assert lost <= (2 * 8 + 4) // 2


def test_nobody_casts_while_they_rage(seated):
    t = seated("elf", "wizard")
    t.sheet("c1", resources_max={"rage": 1}, resources_left={"rage": 1})
    t.fight()
    t.act("use_item", item="rage")
    t.act("cast", "n1", spell="magic-missile")
    assert t.refused == "raging"


def test_a_paladin_lays_on_hands_out_of_a_pool(seated):
    """SRD 5.1, "Paladin": Lay on Hands."""
    t = seated("human", "paladin", 2)
    t.change("n1", location="hall")
    t.change("c1", hp=t["c1"].hp_max - 7)
    t.act("use_item", item="lay on hands")
    assert t.of(Healed)[0].amount == 7
    assert t["c1"].sheet.resources_left["lay on hands"] == 3


def test_a_warlocks_slots_come_back_with_a_short_rest(seated):
    """SRD 5.1, "Pact Magic"."""
    t = seated("tiefling", "warlock", 3)
    t.change("n1", location="hall")
    t.sheet("c1", slots_left={2: 0})
    t.act("short_rest")
    assert t["c1"].sheet.slots_left == {2: 2}


def test_training_is_what_the_sheet_says(seated):
    """SRD 5.1, "Armor Proficiency": a wizard in armor they are not trained with does not cast."""
    t = seated("human", "wizard", gear="gold", bought={"leather-armor": 1})
    t.change("n1", location="hall")
    t.act("equip", item="leather-armor", text="I put on the leather armor")
    t.act("cast", "c1", spell="mage-armor")
    assert t.refused == "armor_hinders"


def rise(t, levels=1, dice=(), **chosen):
    gained = []
    for _ in range(levels):
        hero = t["c1"]
        choice = advised(choices_of(hero), LevelChoice(**chosen), rolls_of(hero))
        assert level_problems(choices_of(hero), choice, rolls_of(hero)) == []
        event, _ = grown(hero, choice, ForcedDice(dice))
        t.state = fold(t.state, [event])
        gained.append(event)
    return gained


@pytest.mark.parametrize("class_key", list(CLASSES))
def test_a_built_hero_rises_to_level_five_and_stays_legal(seated, class_key):
    """SRD 5.1, "Beyond 1st Level"."""
    t = seated("half-elf", class_key)
    t.change("n1", location="hall")
    t.sheet("c1", xp=XP_FOR_LEVEL[4])
    t.act("look")
    assert [event.level for event in rise(t, 4)] == [2, 3, 4, 5]
    hero = t["c1"]
    choices = choices_of(hero)
    assert problems(choices) == []
    anew = build(choices, ref="c1")
    assert (hero.hp_max, hero.abilities, hero.armor_class, hero.speed_ft) == (
        anew.hp_max,
        anew.abilities,
        anew.armor_class,
        anew.speed_ft,
    )
    assert hero.proficiency_bonus == 3
    assert set(hero.sheet.features) == set(anew.sheet.features)
    assert set(hero.sheet.spells_prepared) == set(anew.sheet.spells_prepared)
    assert hero.sheet.slots_max == anew.sheet.slots_max
    assert hero.sheet.hit_dice_left == 5


def test_the_average_stands_among_rolled_hit_points(seated):
    t = seated("human", "fighter", hit_points="rolled")
    before = t["c1"].hp_max
    rise(t)
    assert t["c1"].hp_max == before + 6 + 2
    assert t["c1"].sheet.rolls["hit_points"] == (6,)
    rise(t, dice=[1], hit_points="rolled")
    assert t["c1"].hp_max == before + 6 + 2 + 1 + 2


def test_what_was_spent_stays_spent_when_rising(seated):
    t = seated("human", "wizard")
    t.change("n1", location="hall", hp=1)
    t.sheet("c1", xp=300, slots_left={1: 0})
    rise(t)
    assert t["c1"].sheet.slots_left == {1: 1}
