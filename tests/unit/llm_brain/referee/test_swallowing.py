"""Swallowed by a monster. SRD 5.1, "Swallow"."""

import pytest

from llm_brain.ledger.creature import Condition, Ends
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.referee import harm
from llm_brain.referee.bestiary import STAT_BLOCKS, block_of
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.positions import enemies_of
from llm_brain.referee.combat.strike import block_strike
from llm_brain.referee.combat.swallowing import GULLETS, count_blow, digest, spit_out
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.inside import swallower_of
from llm_brain.referee.outcome import Outcome


def bitten(table, foe="giant-toad", *, held=True, heroes="fighter rogue", dice=()):
    """Return what comes of a bite at a hero, held in the jaws already or not."""
    t = table(heroes, foe)
    t.fight(close=True)
    t.change("c1", hp=200, hp_max=200, conditions=())
    if held:
        ends = Ends(escape_dc=13, encounter=True)
        t.change("c1", conditions=(Condition(name="grappled", source="n1", ends=ends),))
    block = block_of(t["n1"])
    assert block is not None
    bite = next(a for a in block.attacks if a.name == GULLETS[foe].attack)
    out = Outcome(t.state)
    strike_at(out, "n1", "c1", block_strike(t["n1"], bite), ForcedDice([19, *dice, 1, 1, 1]))
    return out


@pytest.mark.parametrize("held", [True, False])
def test_only_who_is_held_is_swallowed(table, held):
    """SRD 5.1, "Giant Toad"."""
    out = bitten(table, held=held)
    assert (swallower_of(out.creature("c1")) == "n1") == held
    names = {c.name for c in out.creature("c1").conditions}
    assert names == ({"blinded", "restrained"} if held else {"grappled", "restrained"})


def test_a_frog_swallows_nobody_of_medium_size(table):
    """SRD 5.1, "Giant Frog"."""
    out = bitten(table, "giant-frog")
    assert swallower_of(out.creature("c1")) == ""


@pytest.mark.parametrize(("shown", "is_in"), [(1, True), (20, False)])
def test_a_purple_worm_takes_a_dexterity_save_instead(table, shown, is_in):
    """SRD 5.1, "Purple Worm"."""
    out = bitten(table, "purple-worm", held=False, dice=[1, 1, 1, shown])
    assert (swallower_of(out.creature("c1")) == "n1") == is_in


def test_acid_eats_who_is_inside_at_the_start_of_the_monster_s_turns(table):
    """SRD 5.1, "Giant Toad"."""
    out = bitten(table)
    start = len(out.events)
    digest(out, "n1", ForcedDice([2, 2, 2]))
    (hurt,) = [e for e in out.events[start:] if isinstance(e, DamageTaken)]
    assert (hurt.ref, hurt.damage_type, hurt.amount) == ("c1", "acid", 6)


def test_who_is_inside_has_total_cover_and_reaches_only_the_monster(table):
    """SRD 5.1, "Giant Toad", "Cover"."""
    out = bitten(table)
    assert enemies_of(out.state, "n1") == ["c2"]
    assert enemies_of(out.state, "c1") == ["n1"]


def test_death_lets_them_out_prone(table):
    """SRD 5.1, "Giant Toad"."""
    out = bitten(table)
    harm.hurt(out, "n1", 500, "slashing", ForcedDice())
    freed = out.creature("c1")
    assert swallower_of(freed) == ""
    assert {c.name for c in freed.conditions} == {"prone"}


@pytest.mark.parametrize(
    ("dealt", "shown", "is_out"), [(30, 1, True), (30, 20, False), (29, 1, False)]
)
def test_enough_damage_from_inside_may_make_it_spit(table, dealt, shown, is_out):
    """SRD 5.1, "Behir"."""
    out = bitten(table, "behir")
    count_blow(out, "c1", "n1", dealt)
    spit_out(out, "c1", ForcedDice([shown]))
    assert (swallower_of(out.creature("c1")) == "") == is_out


def test_no_monster_s_swallow_is_only_told():
    """SRD 5.1, "Swallow"."""
    assert not [b.key for b in STAT_BLOCKS.values() if "Swallow" in b.narrated]
    assert all(block in STAT_BLOCKS for block in GULLETS)
