"""Attacks and the economy of a turn, by the SRD."""

import pytest

from llm_brain.ledger.creature import Condition, Effect
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import AttackMade, EncounterEnded, TurnEnded, ZoneEntered
from llm_brain.ledger.events.sheets import XpGained
from llm_brain.referee.equipment import item


def attack_roll(t):
    return next(e.roll for e in t.of(RollMade) if e.roll.purpose.startswith("Attack"))


def test_an_attack_out_of_nothing_rolls_initiative_first(table):
    """SRD 5.1, "Initiative"."""
    t = table()
    t.act("attack", "n1", dice=[20, 1, 15])
    kinds = [e.type for e in t.events]
    assert kinds.index("encounter_began") < kinds.index("attack_made")


def test_a_longsword_adds_strength_proficiency_and_dueling(table):
    """SRD 5.1, "Attack Rolls"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("attack", "n1", dice=[15, 5])
    assert attack_roll(t).modifier == 5
    assert t.of(DamageTaken)[0].amount == 5 + 3 + 2


def test_finesse_takes_the_better_ability(table):
    """SRD 5.1, "Weapons"."""
    t = table("rogue", "ogre")
    t.fight(close=True)
    t.act("attack", "n1", dice=[10, 4])
    assert attack_roll(t).modifier == 5


def test_meeting_armor_class_hits_and_one_less_misses(table):
    """SRD 5.1, "Attack Rolls"."""
    for shown, hits in ((10, True), (9, False)):
        t = table("fighter", "goblin")
        t.fight(close=True)
        t.act("attack", "n1", dice=[shown])
        assert t.of(AttackMade)[0].is_hit == hits


def test_a_twenty_doubles_the_dice_and_not_the_modifier(table):
    """SRD 5.1, "Critical Hits"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("attack", "n1", dice=[20, 8, 7])
    assert t.of(AttackMade)[0].is_critical
    assert t.of(DamageTaken)[0].amount == 8 + 7 + 3 + 2


def test_a_one_misses_whatever_the_modifier(table):
    """SRD 5.1, "Rolling 1 or 20"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.change("n1", armor_class=2)
    t.act("attack", "n1", dice=[1])
    assert not t.of(AttackMade)[0].is_hit


def test_the_champion_is_critical_on_nineteen(table):
    """SRD 5.1, "Champion"."""
    t = table("fighter", "ogre")
    t.sheet("c1", features=(*t["c1"].sheet.features, "Improved Critical"))
    t.fight(close=True)
    t.act("attack", "n1", dice=[19, 1, 1])
    assert t.of(AttackMade)[0].is_critical


def test_an_attack_walks_up_and_costs_the_way(table):
    """SRD 5.1, "Breaking Up Your Move"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("attack", "n1", dice=[2])
    assert t.of(ZoneEntered)[0].movement_left_ft == 5


def test_nobody_attacks_twice_with_one_action(table):
    """SRD 5.1, "Your Turn"."""
    t = table("fighter rogue", "ogre")
    t.fight(dice=[20, 15, 1], close=True)
    t.change("c1", effects=())
    t.act("use_item", item="torch")
    t.act("attack", "n1", dice=[2])
    assert t.up == "c2"
    t.act("attack", "n1", by="c1")
    assert t.refused == "not_your_turn"


def test_the_turn_stays_open_until_the_action_is_spent(table):
    """SRD 5.1, "Your Turn"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("move", text="back")
    assert t.up == "c1"
    t.act("dodge")
    assert next(e.ref for e in t.of(TurnEnded)) == "c1"


def test_waiting_ends_the_turn(table):
    """SRD 5.1, "Your Turn"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("wait")
    assert t.of(TurnEnded)


def test_shooting_beside_a_foe_has_disadvantage(table):
    """SRD 5.1, "Ranged Attacks in Close Combat"."""
    t = table("rogue", "ogre")
    t.fight(close=True)
    t.act("attack", "n1", item="shortbow", dice=[15, 5])
    assert attack_roll(t).vantage == "disadvantage"


def test_long_range_has_disadvantage_and_beyond_it_nothing_reaches(table):
    """SRD 5.1, "Ranged Attacks"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("attack", "n1", item="handaxe", text="throw", dice=[15, 5])
    assert attack_roll(t).vantage == "disadvantage"


def test_a_shot_uses_an_arrow_up_and_none_means_none(table):
    """SRD 5.1, "Weapons"."""
    t = table("rogue", "ogre")
    t.fight()
    t.act("attack", "n1", item="shortbow", dice=[2])
    assert next(i.quantity for i in t["c1"].items if i.key == "arrow") == 19
    t = table("rogue", "ogre")
    t.change("c1", items=tuple(i for i in t["c1"].items if i.key != "arrow"))
    t.fight()
    before = t.state
    t.act("attack", "n1", item="shortbow")
    assert t.refused == "no_ammunition"
    assert t.state == before


def test_a_thrown_axe_lies_where_it_fell(table):
    """SRD 5.1, "Weapons"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("attack", "n1", item="handaxe", text="throw my axe", dice=[2, 2])
    assert [i.key for i in t.state.locations["crypt"].items] == ["handaxe"]


def test_two_light_weapons_give_a_second_blow_without_the_modifier(table):
    """SRD 5.1, "Two-Weapon Fighting"."""
    t = table("rogue", "ogre")
    daggers = item("dagger", 2, is_equipped=True)
    t.change("c1", items=(daggers,))
    t.fight(close=True)
    from llm_brain.referee.actions import Action
    from llm_brain.referee.dice import ForcedDice
    from llm_brain.referee.resolve import resolve_turn

    twice = [Action(kind="attack", target_ref="n1")] * 2
    result = resolve_turn(t.state, twice, "c1", ForcedDice([15, 2, 15, 3]), 2)
    taken = [e.amount for e in result.events if isinstance(e, DamageTaken) and e.ref == "n1"]
    assert taken == [2 + 3, 3]


