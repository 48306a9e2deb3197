"""What each condition does, one by one. SRD 5.1, "Conditions"."""

import pytest

from llm_brain.ledger.creature import Condition, Effect
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.table import CheckMade
from llm_brain.referee import harm, trial
from llm_brain.referee.combat.movement_cost import cost_ft
from llm_brain.referee.combat.odds import weigh_attack
from llm_brain.referee.combat.strike import unarmed_strike
from llm_brain.referee.conditions import can_react, is_incapacitated
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.senses import can_see
from llm_brain.referee.speed import speed_ft


def with_condition(table, ref, name, *, heroes="fighter rogue", source="n1"):
    t = table(heroes, "ogre")
    t.fight(close=True)
    t.change(ref, conditions=(Condition(name=name, source=source),) if name else ())
    return t


def vantage(t, attacker, target):
    creature = t[attacker]
    return weigh_attack(t.state, creature, t[target], unarmed_strike(creature)).vantage


@pytest.mark.parametrize(
    ("name", "own", "against"),
    [
        ("", "none", "none"),
        ("blinded", "disadvantage", "advantage"),
        ("invisible", "advantage", "disadvantage"),
        ("poisoned", "disadvantage", "none"),
        ("prone", "disadvantage", "advantage"),
        ("restrained", "disadvantage", "advantage"),
        ("frightened", "disadvantage", "none"),
        ("paralyzed", None, "advantage"),
        ("petrified", None, "advantage"),
        ("stunned", None, "advantage"),
        ("unconscious", None, "advantage"),
        ("charmed", "none", "none"),
        ("deafened", "none", "none"),
        ("grappled", "none", "none"),
    ],
)
def test_a_condition_tells_in_attacks_by_and_against_its_bearer(table, name, own, against):
    """SRD 5.1, "Blinded", "Invisible", "Poisoned", "Prone", "Restrained", "Frightened", "Stunned", "Petrified"."""
    t = with_condition(table, "c1", name)
    assert vantage(t, "n1", "c1") == against
    if own is not None:
        assert vantage(t, "c1", "n1") == own


@pytest.mark.parametrize(
    "name", ["incapacitated", "paralyzed", "petrified", "stunned", "unconscious"]
)
def test_the_incapacitated_neither_act_nor_react(table, name):
    """SRD 5.1, "Incapacitated", "Paralyzed", "Petrified", "Stunned", "Unconscious"."""
    t = with_condition(table, "c1", name)
    assert is_incapacitated(t["c1"])
    assert not can_react(t["c1"])
    t.act("attack", "n1", dice=[1] * 30)
    assert t.refused in ("incapacitated", "unconscious", "not_your_turn")


@pytest.mark.parametrize("name", ["paralyzed", "petrified", "stunned", "unconscious"])
@pytest.mark.parametrize(("ability", "fails"), [("str", True), ("dex", True), ("wis", False)])
def test_the_helpless_fail_saves_of_the_body_without_a_roll(table, name, ability, fails):
    """SRD 5.1, "Paralyzed", "Petrified", "Stunned", "Unconscious"."""
    t = with_condition(table, "c1", name)
    out = Outcome(t.state)
    made = trial.saving_throw(out, "c1", ability, 2, ForcedDice([19]), "a save")
    assert made != fails
    assert any(isinstance(e, CheckMade) for e in out.events) == fails


@pytest.mark.parametrize(
    "name", ["grappled", "restrained", "paralyzed", "petrified", "stunned", "unconscious"]
)
def test_the_held_do_not_move(table, name):
    """SRD 5.1, "Grappled", "Restrained", "Stunned", "Petrified"."""
    assert speed_ft(with_condition(table, "c1", name).state, "c1") == 0


def test_stone_resists_all_damage(table):
    """SRD 5.1, "Petrified"."""
    t = with_condition(table, "c1", "petrified")
    for kind in ("fire", "slashing", "psychic"):
        found = harm.damage(t.state, "c1", 8, kind, ForcedDice())
        assert [e.amount for e in found if isinstance(e, DamageTaken)] == [4]


def test_the_blind_see_nobody_and_the_invisible_are_seen_only_by_who_can(table):
    """SRD 5.1, "Blinded", "Invisible", "Truesight"."""
    t = with_condition(table, "c1", "blinded")
    assert not can_see(t.state, t["c1"], t["n1"])
    t = with_condition(table, "n1", "invisible")
    assert not can_see(t.state, t["c1"], t["n1"])
    t.change("c1", effects=(Effect(name="sight", modifiers={"see_invisible": True}),))
    assert can_see(t.state, t["c1"], t["n1"])


def test_the_charmed_do_not_attack_their_charmer(table):
    """SRD 5.1, "Charmed"."""
    t = with_condition(table, "c1", "charmed")
    t.act("attack", "n1", dice=[10, 3])
    assert t.refused == "charmed"


def test_slow_ground_costs_double(table):
    """SRD 5.1, "Difficult Terrain"."""
    t = with_condition(table, "c1", "")
    plain = cost_ft(t.state, "c1", "middle")
    laid = Effect(
        name="mud",
        source="n1",
        modifiers={"area": "middle", "difficult": True, "location": "crypt"},
    )
    t.change("n1", effects=(laid,))
    assert plain > 0
    assert cost_ft(t.state, "c1", "middle") == 2 * plain


def test_help_gives_a_friend_advantage_on_the_next_attack(table):
    """SRD 5.1, "Help"."""
    t = with_condition(table, "c1", "")
    t.act("help", "c2", dice=[1] * 30)
    helped = [e for e in t.events if e.type == "effect_gained" and e.ref == "c2"]
    assert helped
    assert any("advantage:attack_rolls" in e.effect.modifiers for e in helped)


def test_hiding_takes_a_stealth_check_against_passive_perception(table):
    """SRD 5.1, "Hide", "Hiding", "Passive Checks"."""
    for shown, is_hidden in ((20, True), (1, False)):
        t = table("rogue", "giant-eagle")
        t.fight()
        t.act("sneak", dice=[shown])
        hid = [e for e in t.events if e.type == "hiding_changed" and e.ref == "c1" and e.is_hidden]
        assert bool(hid) == is_hidden
