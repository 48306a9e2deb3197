"""What those of faith, blood and books can do besides, with forced dice.

SRD 5.1, "Bard", "Cleric", "Druid", "Paladin", "Sorcerer", "Warlock", "Wizard", "Dragonborn Traits".
"""

import pytest

from llm_brain.ledger.events.bodies import DamageTaken, Died, EffectGained, TempHpGained
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent
from llm_brain.ledger.events.sheets import ResourceChanged, SpellSlotSpent, SpellSlotsRestored
from llm_brain.ledger.events.table import SpellCast
from llm_brain.referee import conditions
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.casting.strike_or_save import spell_strike
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.features import spell_bonus
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.roll_parts import save_parts
from llm_brain.referee.spells import SPELLS


def wounds(t, ref="n1"):
    return [e for e in t.of(DamageTaken) if e.ref == ref]


def rolls(t, word):
    return [e.roll for e in t.of(RollMade) if word in e.roll.purpose]


def knows(t, *spells):
    t.sheet("c1", spells_prepared=(*t["c1"].sheet.spells_prepared, *spells))


def joined(t, key, ref="c2"):
    friend = hero_from(key, ref=ref).model_copy(update={"location": "crypt"})
    t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, ref: friend}})


@pytest.mark.parametrize(("foe", "slot", "dice"), [("ogre", None, 2), ("ogre", 2, 3), ("zombie", None, 3)])  # fmt: skip
def test_a_smite_spends_a_slot_on_a_hit(seated, foe, slot, dice):
    """SRD 5.1, "Paladin": Divine Smite: 2d8, one more for each slot level above the first, one against undead."""
    t = seated("human", "paladin", 5, foes=foe)
    t.fight(close=True)
    t.act("attack", "n1", text="I smite it", slot_level=slot, dice=[18, 4, *[5] * dice])
    radiant = [e for e in wounds(t) if e.damage_type == "radiant"]
    assert [e.rolled for e in radiant] == [5 * dice]
    assert [e.level for e in t.of(SpellSlotSpent)] == [slot or 1]


def test_a_smite_that_misses_costs_nothing(seated):
    t = seated("human", "paladin", 2)
    t.fight(close=True)
    t.act("attack", "n1", text="I smite it", dice=[2])
    assert not t.of(SpellSlotSpent)
    assert not any(e.name == "divine smite" for e in t["c1"].effects)


def test_nobody_smites_without_a_slot(seated):
    t = seated("human", "paladin", 2)
    t.sheet("c1", slots_left={1: 0})
    t.fight(close=True)
    t.act("attack", "n1", text="I smite it")
    assert t.refused == "no_slot_left"


def test_every_blow_of_a_great_paladin_is_radiant(seated):
    """SRD 5.1, "Paladin": Improved Divine Smite."""
    t = seated("human", "paladin", 11)
    t.fight(close=True)
    t.act("attack", "n1", dice=[18, 4, 6])
    assert [e.rolled for e in wounds(t) if e.damage_type == "radiant"] == [6]


def test_a_paladin_s_presence_guards_friends_and_keeps_fear_off(seated):
    """SRD 5.1, "Paladin": Aura of Protection, Aura of Courage; not while the paladin is unconscious."""
    t = seated("human", "paladin", 10, abilities={"cha": 16})
    joined(t, "wizard")
    labels = {p.label: p.value for p in save_parts(t.state, "c2", "wis")}
    assert labels["Aura of Protection"] == 3
    out = Outcome(t.state)
    assert not conditions.gain(out, "c2", "frightened", source="n1", because="a roar")
    t.change("c1", hp=0)
    out = Outcome(t.state)
    assert conditions.gain(out, "c2", "frightened", source="n1", because="a roar")
    assert "Aura of Protection" not in {p.label for p in save_parts(t.state, "c2", "wis")}


def test_a_sacred_weapon_strikes_truer(seated):
    """SRD 5.1, "Oath of Devotion": Sacred Weapon."""
    t = seated("human", "paladin", 3, abilities={"cha": 16})
    t.act("use_item", item="sacred weapon")
    effect = next(e for e in t["c1"].effects if e.name == "sacred weapon")
    assert effect.modifiers["attack_rolls"] == 3
    assert t["c1"].sheet.resources_left["oath's channel divinity"] == 0
    t.act("use_item", item="turn the unholy")
    assert t.refused == "used_up"


def test_fiends_are_turned_by_the_oath(seated):
    """SRD 5.1, "Oath of Devotion": Turn the Unholy."""
    t = seated("human", "paladin", 3, foes="imp ogre")
    t.fight(close=True)
    t.act("use_item", item="turn the unholy", dice=[1])
    turned = [e.ref for e in t.of(EffectGained) if e.effect.name == "turned"]
    assert turned == ["n1"]


def test_what_hides_from_faith_is_found(seated):
    """SRD 5.1, "Paladin": Divine Sense."""
    t = seated("human", "paladin", 1, foes="zombie goblin")
    t.change("n1", is_hidden=True)
    t.change("n2", is_hidden=True)
    t.act("use_item", item="divine sense")
    assert (t["n1"].is_hidden, t["n2"].is_hidden) == (False, True)


