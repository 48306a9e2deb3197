"""Damage, healing, dying and death, by the SRD."""

from llm_brain.ledger.creature import Concentration, Condition, Effect, Ends
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.ledger.fold import fold
from llm_brain.referee import dying
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.harm import damage, heal, hurt
from llm_brain.referee.outcome import Outcome


def hit(t, ref, amount, kind="slashing", dice=(), **options):
    t.events = damage(t.state, ref, amount, kind, ForcedDice(dice), **options)
    t.state = fold(t.state, t.events)
    return t


def save_against_death(t, *values):
    out = Outcome(t.state)
    dice = ForcedDice(values)
    for _ in values:
        dying.death_save(out, "c1", dice)
    t.state = out.state


def test_temporary_hit_points_go_first(table):
    """SRD 5.1, "Temporary Hit Points"."""
    t = table()
    t.change("c1", temp_hp=5)
    hit(t, "c1", 7)
    assert (t["c1"].temp_hp, t["c1"].hp) == (0, 10)


def test_resistance_halves_rounding_down(table):
    """SRD 5.1, "Damage Resistance and Vulnerability"."""
    t = table("fighter", "gargoyle")
    hit(t, "n1", 7)
    assert t.of(DamageTaken)[0].amount == 3


def test_magic_goes_through_resistance_to_plain_weapons(table):
    """SRD 5.1, "Damage Resistance and Vulnerability"."""
    out = Outcome(table("fighter", "gargoyle").state)
    assert hurt(out, "n1", 7, "slashing", ForcedDice(), material="magical") == 7


def test_vulnerability_doubles_and_immunity_negates(table):
    """SRD 5.1, "Damage Resistance and Vulnerability"."""
    t = table("fighter", "skeleton ghoul")
    hit(t, "n1", 4, "bludgeoning")
    assert t["n1"].hp == 13 - 8
    hit(t, "n2", 9, "poison")
    assert t["n2"].hp == 22


def test_a_hero_falls_unconscious_and_prone_at_zero(table):
    """SRD 5.1, "Falling Unconscious"."""
    t = hit(table(), "c1", 12)
    assert t["c1"].hp == 0
    assert t["c1"].has_condition("unconscious")
    assert t["c1"].has_condition("prone")
    assert not t["c1"].is_dead


def test_massive_damage_kills_at_once(table):
    """SRD 5.1, "Instant Death"."""
    assert hit(table(), "c1", 24)["c1"].is_dead
    assert not hit(table(), "c1", 23)["c1"].is_dead


def test_a_monster_dies_at_zero(table):
    """SRD 5.1, "Monsters and Death"."""
    assert hit(table(), "n1", 7)["n1"].is_dead


def test_three_successes_stabilise_and_reset_the_counters(table):
    """SRD 5.1, "Death Saving Throws"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 10, 5, 15, 12)
    saves = t["c1"].death_saves
    assert saves.is_stable
    assert (saves.successes, saves.failures) == (0, 0)


def test_three_failures_kill(table):
    """SRD 5.1, "Death Saving Throws"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 9, 2, 5)
    assert t["c1"].is_dead


def test_a_natural_one_counts_twice(table):
    """SRD 5.1, "Death Saving Throws"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 1)
    assert t["c1"].death_saves.failures == 2


def test_a_natural_twenty_brings_back_one_hit_point(table):
    """SRD 5.1, "Death Saving Throws"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 20)
    assert t["c1"].hp == 1
    assert not t["c1"].has_condition("unconscious")
    assert t["c1"].has_condition("prone")


def test_damage_while_dying_is_a_failure_and_a_critical_hit_two(table):
    """SRD 5.1, "Damage at 0 Hit Points"."""
    t = hit(table(), "c1", 12)
    hit(t, "c1", 1)
    assert t["c1"].death_saves.failures == 1
    hit(t, "c1", 1, is_critical=True)
    assert t["c1"].is_dead


