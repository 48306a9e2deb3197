"""Traits of stat blocks that the rules play; each test names where the SRD says so."""

import pytest

from llm_brain.ledger.events.fights import AttackMade
from llm_brain.referee.bestiary import stat_block
from llm_brain.referee.combat.attack import strike_at
from llm_brain.referee.combat.edges import at_start_of_turn
from llm_brain.referee.combat.extra_damage import charging, sneak_dice
from llm_brain.referee.combat.monster_actions import attack_with_all
from llm_brain.referee.combat.odds import weigh_attack
from llm_brain.referee.combat.opportunity import provoke
from llm_brain.referee.combat.strike import block_strike
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.harm import hurt, restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.trial import saving_throw


def fighting(table, foe, hero="fighter", **options):
    t = table(hero, foe)
    t.change("c1", hp=200, hp_max=200)
    t.fight(close=True, **options)
    return t


def test_a_troll_regains_ten_at_the_start_of_its_turn(table):
    """SRD 5.1, "Troll": Regeneration."""
    t = fighting(table, "troll")
    out = Outcome(t.state)
    hurt(out, "n1", 30, "slashing", ForcedDice())
    at_start_of_turn(out, "n1", ForcedDice())
    assert out.creature("n1").hp == 84 - 30 + 10


@pytest.mark.parametrize("kind", ["fire", "acid"])
def test_fire_and_acid_keep_a_troll_from_regenerating_once(table, kind):
    t = fighting(table, "troll")
    t.change("n1", hp=60)
    out = Outcome(t.state)
    hurt(out, "n1", 10, kind, ForcedDice())
    at_start_of_turn(out, "n1", ForcedDice())
    assert out.creature("n1").hp == 50


def test_a_vampire_regains_twenty_and_a_spawn_ten(table):
    for key, gained in (("vampire-vampire", 20), ("vampire-spawn", 10)):
        t = fighting(table, key)
        t.change("n1", hp=20)
        out = Outcome(t.state)
        at_start_of_turn(out, "n1", ForcedDice())
        assert out.creature("n1").hp == 20 + gained


@pytest.mark.parametrize(("material", "lost"), [("", 5), ("magical", 10)])
def test_resistance_to_nonmagical_blows_gives_way_to_magic(table, material, lost):
    """SRD 5.1, "Damage Resistance and Vulnerability"; "Air Elemental"."""
    t = fighting(table, "air-elemental")
    out = Outcome(t.state)
    assert hurt(out, "n1", 10, "slashing", ForcedDice(), material=material) == lost


def test_a_golem_is_immune_unless_the_weapon_is_adamantine_or_magical(table):
    """SRD 5.1, "Stone Golem": Damage Immunities."""
    t = fighting(table, "stone-golem")
    for material, lost in (("", 0), ("silvered", 0), ("adamantine", 10), ("magical", 10)):
        assert hurt(Outcome(t.state), "n1", 10, "slashing", ForcedDice(), material=material) == lost


def test_lightning_heals_a_flesh_golem(table):
    """SRD 5.1, "Flesh Golem": Lightning Absorption."""
    t = fighting(table, "flesh-golem")
    t.change("n1", hp=50)
    out = Outcome(t.state)
    assert hurt(out, "n1", 12, "lightning", ForcedDice()) == 0
    assert out.creature("n1").hp == 62


def test_the_blows_of_a_deva_count_as_magical(table):
    """SRD 5.1, "Deva": Angelic Weapons."""
    t = fighting(table, "deva")
    attack = stat_block("deva").attacks[0]
    assert block_strike(t["n1"], attack).material == "magical"
    goblin = table("fighter", "goblin")
    assert block_strike(goblin["n1"], stat_block("goblin").attacks[0]).material == ""


def test_magic_resistance_gives_advantage_against_magic_only(table):
    """SRD 5.1, "Pit Fiend": Magic Resistance."""
    t = fighting(table, "pit-fiend")
    for about, shown in ((("magic",), 20), ((), 1)):
        out = Outcome(t.state)
        assert saving_throw(out, "n1", "dex", 20, ForcedDice([1, 20]), "x", against=about) == (
            shown == 20
        )