@pytest.mark.parametrize(("level", "dies"), [(4, False), (5, True)])
def test_weak_undead_are_destroyed(seated, level, dies):
    """SRD 5.1, "Cleric": Destroy Undead, challenge 1/2 at level 5; a skeleton is 1/4."""
    t = seated("human", "cleric", level, foes="skeleton")
    t.fight(close=True)
    t.act("use_item", item="turn undead", dice=[1])
    assert bool(t.of(Died)) is dies


def test_a_domain_of_life_heals_its_cleric_too(seated):
    """SRD 5.1, "Life Domain": Blessed Healer, Disciple of Life."""
    t = seated("human", "cleric", 6)
    joined(t, "fighter")
    t.change("c1", hp=1)
    t.change("c2", hp=1)
    t.act("cast", "c2", spell="cure-wounds")
    assert t.refused == ""
    assert t["c1"].hp == 1 + 2 + 1


def test_supreme_healing_rolls_nothing(seated):
    """SRD 5.1, "Life Domain": Supreme Healing."""
    t = seated("human", "cleric", 17)
    assert spell_bonus.healing_dice(hero_caster(t.state, "c1"), "2d8") == "16"


def test_a_divine_strike_comes_once_a_turn(seated):
    """SRD 5.1, "Life Domain": Divine Strike."""
    t = seated("human", "cleric", 8)
    t.fight(close=True)
    t.act("attack", "n1", dice=[18, 4, 6])
    assert [e.rolled for e in wounds(t) if e.damage_type == "radiant"] == [6]


@pytest.mark.parametrize(("level", "die"), [(1, "1d6"), (5, "1d8"), (10, "1d10"), (15, "1d12")])
def test_inspiration_grows(seated, level, die):
    """SRD 5.1, "Bard": Bardic Inspiration."""
    t = seated("human", "bard", level)
    joined(t, "fighter")
    t.act("use_item", "c2", item="bardic inspiration")
    effect = next(e for e in t["c2"].effects if e.name == "bardic inspiration")
    assert effect.modifiers["attack_rolls"] == die


def test_the_land_gives_slots_back(seated):
    """SRD 5.1, "Circle of the Land": Natural Recovery, half the druid level, once a day."""
    t = seated("human", "druid", 4)
    t.change("n1", location="hall")
    t.sheet("c1", slots_left={1: 0, 2: 0})
    t.act("short_rest")
    assert t["c1"].sheet.slots_left == {1: 0, 2: 1}
    assert t["c1"].sheet.resources_left["natural recovery"] == 0


def test_the_fiend_pays_for_the_slain(seated):
    """SRD 5.1, "The Fiend": Dark One's Blessing: Charisma and the warlock level."""
    t = seated("human", "warlock", 3, foes="goblin", abilities={"cha": 16})
    out = Outcome(t.state)
    hurt(out, "n1", 50, "fire", ForcedDice(), by="c1")
    assert [e.amount for e in out.events if isinstance(e, TempHpGained)] == [6]


def test_an_agonizing_blast_adds_charisma(seated):
    """SRD 5.1, "Eldritch Invocations": Agonizing Blast; other cantrips are as they were."""
    t = seated("human", "warlock", 2, abilities={"cha": 16},
               features=("Eldritch Invocation: Agonizing Blast",))  # fmt: skip
    caster = hero_caster(t.state, "c1")
    blast = SPELLS["fire-bolt"].model_copy(update={"key": "eldritch-blast"})
    assert [p.value for p in spell_strike(caster, blast, "1d10").damage_parts] == [3]
    assert spell_strike(caster, SPELLS["fire-bolt"], "1d10").damage_parts == ()


def test_shadows_are_armor_without_a_slot(seated):
    """SRD 5.1, "Eldritch Invocations": Armor of Shadows."""
    t = seated("human", "warlock", 2, features=("Eldritch Invocation: Armor of Shadows",))
    t.change("n1", location="hall")
    slots = t["c1"].sheet.slots_left
    t.act("cast", "c1", spell="mage-armor")
    assert t.refused == ""
    assert t["c1"].sheet.slots_left == slots
    t.act("cast", "c1", spell="shield-of-faith")
    assert t.refused == "not_known"


def test_dragon_s_blood_adds_to_its_own_element(seated):
    """SRD 5.1, "Draconic Bloodline": Elemental Affinity, from level 6."""
    t = seated("human", "sorcerer", 6, abilities={"cha": 18})
    caster = hero_caster(t.state, "c1")
    assert "Dragon Ancestor: Red" in caster.features
    assert [p.value for p in spell_bonus.damage_parts(caster, SPELLS["burning-hands"])] == [4]
    assert spell_bonus.damage_parts(caster, SPELLS["ray-of-frost"]) == ()
    young = seated("human", "sorcerer", 5)
    assert spell_bonus.damage_parts(hero_caster(young.state, "c1"), SPELLS["burning-hands"]) == ()


