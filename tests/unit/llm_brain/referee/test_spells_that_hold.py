"""Spells that slow, hold, banish, wall off or poison the ground, one rule a test. SRD 5.1, "Spell Descriptions"."""

from llm_brain.ledger.creature import Concentration, Effect
from llm_brain.ledger.events.bodies import ConcentrationEnded, DamageTaken
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.referee.casting.ground import harm_there
from llm_brain.referee.concentration import end_concentration
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft
from llm_brain.referee.trial import ability_check
from tests.unit.llm_brain.referee.spell_table import at_the_table, brought, until_up


def test_haste_gives_armor_speed_and_one_attack_more_and_leaves_weariness(table):
    t = at_the_table(table, "haste", close=True)
    t.act("cast", "c2", spell="haste", dice=[1] * 9)
    assert speed_ft(t.state, "c2") == 2 * t["c2"].speed_ft
    out = Outcome(t.state)
    end_concentration(out, "c1", because="damage")
    weary = next(e for e in out.creature("c2").effects if e.name == "lethargy")
    assert weary.modifiers["no_action"]


def test_the_hasted_attack_once_more_after_their_action(table):
    t = at_the_table(table, "fire-bolt", foes="ogre")
    t.change("c1", effects=(Effect(name="haste", modifiers={"extra_attack": True}),))
    t.act("cast", "n1", spell="fire-bolt", dice=[2])
    assert t.up == "c1"
    t.act("attack", "n1", dice=[2])
    assert t.of(AttackMade)[0].attacker == "c1"
    assert t.up != "c1" or t.combatant("c1").attacks_left == 0


def test_the_slowed_are_slow_and_cannot_react(table):
    t = at_the_table(table, "slow")
    t.act("cast", "n1", spell="slow", dice=[1, *[1] * 8])
    assert speed_ft(t.state, "n1") == t["n1"].speed_ft // 2
    assert next(e for e in t["n1"].effects if e.name == "slow").modifiers["no_reactions"]


def test_who_flies_is_fast_and_slow_ground_is_nothing_to_them(table):
    from llm_brain.referee.combat.movement_cost import cost_ft

    t = at_the_table(table, "fly", close=False)
    t.act("cast", "c1", spell="fly", dice=[1] * 4)
    assert speed_ft(t.state, "c1") == 60
    mire = Effect(name="mire", modifiers={"area": "near", "location": "crypt", "difficult": True})
    t.change("c2", effects=(mire,))
    assert cost_ft(t.state, "c1", "middle") * 2 == cost_ft(t.state, "c2", "middle")


def test_a_banished_foe_is_nobodys_target_until_the_spell_is_let_go(table):
    t = at_the_table(table, "banishment fire-bolt", foes="ogre ogre")
    t.act("cast", "n1", spell="banishment", dice=[1, *[1] * 9])
    assert "banished" in brought(t, "n1")
    until_up(t)
    t.act("cast", "n1", spell="fire-bolt")
    assert t.refused == "walled_off"
    out = Outcome(t.state)
    end_concentration(out, "c1", because="damage")
    assert not any(e.name == "banished" for e in out.creature("n1").effects)
    assert not out.creature("n1").has_fled


def test_a_fiend_whose_banishment_runs_its_time_does_not_come_back(table):
    t = at_the_table(table, "banishment", foes="imp ogre")
    t.act("cast", "n1", spell="banishment", dice=[1, 1, *[1] * 9])
    out = Outcome(t.state)
    end_concentration(out, "c1", because="it ran out")
    assert out.creature("n1").has_fled


def test_hold_monster_holds_what_hold_person_does_not(table):
    t = at_the_table(table, "hold-monster hold-person", foes="ogre")
    t.act("cast", "n1", spell="hold-monster", dice=[1, 1])
    assert t["n1"].has_condition("paralyzed")


