"""What foes do and what their blows bring, by their stat blocks."""

import pytest

from llm_brain.ledger.creature import Condition
from llm_brain.ledger.events.fights import AttackMade, EncounterEnded, Fled, Surrendered
from llm_brain.referee.bestiary import STAT_BLOCKS, creature_from, stat_block
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.monsters import choose_target
from llm_brain.referee.combat.odds import weigh_attack
from llm_brain.referee.combat.strike import block_strike
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome


def struck(table, foe, attack, dice, hero="fighter"):
    t = table(hero, foe)
    t.fight(close=True)
    t.change("c1", hp=50, hp_max=50)
    out = Outcome(t.state)
    strike = block_strike(t["n1"], stat_block(foe).attack(attack))
    strike_at(out, "n1", "c1", strike, ForcedDice(dice))
    return out.creature("c1")


def test_a_ghoul_paralyses_but_not_an_elf(table):
    """SRD 5.1, "Ghoul"."""
    assert struck(table, "ghoul", "claws", [19, 1, 1, 1]).has_condition("paralyzed")
    assert not struck(table, "ghoul", "claws", [19, 1, 1, 1], "wizard").has_condition("paralyzed")


def test_a_wolf_knocks_down_who_fails_the_save(table):
    """SRD 5.1, "Wolf"."""
    assert struck(table, "wolf", "bite", [18, 1, 1, 2]).has_condition("prone")
    assert not struck(table, "wolf", "bite", [18, 1, 1, 19]).has_condition("prone")


def test_spider_poison_is_halved_by_a_save(table):
    """SRD 5.1, "Giant Spider"."""
    assert struck(table, "giant-spider", "bite", [18, 1, 1, 8, 8]).hp == 50 - 4 - 16
    assert struck(table, "giant-spider", "bite", [18, 1, 20, 8, 8]).hp == 50 - 4 - 8


def test_a_specter_drains_the_maximum_until_a_long_rest(table):
    """SRD 5.1, "Specter"."""
    hero = struck(table, "specter", "life-drain", [18, 2, 2, 2, 1])
    assert hero.hp_max == 44
    t = table()
    t.change("n1", location="hall")
    t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, "c1": hero}})
    t.state = t.state.model_copy(update={"encounters": {}})
    t.act("long_rest")
    assert t["c1"].hp_max == 50


def test_a_shadow_that_takes_the_last_strength_kills(table):
    """SRD 5.1, "Shadow"."""
    t = table("rogue", "shadow")
    t.fight(close=True)
    t.change("c1", hp=50, hp_max=50, abilities={**t["c1"].abilities, "str": 2})
    out = Outcome(t.state)
    strike = block_strike(t["n1"], stat_block("shadow").attack("strength-drain"))
    strike_at(out, "n1", "c1", strike, ForcedDice([18, 1, 1, 2]))
    assert out.creature("c1").is_dead


def test_pack_tactics_needs_a_friend_beside_the_target(table):
    """SRD 5.1, "Wolf"."""
    t = table("fighter", "wolf wolf")
    t.fight(close=True)
    strike = block_strike(t["n1"], stat_block("wolf").attack("bite"))
    assert weigh_attack(t.state, t["n1"], t["c1"], strike).vantage == "advantage"
    t.change("n2", is_dead=True, hp=0)
    assert weigh_attack(t.state, t["n1"], t["c1"], strike).vantage == "none"


def test_a_multiattack_strikes_as_often_as_the_block_says(table):
    """SRD 5.1, "Multiattack"."""
    t = table("fighter", "brown-bear")
    t.change("c1", hp=60, hp_max=60)
    t.fight(close=True)
    t.act("dodge", dice=[2, 2, 2, 2])
    assert [a.weapon for a in t.of(AttackMade)] == ["Bite", "Claws"]


def test_a_lone_wounded_bandit_gives_up(table):
    t = table("fighter", "bandit")
    t.fight(close=True)
    t.change("n1", hp=1)
    t.act("dodge")
    assert t.of(Surrendered)
    assert t.of(EncounterEnded)


def test_a_wounded_goblin_runs(table):
    t = table("fighter", "goblin goblin")
    t.fight(close=True)
    t.change("n1", hp=1)
    t.act("dodge", dice=[2, 2, 2, 2])
    assert [e.ref for e in t.of(Fled)] == ["n1"]


def test_zombies_never_run(table):
    t = table("fighter", "zombie")
    t.fight(close=True)
    t.change("n1", hp=1)
    t.act("dodge", dice=[2, 2])
    assert t.of(AttackMade)


def test_the_cunning_go_for_whoever_holds_a_spell(table):
    from llm_brain.ledger.creature import Concentration

    t = table("fighter cleric", "bandit")
    t.fight(close=True)
    t.change("c2", concentration=Concentration(spell="bless"))
    assert choose_target(t.state, "n1", "cunning") == "c2"


def test_the_frightened_do_not_come_nearer(table):
    """SRD 5.1, "Frightened"."""
    t = table("fighter", "ogre")
    t.fight()
    t.change("c1", conditions=(Condition(name="frightened", source="n1"),))
    t.act("attack", "n1", item="longsword")
    assert t.refused == "frightened"


@pytest.mark.parametrize("key", sorted(STAT_BLOCKS))
def test_every_monster_fights_a_few_rounds(table, key):
    """SRD 5.1, "Monsters"."""
    t = table("fighter cleric", key)
    for ref in ("c1", "c2"):
        t.change(ref, hp=200, hp_max=200)
    t.fight(close=True)
    for _ in range(4):
        if t.up not in ("c1", "c2"):
            break
        t.act("wait", by=t.up)
    assert t["n1"].hp == creature_from(key, ref="n1").hp


def test_averages_are_the_blocks_own():
    """SRD 5.1, "Monsters"."""
    assert stat_block("werewolf").key == "werewolf-hybrid"
    assert (stat_block("goblin").armor_class, stat_block("goblin").hp, stat_block("goblin").xp) == (
        15,
        7,
        50,
    )
    assert len(STAT_BLOCKS) >= 40