def test_an_evoker_burns_hotter_and_cantrips_bite_anyway(seated):
    """SRD 5.1, "School of Evocation": Empowered Evocation, Potent Cantrip."""
    t = seated("human", "wizard", 10, abilities={"int": 18})
    caster = hero_caster(t.state, "c1")
    assert [p.value for p in spell_bonus.damage_parts(caster, SPELLS["burning-hands"])] == [4]
    t = seated("human", "cleric", 6, features=("Potent Cantrip",))
    t.fight(close=True)
    t.act("cast", "n1", spell="sacred-flame", dice=[20, 7, 8])
    assert [e.amount for e in wounds(t)] == [(7 + 8) // 2]


def test_a_quickened_spell_takes_the_bonus_action(seated):
    """SRD 5.1, "Sorcerer": Quickened Spell, for two points."""
    t = seated("human", "sorcerer", 3, features=("Metamagic: Quickened Spell",))
    knows(t, "burning-hands")
    t.fight(close=True)
    t.act("cast", "n1", spell="burning-hands", text="I cast a quickened burning hands")
    assert t.refused == ""
    assert [e.what for e in t.of(ActionSpent) if e.ref == "c1"] == ["bonus_action"]
    assert [e.left for e in t.of(ResourceChanged) if e.resource == "sorcery points"] == [1]


def test_a_twinned_spell_has_two_targets(seated):
    """SRD 5.1, "Sorcerer": Twinned Spell; not for a spell with many."""
    t = seated("human", "sorcerer", 3, foes="ogre ogre", features=("Metamagic: Twinned Spell",))
    t.fight(close=True)
    t.act(
        "cast", "n1", spell="fire-bolt", text="a twinned fire bolt", more_refs=("n2",), dice=[2, 2]
    )
    assert t.of(SpellCast)[0].targets == ("n1", "n2")
    t.fight(close=True)
    again = seated("human", "sorcerer", 3, features=("Metamagic: Twinned Spell",))
    again.fight(close=True)
    again.act("cast", "n1", spell="burning-hands", text="twinned burning hands")
    assert again.refused == "cannot_bend"


def test_a_heightened_spell_is_hard_to_resist(seated):
    """SRD 5.1, "Sorcerer": Heightened Spell: disadvantage on the first save."""
    t = seated("human", "sorcerer", 3, features=("Metamagic: Heightened Spell",))
    knows(t, "burning-hands")
    t.fight(close=True)
    t.act("cast", "n1", spell="burning-hands", text="heightened burning hands")
    assert rolls(t, "Save against Burning Hands")[0].vantage == "disadvantage"
    assert not any(e.name == "heightened spell" for e in t["n1"].effects)


def test_who_has_not_learned_to_bend_does_not(seated):
    t = seated("human", "sorcerer", 2)
    knows(t, "burning-hands")
    t.fight(close=True)
    t.act("cast", "n1", spell="burning-hands", text="a quickened burning hands")
    assert t.of(ActionSpent)[0].what == "action"
    assert not t.of(ResourceChanged)


def test_points_become_slots_and_slots_points(seated):
    """SRD 5.1, "Sorcerer": Flexible Casting."""
    t = seated("human", "sorcerer", 3)
    t.change("n1", location="hall")
    t.act("use_item", item="flexible casting", slot_level=1)
    assert t.of(SpellSlotsRestored)[0].slots_left == {1: 5, 2: 2}
    assert t["c1"].sheet.resources_left["sorcery points"] == 1
    t.act("use_item", item="flexible casting", slot_level=2, text="my slot into points")
    assert t["c1"].sheet.resources_left["sorcery points"] == 3
    assert t["c1"].sheet.slots_left[2] == 1
    t.act("use_item", item="flexible casting", slot_level=2)
    t.act("use_item", item="flexible casting", slot_level=2)
    assert t.refused == "used_up"


@pytest.mark.parametrize(
    ("ancestry", "kind", "ability"),
    [("red", "fire", "Dexterity"), ("white", "cold", "Constitution")],
)
def test_a_dragonborn_breathes_on_all_who_stand_together(seated, ancestry, kind, ability):
    """SRD 5.1, "Dragonborn Traits": Breath Weapon: 2d6, half for who saves, once between rests."""
    t = seated("dragonborn", "fighter", 1, foes="ogre ogre")
    sheet = t["c1"].sheet
    picks = {**sheet.choices["picks"], "race.ancestry": [ancestry]}
    t.sheet("c1", choices={**sheet.choices, "picks": picks})
    t.fight(close=True)
    t.act("use_item", "n1", item="breath weapon", dice=[5, 6, 20, 1])
    assert t.refused == ""
    assert [(e.damage_type, e.amount) for e in t.of(DamageTaken) if e.weapon == "Breath Weapon"] == [
        (kind, 5), (kind, 11),
    ]  # fmt: skip
    assert rolls(t, "Save against")[0].parts[0].label == ability
    assert t["c1"].sheet.resources_left["breath weapon"] == 0