def test_spirit_guardians_hurt_foes_beside_the_caster_and_no_friend(table):
    t = at_the_table(table, "spirit-guardians")
    t.state = t.state.with_encounter(
        "e", order=tuple(sorted(t.state.encounter.order, key=lambda c: c.ref == "c2"))
    )
    t.act("cast", "c1", spell="spirit-guardians", dice=[1, 4, 4, 4])
    hurt_by_them = {e.ref for e in t.of(DamageTaken) if e.weapon == "spirit guardians"}
    assert hurt_by_them == {"n1"}
    assert speed_ft(t.state, "c2") == t["c2"].speed_ft


def test_a_cloud_of_poison_harms_at_the_start_of_a_turn_and_not_when_it_is_cast(table):
    t = at_the_table(table, "cloudkill", heroes="wizard", close=False)
    cast = t.act("cast", "n1", spell="cloudkill", dice=[1, 4, 4, 4, 4, 4])
    first = next(e for e in t.of(DamageTaken) if e.weapon == "cloudkill")
    began = next(i for i, e in enumerate(cast) if e.type == "turn_began" and e.ref == "n1")
    assert cast.index(first) > began
    assert first.amount == 20


def test_a_wall_of_force_keeps_everybody_where_they_are(table):
    t = at_the_table(table, "wall-of-force fire-bolt", close=False)
    t.act("cast", "n1", spell="wall-of-force")
    assert t.state.encounter.combatant("n1").zone == "middle"
    assert t.state.encounter.combatant("c2").zone == "near"
    assert not [e for e in t.of(AttackMade) if e.attacker == "n1"]
    until_up(t)
    t.act("cast", "n1", spell="fire-bolt")
    assert t.refused == "walled_off"


def test_a_lightning_cloud_strikes_again_without_a_slot(table):
    t = at_the_table(table, "call-lightning")
    t.act("cast", "n1", spell="call-lightning", dice=[1, 5, 5, 5])
    assert t.of(DamageTaken)[0].amount == 15
    until_up(t)
    t.act("cast", "n1", spell="call-lightning", dice=[1, 5, 5, 5])
    assert t.of(DamageTaken)[0].amount == 15
    assert not [e for e in t.of(SpellSlotSpent) if e.level >= 3]


def test_forbidden_ground_hurts_fiends_and_nobody_else(table):
    t = at_the_table(table, "fire-bolt", foes="imp ogre")
    ground = {"area": "", "location": "crypt", "turn_start_damage": "5d10", "save": "none", "type": "radiant",
              "only_types": "fiend"}  # fmt: skip
    t.change("c2", effects=(Effect(name="forbiddance", source="c2", modifiers=ground),))
    out = Outcome(t.state)
    for ref in ("n1", "n2", "c1"):
        harm_there(out, ref, "turn_start_damage", ForcedDice([]))
    assert {e.ref for e in out.events if isinstance(e, DamageTaken)} == {"n1"}


def test_the_confused_lose_their_turn_on_a_low_roll(table):
    t = at_the_table(table, "confusion", heroes="wizard", foes="ogre")
    t.act("cast", "n1", spell="confusion", dice=[1, 3])
    rolls = [e.roll.purpose for e in t.of(RollMade)]
    assert "Confusion" in rolls
    assert not [e for e in t.of(AttackMade) if e.attacker == "n1"]


def test_sleet_breaks_concentration(table):
    t = at_the_table(table, "sleet-storm", heroes="wizard", foes="ogre")
    held = Concentration(spell="fly")
    t.change("n1", concentration=held)
    t.act("cast", "n1", spell="sleet-storm", dice=[1, 1, 1])
    assert "n1" in [e.ref for e in t.of(ConcentrationEnded)]


def test_the_glib_show_fifteen_at_least_on_charisma_and_nothing_else(table):
    t = at_the_table(table, "glibness", fight=False)
    t.change("n1", location="hall")
    t.act("cast", spell="glibness")
    out = Outcome(t.state)
    glib = ability_check(out, "c1", "deception", 15, ForcedDice([2]), "Deceive")
    plain = ability_check(out, "c1", "stealth", 15, ForcedDice([2]), "Hide")
    assert glib.total >= 15
    assert glib.outcome == "success"
    assert glib.total == 2 + sum(part.value for part in glib.parts)
    assert plain.outcome == "failure"
