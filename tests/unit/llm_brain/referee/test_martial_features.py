"""What fighting classes can do besides, with forced dice. SRD 5.1, "Barbarian", "Fighter", "Monk", "Ranger", "Rogue"."""

import pytest

from llm_brain.ledger.events.bodies import ConditionGained, DamageTaken
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent, AttackMade
from llm_brain.ledger.events.sheets import ResourceChanged
from llm_brain.referee.actions import Action
from llm_brain.referee.combat.strike import unarmed_strike, weapon_strike
from llm_brain.referee.combat.turns import next_turn
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.trial import saving_throw


def deeds(t, *actions, dice=()):
    """Resolve several actions of c1 in one turn, and keep what came of them."""
    made = resolve_turn(t.state, actions, "c1", ForcedDice(dice), 2)
    t.state, t.events = made.state, made.events
    return t.events


def hits(t, by="c1"):
    return [e for e in t.of(AttackMade) if e.attacker == by]


def wounds(t, ref="n1"):
    return [e for e in t.of(DamageTaken) if e.ref == ref]


def rolls(t, word):
    return [e.roll for e in t.of(RollMade) if word in e.roll.purpose]


def struck_by(t, ref, attacker="n1", dice=(), strike=None):
    """Have a foe strike at somebody, and return what came of it."""
    from llm_brain.referee.combat.attack import strike_at
    from llm_brain.referee.combat.choosing import best_melee

    out = Outcome(t.state)
    strike_at(out, attacker, ref, strike or best_melee(t[attacker]), ForcedDice(dice))
    t.state, t.events = out.state, out.events
    return out


ATTACK = Action(kind="attack", target_ref="n1")


@pytest.mark.parametrize(("level", "attacks"), [(4, 1), (5, 2), (11, 3), (20, 4)])
def test_a_fighter_attacks_as_often_as_the_level_says(seated, level, attacks):
    """SRD 5.1, "Fighter": Extra Attack."""
    t = seated("human", "fighter", level, foes="adult-red-dragon")
    t.fight(close=True)
    deeds(t, *[ATTACK] * 5, dice=[2] * 5)
    assert len(hits(t)) == attacks


def test_rage_makes_blows_of_strength_harder(seated):
    """SRD 5.1, "Barbarian": Rage. A greataxe's 7 with Strength +3 and rage +2."""
    t = seated("human", "barbarian", 1)
    t.fight(close=True)
    t.act("use_item", item="rage")
    strike = weapon_strike(t["c1"], next(i for i in t["c1"].items if i.is_equipped))
    t.act("attack", "n1", dice=[15, 7])
    assert wounds(t)[0].amount == 7 + 3 + 2
    assert strike.ability == "str"


def test_rage_grows_with_the_level(seated):
    """SRD 5.1, "Barbarian": the rage damage of level 9 is 3."""
    t = seated("human", "barbarian", 9)
    t.fight(close=True)
    t.act("use_item", item="rage")
    rage = next(e for e in t["c1"].effects if e.name == "rage")
    assert rage.modifiers["damage_bonus:str_melee"] == 3


def test_a_reckless_blow_is_easier_and_so_is_the_answer(seated):
    """SRD 5.1, "Barbarian": Reckless Attack."""
    t = seated("human", "barbarian", 2)
    t.fight(close=True)
    t.act("attack", "n1", text="I attack recklessly", dice=[3, 18, 5])
    mine = rolls(t, "Attack: Greataxe")[0]
    theirs = [e.roll for e in t.of(RollMade) if e.roll.roller == "n1" and e.roll.against]
    assert (mine.vantage, mine.why) == ("advantage", ("advantage: reckless",))
    assert theirs
    assert theirs[0].vantage == "advantage"


def test_who_has_not_learned_it_is_not_reckless(seated):
    t = seated("human", "barbarian", 1)
    t.fight(close=True)
    t.act("attack", "n1", text="I attack recklessly", dice=[3])
    assert rolls(t, "Attack: Greataxe")[0].vantage == "none"


@pytest.mark.parametrize(("level", "vantage"), [(1, "none"), (2, "advantage")])
def test_danger_sense_helps_to_get_out_of_the_way(seated, level, vantage):
    """SRD 5.1, "Barbarian": Danger Sense; not for the blinded."""
    t = seated("human", "barbarian", level)
    out = Outcome(t.state)
    saving_throw(out, "c1", "dex", 10, ForcedDice([9, 9]), "Save against a trap")
    assert out.events[0].roll.vantage == vantage


def test_a_half_orc_and_a_brute_roll_more_on_a_critical_hit(seated):
    """SRD 5.1, "Half-Orc Traits": Savage Attacks; "Barbarian": Brutal Critical."""
    t = seated("half-orc", "barbarian", 9)
    t.fight(close=True)
    t.act("attack", "n1", dice=[20, 1, 2, 3, 4])
    assert rolls(t, "Slashing damage")[0].expression == "2d12+2d12"
    assert len(rolls(t, "Slashing damage")[0].dice) == 4


def test_an_enraged_berserker_strikes_once_more_and_tires(seated):
    """SRD 5.1, "Path of the Berserker": Frenzy."""
    t = seated("human", "barbarian", 3)
    t.fight(close=True)
    t.act("use_item", item="rage", text="I rage in a frenzy")
    for creature in (t["c1"],):
        assert any(e.modifiers.get("bonus_attack") for e in creature.effects)
    next_turn_of(t)
    deeds(t, ATTACK, ATTACK, dice=[2, 2])
    assert len(hits(t)) == 2
    t.change("n1", hp=0, is_dead=True)
    t.act("look")
    assert any(e.modifiers.get("exhaustion") == 1 for e in t["c1"].effects)


