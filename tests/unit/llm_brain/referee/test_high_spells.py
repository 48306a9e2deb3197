"""What the spells above level 2 do to hit points and how they guard them, one rule a test. SRD 5.1, "Spell Descriptions"."""

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SPELLS
from tests.unit.llm_brain.referee.spell_table import at_the_table


def test_a_fireball_catches_all_who_stand_together_and_a_save_halves_it(table):
    t = at_the_table(table, "fireball", foes="ogre ogre")
    t.act("cast", "n1", spell="fireball", dice=[1, *[3] * 8, 20])
    assert [(e.ref, e.amount) for e in t.of(DamageTaken)[:2]] == [("n1", 24), ("n2", 12)]


def test_a_higher_slot_makes_more_of_it(table):
    t = at_the_table(table, "cone-of-cold", foes="ogre")
    t.act("cast", "n1", spell="cone-of-cold", slot_level=9, dice=[1, *[2] * 12])
    assert t.of(DamageTaken)[0].amount == 24


def test_a_flame_strike_burns_with_two_kinds_of_damage(table):
    t = at_the_table(table, "flame-strike")
    t.act("cast", "n1", spell="flame-strike", dice=[1, *[2] * 4, *[3] * 4])
    assert [(e.amount, e.damage_type) for e in t.of(DamageTaken)[:2]] == [
        (8, "fire"),
        (12, "radiant"),
    ]


def test_meteors_are_fire_and_stone(table):
    t = at_the_table(table, "meteor-swarm")
    t.act("cast", "n1", spell="meteor-swarm", dice=[1, *[2] * 20, *[1] * 20])
    assert [(e.amount, e.damage_type) for e in t.of(DamageTaken)[:2]] == [
        (40, "fire"),
        (20, "bludgeoning"),
    ]


def test_a_great_burst_reaches_beyond_the_zone_it_is_laid_in(table):
    for spell, reached in (("fireball", {"n1"}), ("sunburst", {"n1", "n2"})):
        t = at_the_table(table, spell, foes="ogre ogre", close=True)
        order = [
            c.model_copy(update={"zone": "middle"}) if c.ref == "n2" else c
            for c in t.state.encounter.order
        ]
        t.state = t.state.with_encounter("e", order=tuple(order))
        t.act("cast", "n1", spell=spell, dice=[1])
        assert {e.ref for e in t.of(DamageTaken) if e.by == "c1"} == reached


def test_a_disintegrated_target_takes_all_or_nothing(table):
    for die, lost in ((1, [60]), (20, [])):
        t = at_the_table(table, "disintegrate")
        t.act("cast", "n1", spell="disintegrate", dice=[die, *[2] * 10])
        assert [e.amount for e in t.of(DamageTaken) if e.ref == "n1"] == lost


def test_a_word_of_power_asks_for_hit_points_not_for_a_save(table):
    for hp, dead in ((100, True), (101, False)):
        t = at_the_table(table, "power-word-kill", hp=200)
        t.change("n1", hp=hp)
        t.act("cast", "n1", spell="power-word-kill")
        assert t["n1"].is_dead == dead


def test_a_death_ward_holds_at_one_hit_point_once(table):
    t = at_the_table(table, "death-ward", fight=False)
    t.change("n1", location="hall")
    t.act("cast", "c2", spell="death-ward")
    out = Outcome(t.state)
    hurt(out, "c2", 1000, "fire", ForcedDice([]))
    assert (out.creature("c2").hp, out.creature("c2").is_dead) == (1, False)
    hurt(out, "c2", 1000, "fire", ForcedDice([]))
    assert out.creature("c2").is_dead


def test_stone_skin_turns_mundane_blades_but_not_magic_ones(table):
    t = at_the_table(table, "stoneskin", fight=False)
    t.change("n1", location="hall")
    t.act("cast", "c2", spell="stoneskin")
    out = Outcome(t.state)
    assert hurt(out, "c2", 10, "slashing", ForcedDice([])) == 5
    assert hurt(out, "c2", 10, "slashing", ForcedDice([]), material="magical") == 10
    assert hurt(out, "c2", 10, "fire", ForcedDice([])) == 10


def test_protection_from_energy_is_against_the_kind_that_is_named(table):
    t = at_the_table(table, "protection-from-energy", fight=False)
    t.change("n1", location="hall")
    t.act("cast", "c2", spell="protection-from-energy", text="against cold")
    out = Outcome(t.state)
    assert hurt(out, "c2", 10, "cold", ForcedDice([])) == 5
    assert hurt(out, "c2", 10, "fire", ForcedDice([])) == 10


def test_greater_invisibility_outlasts_an_attack(table):
    t = at_the_table(table, "greater-invisibility fire-bolt")
    t.act("cast", "c1", spell="greater-invisibility", dice=[1] * 6)
    t.act("cast", "n1", spell="fire-bolt", dice=[2])
    assert t["c1"].has_condition("invisible")


def test_harm_never_kills(table):
    t = at_the_table(table, "harm")
    t.change("n1", hp=20)
    t.act("cast", "n1", spell="harm", dice=[1, *[6] * 14])
    assert (t["n1"].hp, t["n1"].is_dead) == (1, False)


def test_eldritch_blast_has_a_beam_more_at_higher_levels(table):
    for level, beams in ((1, 1), (5, 2), (11, 3), (17, 4)):
        t = at_the_table(table, "eldritch-blast")
        t.sheet("c1", level=level)
        t.act("cast", "n1", spell="eldritch-blast")
        assert len([e for e in t.of(AttackMade) if e.attacker == "c1"]) == beams


def test_nothing_that_is_for_friends_hurts_them_at_once():
    for spell in SPELLS.values():
        if spell.target in ("self", "ally", "allies") and spell.damage:
            assert spell.damage_later, spell.key
