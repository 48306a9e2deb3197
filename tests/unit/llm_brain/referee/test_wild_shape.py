"""A druid in the body of a beast, with forced dice. SRD 5.1, "Druid": Wild Shape, Beast Spells."""

import pytest

from llm_brain.ledger.events.bodies import FellUnconscious
from llm_brain.ledger.events.fights import ActionSpent, AttackMade
from llm_brain.ledger.events.shapes import ShapeLeft
from llm_brain.ledger.events.world import TimePassed
from llm_brain.ledger.fold import fold
from llm_brain.referee import lifetimes
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome

OWN = ("hp", "hp_max", "armor_class", "speed_ft", "size", "abilities", "stat_block", "effects")


def own_numbers(t):
    return {name: getattr(t["c1"], name) for name in OWN}


def shaped(seated, level=2, form="wolf", **more):
    t = seated("human", "druid", level, **more)
    t.change("n1", location="hall")
    before = own_numbers(t)
    t.act("use_item", item="wild shape", text=f"I take the wild shape of a {form}")
    return t, before


def test_the_body_is_the_beast_s_and_the_mind_the_druid_s(seated):
    t, before = shaped(seated)
    druid = t["c1"]
    assert (druid.hp, druid.hp_max, druid.armor_class, druid.speed_ft) == (11, 11, 13, 40)
    assert (druid.abilities["str"], druid.abilities["dex"]) == (12, 15)
    assert druid.abilities["wis"] == before["abilities"]["wis"]
    assert druid.sheet.resources_left["wild shape"] == 1


def test_one_s_own_body_comes_back_as_it_was(seated):
    t, before = shaped(seated)
    t.change("c1", hp=4)
    t.act("use_item", item="own shape")
    assert own_numbers(t) == before


def test_the_beast_bites(seated):
    t = seated("human", "druid", 2)
    t.fight(close=True)
    t.act("use_item", item="wild shape", text="wild shape into a wolf", dice=[2])
    assert t.of(ActionSpent)[0].what == "action"
    t.act("attack", "n1", dice=[18, 2, 2])
    bite = next(e for e in t.of(AttackMade) if e.attacker == "c1")
    assert (bite.weapon, bite.is_hit) == ("Bite", True)


def test_what_the_beast_cannot_bear_goes_to_the_druid(seated):
    t, before = shaped(seated)
    out = Outcome(t.state)
    hurt(out, "c1", 11 + 3, "slashing", ForcedDice())
    assert out.creature("c1").hp == before["hp"] - 3
    assert out.creature("c1").stat_block is None
    assert not [e for e in out.events if isinstance(e, FellUnconscious)]
    assert fold(t.state, out.events) == out.state


def test_a_blow_that_is_enough_for_both_fells_the_druid(seated):
    t, before = shaped(seated)
    out = Outcome(t.state)
    hurt(out, "c1", 11 + before["hp"], "slashing", ForcedDice())
    assert (out.creature("c1").hp, out.creature("c1").hp_max) == (0, before["hp_max"])
    assert [e for e in out.events if isinstance(e, FellUnconscious)]


def test_a_shape_lasts_half_the_level_in_hours(seated):
    t, before = shaped(seated, level=4)
    out = Outcome(t.state)
    for minutes, is_over in ((119, False), (1, True)):
        now = out.state.clock_min + minutes
        out.add(TimePassed(minutes=minutes, clock_min=now, because="waiting"))
        lifetimes.by_the_clock(out)
        assert bool([e for e in out.events if isinstance(e, ShapeLeft)]) is is_over
    assert out.creature("c1").hp_max == before["hp_max"]


@pytest.mark.parametrize(
    ("level", "form", "code"),
    [
        (2, "brown bear", "form_too_mighty"),
        (2, "crocodile", "form_too_mighty"),
        (4, "giant eagle", "form_too_mighty"),
        (4, "hawk", "form_flies"),
        (4, "crocodile", ""),
        (8, "brown bear", ""),
        (8, "hawk", ""),
    ],
)
def test_forms_are_as_mighty_as_the_level_lets(seated, level, form, code):
    t, _ = shaped(seated, level=level, form=form)
    assert t.refused == code
    assert (t["c1"].stat_block is None) is bool(code)


def test_a_beast_neither_casts_nor_puts_anything_on(seated):
    t, _ = shaped(seated)
    t.act("cast", "c1", spell="cure-wounds")
    assert t.refused == "shaped"
    t.act("equip", item=t["c1"].items[0].key)
    assert t.refused == "shaped"


def test_a_great_druid_casts_in_any_shape(seated):
    """SRD 5.1, "Druid": Beast Spells."""
    t, _ = shaped(seated, level=18)
    t.change("c1", hp=3)
    t.act("cast", "c1", spell="cure-wounds")
    assert t.refused == ""
    assert t["c1"].hp > 3
