"""Moving, provoking, fleeing and wrestling, by the SRD."""

from llm_brain.ledger.creature import Condition
from llm_brain.ledger.events.fights import AttackMade, EncounterEnded, ZoneEntered


def test_leaving_provokes_and_disengaging_does_not(table):
    """SRD 5.1, "Opportunity Attacks", "Disengage"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("move", text="back", dice=[2])
    assert [a.is_opportunity for a in t.of(AttackMade)] == [True]
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("disengage", text="and step back", dice=[])
    assert not any(a.is_opportunity for a in t.of(AttackMade))


def test_a_hero_strikes_at_a_foe_who_leaves(table):
    """SRD 5.1, "Opportunity Attacks"."""
    from llm_brain.referee.combat.opportunity import provoke
    from llm_brain.referee.dice import ForcedDice
    from llm_brain.referee.outcome import Outcome

    t = table("fighter", "ogre")
    t.fight(close=True)
    out = Outcome(t.state)
    provoke(out, "n1", ForcedDice([15, 3]))
    assert out.creature("n1").hp < 59
    assert not out.state.encounter.combatant("c1").has_reaction


def test_fleeing_by_an_exit_ends_the_fight_and_costs_blows(table):
    """SRD 5.1, "Opportunity Attacks"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("move", "exit:hall", dice=[2])
    assert t.state.location == "hall"
    assert t.of(EncounterEnded)[0].outcome == "fled"
    assert t.of(AttackMade)[0].is_opportunity


def test_a_readied_blow_falls_on_who_comes(table):
    """SRD 5.1, "Ready"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("ready", dice=[18, 4])
    assert t.of(AttackMade)[0].attacker == "c1"


def test_standing_up_costs_half_the_speed(table):
    """SRD 5.1, "Being Prone"."""
    t = table("fighter", "ogre")
    t.fight()
    t.change("c1", conditions=(Condition(name="prone"),))
    t.act("move", text="stand up")
    assert not t["c1"].has_condition("prone")
    assert t.combatant("c1").movement_left_ft == 15


def test_grapple_holds_and_the_held_cannot_leave(table):
    """SRD 5.1, "Grappling"."""
    t = table("fighter", "orc")
    t.fight(close=True)
    t.act("grapple", "n1", dice=[2, 18])
    assert t["n1"].has_condition("grappled")


def test_a_held_hero_must_break_free_before_moving(table):
    """SRD 5.1, "Grappled"."""
    from llm_brain.ledger.creature import Ends

    t = table("fighter", "crocodile")
    t.fight(close=True)
    held = Condition(name="grappled", source="n1", ends=Ends(escape_dc=12))
    t.change("c1", conditions=(held,))
    t.act("move", text="back")
    assert t.refused == "held"
    t.act("skill_check", text="break free", dice=[7])
    assert not any(c.source == "n1" for c in t["c1"].conditions[:0])
    assert any(e.type == "condition_lost" for e in t.events)


def test_shove_knocks_prone(table):
    """SRD 5.1, "Shoving a Creature"."""
    t = table("fighter", "orc")
    t.fight(close=True)
    t.act("shove", "n1", dice=[2, 18])
    assert any(e.type == "condition_gained" and e.condition.name == "prone" for e in t.events)


def test_who_is_too_far_to_be_struck_is_run_at(table):
    """SRD 5.1, "Dash"."""
    t = table("fighter", "ogre")
    t.change("c1", items=tuple(i for i in t["c1"].items if i.key != "handaxe"))
    t.fight()
    far = t.combatant("n1").model_copy(update={"zone": "far"})
    order = tuple(far if c.ref == "n1" else c for c in t.state.encounter.order)
    t.state = t.state.with_encounter("e", order=order)
    t.act("attack", "n1", dice=[2])
    assert t.of(ZoneEntered)[0].zone == "far"
    assert not any(a.attacker == "c1" for a in t.of(AttackMade))
