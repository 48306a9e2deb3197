"""Short and long rests, by the SRD."""

from llm_brain.ledger.creature import DeathSaves
from llm_brain.ledger.events.sheets import Rested


def at_peace(table, heroes="fighter", foes="goblin"):
    t = table(heroes, foes)
    t.change("n1", location="hall")
    return t


def test_a_short_rest_spends_hit_dice_and_an_hour(table):
    """SRD 5.1, "Short Rest"."""
    t = at_peace(table)
    t.change("c1", hp=2)
    t.act("short_rest", dice=[6])
    assert t["c1"].hp == 2 + 6 + 2
    assert t["c1"].sheet.hit_dice_left == 0
    assert t.state.clock_min == 9 * 60


def test_a_short_rest_brings_second_wind_and_arcane_recovery_once(table):
    """SRD 5.1, "Short Rest"."""
    t = at_peace(table, "fighter wizard")
    t.sheet("c1", resources_left={"second wind": 0})
    t.sheet("c2", slots_left={1: 0})
    t.act("short_rest")
    assert t["c1"].sheet.resources_left == {"second wind": 1}
    assert t["c2"].sheet.slots_left == {1: 1}
    t.sheet("c2", slots_left={1: 0})
    t.act("short_rest")
    assert t["c2"].sheet.slots_left == {1: 0}


def test_a_long_rest_brings_everything_back_and_half_the_hit_dice(table):
    """SRD 5.1, "Long Rest"."""
    t = at_peace(table, "wizard")
    t.change("c1", hp=1)
    t.sheet(
        "c1", slots_left={1: 0}, hit_dice_left=0, level=3, resources_left={"arcane recovery": 0}
    )
    t.act("long_rest")
    assert t["c1"].hp == 7
    assert t["c1"].sheet.slots_left == {1: 2}
    assert t["c1"].sheet.hit_dice_left == 1
    assert t["c1"].sheet.resources_left == {"arcane recovery": 1}


def test_one_long_rest_in_a_day(table):
    """SRD 5.1, "Long Rest"."""
    t = at_peace(table)
    t.act("long_rest")
    before = t.state
    t.act("long_rest")
    assert t.refused == "too_soon"
    assert t.state == before
    t.state = t.state.model_copy(update={"clock_min": t.state.clock_min + 16 * 60})
    t.act("long_rest")
    assert t.refused == ""


def test_nobody_rests_beside_an_enemy(table):
    """SRD 5.1, "Resting"."""
    t = table()
    t.act("short_rest")
    assert t.refused == "not_safe"


def test_who_lurks_breaks_the_rest_off(table):
    """SRD 5.1, "Resting"."""
    t = table()
    t.change("n1", is_hidden=True)
    t.change("c1", hp=2)
    t.act("long_rest")
    assert t.of(Rested)[0].is_broken
    assert t["c1"].hp == 2


def test_a_potion_and_a_rest_never_exceed_the_maximum(table):
    """SRD 5.1, "Healing"."""
    t = at_peace(table)
    t.change("c1", hp=11)
    t.act("short_rest")
    assert t["c1"].sheet.hit_dice_left == 1
    assert t["c1"].hp <= t["c1"].hp_max


def test_nobody_rests_while_a_friend_is_dying(table):
    """SRD 5.1, "Resting"."""
    t = at_peace(table, "fighter rogue")
    t.change("c2", hp=0)
    t.act("long_rest", dice=[12])
    assert t.refused == "somebody_dying"


def test_the_stable_wake_after_hours_with_one_hit_point(table):
    """SRD 5.1, "Stabilizing a Creature"."""
    t = at_peace(table, "fighter rogue")
    t.change("c2", hp=0, death_saves=DeathSaves(is_stable=True))
    t.act("look", dice=[1])
    assert t["c2"].hp == 0
    t.act("short_rest")
    assert t["c2"].hp == 1


def test_a_long_rest_gives_nothing_more_to_who_began_it_senseless(table):
    """SRD 5.1, "Long Rest"."""
    t = at_peace(table, "fighter rogue")
    t.change("c2", hp=0, death_saves=DeathSaves(is_stable=True))
    t.act("long_rest")
    assert t["c2"].hp == 1