def test_a_shark_smells_blood(table):
    """SRD 5.1, "Hunter Shark": Blood Frenzy."""
    t = fighting(table, "hunter-shark")
    strike = block_strike(t["n1"], stat_block("hunter-shark").attacks[0])
    assert weigh_attack(t.state, t["n1"], t["c1"], strike).vantage == "none"
    t.change("c1", hp=199)
    assert weigh_attack(t.state, t["n1"], t["c1"], strike).vantage == "advantage"


def test_who_strikes_an_azer_is_burnt(table):
    """SRD 5.1, "Azer": Heated Body."""
    t = fighting(table, "azer")
    t.act("attack", "n1", item="longsword", dice=[19, 4, 7])
    assert t["c1"].hp < 200


def test_a_charge_adds_damage_and_knocks_down(table):
    """SRD 5.1, "Rhinoceros": Charge."""
    t = fighting(table, "rhinoceros", dice=[1, 20])
    assert t.up == "n1"
    encounter = t.state.encounter
    ran = [
        c.model_copy(update={"movement_left_ft": 10}) if c.ref == "n1" else c
        for c in encounter.order
    ]
    out = Outcome(t.state.with_encounter("e", order=tuple(ran)))
    strike = block_strike(t["n1"], stat_block("rhinoceros").attack("gore"))
    assert charging(t.state, "n1", strike) is None
    # to hit, 2d8 of the horn, 2d8 of the run, and a failed save
    strike_at(out, "n1", "c1", strike, ForcedDice([18, 1, 1, 8, 8, 1]))
    assert out.creature("c1").hp == 200 - 7 - 16
    assert out.creature("c1").has_condition("prone")


def test_a_dying_magmin_bursts(table):
    """SRD 5.1, "Magmin": Death Burst."""
    t = fighting(table, "magmin")
    out = Outcome(t.state)
    hurt(out, "n1", 50, "slashing", ForcedDice([1, 6, 6]))
    assert out.creature("n1").is_dead
    assert out.creature("c1").hp == 200 - 12


def test_a_basilisks_gaze_befalls_whoever_starts_a_turn_near_it(table):
    """SRD 5.1, "Basilisk": Petrifying Gaze."""
    t = fighting(table, "basilisk")
    out = Outcome(t.state)
    at_start_of_turn(out, "c1", ForcedDice([1]))
    assert out.creature("c1").has_condition("restrained")
    blind = Outcome(t.state)
    at_start_of_turn(blind, "c1", ForcedDice([20]))
    assert not blind.creature("c1").has_condition("restrained")


def test_a_giant_owl_flies_by_unstruck(table):
    """SRD 5.1, "Giant Owl": Flyby."""
    for foe, blows in (("giant-owl", 0), ("goblin", 1)):
        t = fighting(table, foe)
        out = Outcome(t.state)
        provoke(out, "n1", ForcedDice())
        assert len([e for e in out.events if isinstance(e, AttackMade)]) == blows


def test_an_assassin_sneaks_harder_than_a_spy(table):
    """SRD 5.1, "Assassin", "Spy": Sneak Attack."""
    assert sneak_dice(table("fighter", "assassin")["n1"]) == "4d6"
    assert sneak_dice(table("fighter", "spy")["n1"]) == "2d6"


def test_a_boar_is_relentless_up_to_its_own_measure(table):
    """SRD 5.1, "Giant Boar": Relentless."""
    for lost, stands in ((10, True), (11, False)):
        t = fighting(table, "giant-boar")
        t.change("n1", hp=lost)
        out = Outcome(t.state)
        hurt(out, "n1", lost, "slashing", ForcedDice())
        assert out.creature("n1").is_dead != stands


def test_a_swarm_regains_no_hit_points(table):
    """SRD 5.1, "Swarm of Bats": Swarm."""
    t = fighting(table, "swarm-of-bats")
    t.change("n1", hp=5)
    assert restore(Outcome(t.state), "n1", 10) == 0


def test_a_gnoll_that_fells_somebody_bites_the_next(table):
    """SRD 5.1, "Gnoll": Rampage."""
    t = table("fighter cleric", "gnoll")
    t.change("c1", hp=1)
    t.fight(close=True)
    out = Outcome(t.state)
    attack_with_all(out, "n1", "c1", ForcedDice([19, 6, 19, 4]))
    struck = [(e.target, e.weapon) for e in out.events if isinstance(e, AttackMade)]
    assert struck[0][0] == "c1"
    assert struck[1:] == [("c2", "Bite")]