def test_damage_to_the_stable_makes_them_die_again(table):
    """SRD 5.1, "Stabilizing a Creature"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 10, 10, 10)
    hit(t, "c1", 1)
    assert not t["c1"].death_saves.is_stable
    assert t["c1"].death_saves.failures == 1


def test_massive_damage_while_down_kills(table):
    """SRD 5.1, "Damage at 0 Hit Points"."""
    t = hit(hit(table(), "c1", 12), "c1", 12)
    assert t["c1"].is_dead


def test_healing_from_zero_wakes_and_forgets_the_saves(table):
    """SRD 5.1, "Falling Unconscious"."""
    t = hit(table(), "c1", 12)
    save_against_death(t, 5)
    t.state = fold(t.state, heal(t.state, "c1", 4))
    assert t["c1"].hp == 4
    assert t["c1"].death_saves.failures == 0
    assert not t["c1"].has_condition("unconscious")


def test_healing_stops_at_the_maximum_and_spares_the_dead(table):
    """SRD 5.1, "Healing"."""
    t = hit(table(), "c1", 2)
    t.state = fold(t.state, heal(t.state, "c1", 50))
    assert t["c1"].hp == 12
    hit(t, "c1", 30)
    assert heal(t.state, "c1", 5) == []


def test_undead_fortitude_holds_on_unless_radiant_or_critical(table):
    """SRD 5.1, "Zombie"."""
    t = hit(table("fighter", "zombie"), "n1", 22, dice=[20])
    assert t["n1"].is_dead  # 20 + 3 against 5 + 22
    assert hit(table("fighter", "zombie"), "n1", 30, "radiant", dice=[20])["n1"].is_dead
    t = table("fighter", "zombie")
    t.change("n1", hp=3)
    assert hit(t, "n1", 5, dice=[10])["n1"].hp == 1
    t.change("n1", hp=3)
    assert hit(t, "n1", 5, dice=[20], is_critical=True)["n1"].is_dead


def test_concentration_takes_a_save_of_ten_or_half_the_damage(table):
    """SRD 5.1, "Concentration"."""
    t = table("cleric fighter")
    bless = Effect(name="bless", source="c1", ends=Ends(concentration_of="c1"))
    t.change("c1", concentration=Concentration(spell="bless"))
    t.change("c2", effects=(bless,))
    hit(t, "c1", 4, dice=[8])
    assert t["c1"].concentration is not None  # 8 + 2 meets 10
    hit(t, "c1", 2, dice=[7])
    assert t["c1"].concentration is None
    assert t["c2"].effects == ()


def test_falling_ends_concentration_without_a_save(table):
    """SRD 5.1, "Concentration"."""
    t = table("cleric")
    t.change("c1", concentration=Concentration(spell="bless"))
    hit(t, "c1", 11)
    assert t["c1"].concentration is None


def test_damage_wakes_a_magical_sleeper(table):
    """SRD 5.1, "Sleep"."""
    t = table()
    asleep = Condition(name="unconscious", source="c1", ends=Ends(on_damage=True))
    t.change("n1", conditions=(asleep,))
    hit(t, "n1", 1)
    assert not t["n1"].has_condition("unconscious")


def test_oil_feeds_fire_once(table):
    """SRD 5.1, "Adventuring Gear"."""
    t = table("fighter", "ogre")
    t.change("n1", effects=(Effect(name="oil"),))
    hit(t, "n1", 1, "fire")
    hit(t, "n1", 1, "fire")
    assert t["n1"].hp == 59 - 6 - 1


def test_the_dead_hold_nobody(table):
    """SRD 5.1, "Grappled"."""
    t = table()
    t.change("c1", conditions=(Condition(name="grappled", source="n1", ends=Ends(escape_dc=10)),))
    hit(t, "n1", 9)
    assert not t["c1"].has_condition("grappled")
    assert t.of(Died)