def next_turn_of(t, ref="c1"):
    """Let turns go by until it is somebody's, foes doing nothing."""
    out = Outcome(t.state)
    for _ in range(4):
        next_turn(out, ForcedDice())
        encounter = out.state.encounter
        if encounter.order[encounter.turn].ref == ref:
            break
    t.state = out.state


@pytest.mark.parametrize(("level", "sides"), [(1, 4), (5, 6), (11, 8), (17, 10)])
def test_a_monk_strikes_with_dexterity_and_a_growing_die(seated, level, sides):
    """SRD 5.1, "Monk": Martial Arts."""
    t = seated("human", "monk", level, abilities={"str": 8, "dex": 16})
    strike = unarmed_strike(t["c1"])
    assert strike.damage[0].dice == f"1d{sides}"
    assert (strike.ability, strike.damage_parts[0].value) == ("dex", 3)
    assert (strike.material == "magical") is (level >= 6)


def test_martial_arts_are_gone_in_armor(seated):
    from llm_brain.referee.equipment import item

    t = seated("human", "monk", 1, abilities={"str": 8, "dex": 16})
    t.change("c1", items=(item("leather-armor", 1, is_equipped=True),))
    assert unarmed_strike(t["c1"]).damage[0].dice == "1"


def test_a_monk_adds_an_unarmed_strike_as_a_bonus_action(seated):
    """SRD 5.1, "Monk": Martial Arts."""
    t = seated("human", "monk", 1)
    t.fight(close=True)
    deeds(t, ATTACK, ATTACK, ATTACK, dice=[2, 2])
    assert [hit.weapon for hit in hits(t)][1:] == ["unarmed strike"]
    assert [e.what for e in t.of(ActionSpent) if e.ref == "c1"] == ["action", "bonus_action"]


def test_a_flurry_is_two_strikes_for_a_point_of_ki_after_the_attack(seated):
    """SRD 5.1, "Monk": Flurry of Blows."""
    t = seated("human", "monk", 2)
    t.fight(close=True)
    t.act("use_item", "n1", item="flurry of blows", dice=[2, 2, 2])
    assert t.refused == ""
    assert len(hits(t)) == 3
    assert t["c1"].sheet.resources_left["ki"] == 1


def test_an_open_hand_knocks_down_who_it_hits(seated):
    """SRD 5.1, "Way of the Open Hand": Open Hand Technique. A Dexterity save of the ogre fails."""
    t = seated("human", "monk", 3)
    t.fight(close=True)
    t.act("use_item", "n1", item="flurry of blows", dice=[2, 18, 3, 1])
    assert ("n1", "prone") in [(e.ref, e.condition.name) for e in t.of(ConditionGained)]


def test_ki_buys_a_dodge_with_the_bonus_action(seated):
    """SRD 5.1, "Monk": Patient Defense, Step of the Wind."""
    t = seated("human", "monk", 3)
    t.fight(close=True)
    t.act("use_item", item="patient defense")
    assert t.refused == ""
    assert t.up == "c1"
    assert any(e.name == "dodging" for e in t["c1"].effects)
    t.act("use_item", item="step of the wind")
    assert t.refused == "no_bonus_action_left"
    assert t["c1"].sheet.resources_left["ki"] == 2


def test_step_of_the_wind_doubles_the_way(seated):
    t = seated("human", "monk", 2)
    t.fight()
    t.act("use_item", item="step of the wind")
    assert t.combatant("c1").movement_left_ft == 2 * t["c1"].speed_ft


@pytest.mark.parametrize(("save", "is_stunned"), [(1, True), (20, False)])
def test_a_stunning_strike_costs_ki_and_a_save_resists_it(seated, save, is_stunned):
    """SRD 5.1, "Monk": Stunning Strike."""
    t = seated("human", "monk", 5)
    t.fight(close=True)
    t.act("attack", "n1", text="I strike to stun the ogre", dice=[18, 3, save])
    gained = [e.condition.name for e in t.of(ConditionGained) if e.ref == "n1"]
    assert ("stunned" in gained) is is_stunned
    assert [e.left for e in t.of(ResourceChanged) if e.resource == "ki"] == [4]


def test_a_blow_that_misses_costs_no_ki(seated):
    t = seated("human", "monk", 5)
    t.fight(close=True)
    t.act("attack", "n1", text="I strike to stun the ogre", dice=[2])
    assert t["c1"].sheet.resources_left["ki"] == 5
    assert not any(e.name == "stunning strike" for e in t["c1"].effects)


def test_a_monk_catches_what_is_shot_at_them(seated):
    """SRD 5.1, "Monk": Deflect Missiles. 1d10, Dexterity and the level come off the damage."""
    from llm_brain.referee.bestiary import block_of
    from llm_brain.referee.combat.strike import block_strike

    t = seated("human", "monk", 3, foes="goblin", abilities={"dex": 16})
    t.fight()
    bow = next(a for a in block_of(t["n1"]).attacks if a.range_ft)
    shot = block_strike(t["n1"], bow, far=True)
    before = t["c1"].hp
    struck_by(t, "c1", dice=[19, 10, 6], strike=shot)
    assert t["c1"].hp == before
    assert not t.combatant("c1").has_reaction