@pytest.mark.parametrize("name", ["restrained", "stunned", "paralyzed", "unconscious"])
def test_the_helpless_are_attacked_with_advantage(table, name):
    """SRD 5.1, "Unconscious"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.change("n1", conditions=(Condition(name=name),))
    t.act("attack", "n1", dice=[15, 5])
    assert attack_roll(t).vantage == "advantage"


def test_a_hit_on_the_paralyzed_from_near_is_critical(table):
    """SRD 5.1, "Paralyzed"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.change("n1", conditions=(Condition(name="paralyzed"),))
    t.act("attack", "n1", dice=[15, 5])
    assert t.of(AttackMade)[0].is_critical


def test_prone_helps_the_near_and_hinders_the_far(table):
    """SRD 5.1, "Prone"."""
    near = table("fighter", "ogre")
    near.fight(close=True)
    near.change("n1", conditions=(Condition(name="prone"),))
    near.act("attack", "n1", dice=[15, 5])
    far = table("rogue", "ogre")
    far.fight()
    far.change("n1", conditions=(Condition(name="prone"),))
    far.act("attack", "n1", item="shortbow", dice=[15, 5])
    assert (attack_roll(near).vantage, attack_roll(far).vantage) == ("advantage", "disadvantage")


def test_dodging_hinders_whoever_attacks(table):
    """SRD 5.1, "Dodge"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.act("dodge", dice=[10, 9])
    assert attack_roll(t).vantage == "disadvantage"


def test_in_the_dark_only_darkvision_sees(table):
    """SRD 5.1, "Darkvision"."""
    t = table("fighter", "orc")
    t.state = t.state.with_location("crypt", light="dark")
    t.fight(close=True)
    t.act("attack", "n1", dice=[15, 5])
    roll = attack_roll(t)
    assert roll.vantage == "disadvantage"
    assert "disadvantage: unseen target" in roll.why


def test_sneak_attack_needs_an_opening_and_comes_once_a_turn(table):
    """SRD 5.1, "Rogue"."""
    alone = table("rogue", "ogre")
    alone.fight(close=True)
    alone.act("attack", "n1", dice=[15, 4])
    assert len(alone.of(DamageTaken)[:1]) == 1
    assert not any("Piercing damage" in e.roll.purpose and e.roll.expression == "1d6"
                   for e in alone.of(RollMade) if e.roll.roller == "c1")  # fmt: skip
    beside = table("rogue fighter", "ogre")
    beside.fight(close=True)
    beside.act("attack", "n1", dice=[15, 4, 6])
    assert [e.amount for e in beside.of(DamageTaken) if e.ref == "n1"] == [4 + 3, 6]


def test_a_peaceful_target_becomes_an_enemy(table):
    """SRD 5.1, "Initiative"."""
    t = table("fighter", "commoner")
    t.change("n1", attitude="friendly")
    t.act("attack", "n1", dice=[1, 20, 1, 15, 5])
    assert t["n1"].attitude == "hostile"


def test_the_surprised_lose_their_first_turn(table):
    """SRD 5.1, "Surprise"."""
    t = table("fighter", "ogre")
    t.fight(dice=[1, 20], surprised=frozenset({"n1"}), close=True)
    t.act("dodge")
    first = [e for e in t.of(TurnEnded) if e.ref == "n1"]
    assert first
    assert t.combatant("n1").is_surprised is False


def test_mercy_leaves_the_fallen_alive(table):
    """SRD 5.1, "Knocking a Creature Out"."""
    t = table("fighter", "bandit")
    t.fight(close=True)
    t.change("n1", hp=2)
    t.act("attack", "n1", text="I knock him out with the pommel", dice=[15, 5])
    assert t["n1"].hp == 0
    assert not t["n1"].is_dead


def test_victory_ends_the_fight_and_shares_the_experience(table):
    """SRD 5.1, "Monsters"."""
    t = table("fighter rogue", "orc")
    t.fight(close=True)
    t.change("n1", hp=1)
    t.act("attack", "n1", dice=[15, 5])
    assert t.of(Died)
    assert t.of(EncounterEnded)[0].outcome == "won"
    assert [e.amount for e in t.of(XpGained)] == [50, 50]


def test_a_stricken_blessing_is_counted_in_attacks(table):
    """SRD 5.1, "Attack Rolls"."""
    t = table("fighter", "ogre")
    t.fight(close=True)
    t.change("c1", effects=(Effect(name="bless", modifiers={"attack_rolls": "1d4"}),))
    t.act("attack", "n1", dice=[4, 10])
    assert attack_roll(t).modifier == 9


def test_a_dead_hero_does_nothing(table):
    """SRD 5.1, "Dropping to 0 Hit Points"."""
    t = table()
    t.change("c1", is_dead=True, hp=0)
    t.act("attack", "n1")
    assert t.refused == "dead"


def test_everybody_dead_is_a_lost_fight(table):
    """SRD 5.1, "Dropping to 0 Hit Points"."""
    t = table("wizard", "ogre")
    t.fight(close=True)
    t.change("c1", hp=1)
    t.act("wait", dice=[19, 8, 8])
    assert t["c1"].is_dead
    assert t.of(EncounterEnded)[0].outcome == "lost"
