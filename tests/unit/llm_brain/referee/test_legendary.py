"""Legendary actions at the end of others' turns, and legendary resistance. SRD 5.1, "Legendary Creatures"."""

from llm_brain.ledger.creature import Condition
from llm_brain.ledger.events.fights import AttackMade, TurnBegan
from llm_brain.ledger.events.powers import (
    LegendaryActionsRegained,
    LegendaryActionTaken,
    LegendaryResistanceUsed,
)
from llm_brain.referee.combat import legends
from llm_brain.referee.combat.edges import at_start_of_turn
from llm_brain.referee.combat.legendary import act_between_turns
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def fighting(table, foe="adult-red-dragon", heroes="fighter cleric rogue wizard"):
    t = table(heroes, foe)
    for i in range(len(heroes.split())):
        t.change(f"c{i + 1}", hp=400, hp_max=400)
    t.fight(dice=[20, 19, 18, 17, 1], close=True)
    return t


def taken(events):
    return [e for e in events if isinstance(e, LegendaryActionTaken)]


def test_a_dragon_acts_at_the_end_of_a_heros_turn(table):
    t = fighting(table, heroes="fighter")
    out = Outcome(t.state)
    act_between_turns(out, "c1", ForcedDice())
    assert [e.name for e in taken(out.events)] == ["Tail Attack"]
    assert [a.attacker for a in out.events if isinstance(a, AttackMade)] == ["n1"]
    assert legends.left(out.state, "n1") == 2


def test_no_legendary_action_is_taken_at_the_end_of_its_own_turn(table):
    t = fighting(table)
    out = Outcome(t.state)
    act_between_turns(out, "n1", ForcedDice())
    assert not taken(out.events)


def test_three_legendary_actions_a_round_and_no_more(table):
    t = fighting(table, heroes="fighter")
    out = Outcome(t.state)
    for _ in range(5):
        act_between_turns(out, "c1", ForcedDice())
    assert sum(e.cost for e in taken(out.events)) == 3
    assert legends.left(out.state, "n1") == 0


def test_an_option_that_costs_two_takes_two(table):
    """SRD 5.1, "Adult Red Dragon": Wing Attack (Costs 2 Actions)."""
    t = fighting(table)
    out = Outcome(t.state)
    act_between_turns(out, "c1", ForcedDice([1, 6, 6, 1, 1, 1]))
    assert [(e.name, e.cost, e.left) for e in taken(out.events)] == [("Wing Attack", 2, 1)]
    assert out.creature("c1").has_condition("prone")


def test_spent_legendary_actions_come_back_at_the_start_of_its_turn(table):
    t = fighting(table, heroes="fighter")
    out = Outcome(t.state)
    act_between_turns(out, "c1", ForcedDice())
    at_start_of_turn(out, "n1", ForcedDice())
    assert [e.left for e in out.events if isinstance(e, LegendaryActionsRegained)] == [3]
    assert legends.left(out.state, "n1") == 3


def test_an_incapacitated_dragon_takes_none(table):
    t = fighting(table)
    t.change("n1", conditions=(Condition(name="stunned"),))
    out = Outcome(t.state)
    act_between_turns(out, "c1", ForcedDice())
    assert not taken(out.events)


def test_in_a_fight_the_actions_fall_between_the_turns_of_heroes(table):
    t = fighting(table)
    t.act("dodge")
    kinds = [type(e) for e in t.events if isinstance(e, LegendaryActionTaken | TurnBegan)]
    assert kinds[0] is LegendaryActionTaken
    assert t.up in ("c2", "c3", "c4")


def test_a_creature_without_legends_has_no_legendary_actions(table):
    t = table("fighter", "goblin")
    t.fight(close=True)
    assert legends.left(t.state, "n1") == 0


def test_a_failed_save_that_matters_is_made_a_success(table):
    """SRD 5.1, "Adult Red Dragon": Legendary Resistance (3/Day)."""
    t = fighting(table)
    out = Outcome(t.state)
    assert saving_throw(out, "n1", "wis", 25, ForcedDice([1]), "Hold", against=("paralyzed",))
    assert [e.left for e in out.events if isinstance(e, LegendaryResistanceUsed)] == [2]


def test_legendary_resistance_is_there_three_times(table):
    t = fighting(table)
    out = Outcome(t.state)
    made = [
        saving_throw(out, "n1", "wis", 25, ForcedDice([1]), "Hold", against=("paralyzed",))
        for _ in range(4)
    ]
    assert made == [True, True, True, False]


def test_it_is_not_spent_on_a_trifle_while_the_dragon_is_strong(table):
    t = fighting(table)
    out = Outcome(t.state)
    assert not saving_throw(out, "n1", "dex", 30, ForcedDice([1]), "Fire", against=("fire",))
    out.state = out.state.with_creature("n1", hp=20)
    assert saving_throw(out, "n1", "dex", 30, ForcedDice([1]), "Fire", against=("fire",))


def test_a_save_that_is_made_spends_nothing(table):
    t = fighting(table)
    out = Outcome(t.state)
    assert saving_throw(out, "n1", "wis", 5, ForcedDice([19]), "Hold", against=("paralyzed",))
    assert not [e for e in out.events if isinstance(e, LegendaryResistanceUsed)]


def test_a_hero_has_no_legendary_resistance(table):
    t = fighting(table)
    out = Outcome(t.state)
    assert not saving_throw(out, "c1", "wis", 25, ForcedDice([1]), "Hold", against=("paralyzed",))
