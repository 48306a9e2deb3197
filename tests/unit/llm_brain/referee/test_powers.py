"""Actions that are not always there: recharge on a d6, so many a day. SRD 5.1, "Monsters": Limited Usage."""

from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.powers import AbilityRecharged, AbilitySpent
from llm_brain.referee.bestiary import stat_block
from llm_brain.referee.combat import powers
from llm_brain.referee.combat.edges import at_start_of_turn
from llm_brain.referee.combat.specials import special, unleash, victims
from llm_brain.referee.conditions import can_react
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.lifetimes import after_attacking, save_at_end_of_turn
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft


def fighting(table, foe, heroes="fighter cleric"):
    t = table(heroes, foe)
    for ref in heroes.split():
        t.change(f"c{heroes.split().index(ref) + 1}", hp=300, hp_max=300)
    t.fight(close=True)
    return t


def breath_of(key):
    return next(s for s in stat_block(key).specials if s.recharge)


def test_a_breath_is_spent_until_it_recharges(table):
    """SRD 5.1, "Limited Usage": Recharge X-Y."""
    t = fighting(table, "young-red-dragon")
    out = Outcome(t.state)
    breath = breath_of("young-red-dragon")
    assert special(out, "n1", "c1", stat_block("young-red-dragon"), ForcedDice())
    assert [e.key for e in out.events if isinstance(e, AbilitySpent)] == ["fire-breath"]
    assert not powers.is_ready(out.state, "n1", breath)
    assert not special(out, "n1", "c1", stat_block("young-red-dragon"), ForcedDice())


def test_a_five_on_the_d6_at_the_start_of_its_turn_brings_a_breath_back(table):
    for shown, is_back in ((4, False), (5, True), (6, True)):
        t = fighting(table, "young-red-dragon")
        out = Outcome(t.state)
        powers.spend(out, "n1", breath_of("young-red-dragon"))
        at_start_of_turn(out, "n1", ForcedDice([shown]))
        assert powers.is_ready(out.state, "n1", breath_of("young-red-dragon")) == is_back
        rolled = [e.roll for e in out.events if isinstance(e, RollMade)]
        assert [r.total for r in rolled] == [shown]
        told = [e.roll for e in out.events if isinstance(e, AbilityRecharged)]
        assert told == ([rolled[0].id] if is_back else [])


def test_nothing_is_rolled_for_a_breath_that_was_not_spent(table):
    t = fighting(table, "young-red-dragon")
    out = Outcome(t.state)
    at_start_of_turn(out, "n1", ForcedDice())
    assert not [e for e in out.events if isinstance(e, RollMade)]


def test_two_breaths_share_one_recharge(table):
    """SRD 5.1, the metallic dragons' "Breath Weapons"."""
    t = fighting(table, "young-silver-dragon")
    out = Outcome(t.state)
    cold, paralyzing = (s for s in stat_block("young-silver-dragon").specials if s.recharge)
    powers.spend(out, "n1", paralyzing)
    assert not powers.is_ready(out.state, "n1", cold)
    at_start_of_turn(out, "n1", ForcedDice([5]))
    assert powers.is_ready(out.state, "n1", cold)
    assert len([e for e in out.events if isinstance(e, RollMade)]) == 1


def test_a_dead_dragon_recharges_nothing(table):
    t = fighting(table, "young-red-dragon")
    out = Outcome(t.state)
    powers.spend(out, "n1", breath_of("young-red-dragon"))
    out.state = out.state.with_creature("n1", hp=0, is_dead=True)
    powers.recharge(out, "n1", ForcedDice([6]))
    assert not powers.is_ready(out.state, "n1", breath_of("young-red-dragon"))


def test_what_can_be_done_once_a_day_is_done_once(table):
    """SRD 5.1, "Limited Usage": X/Day."""
    t = fighting(table, "vrock")
    out = Outcome(t.state)
    screech = next(s for s in stat_block("vrock").specials if s.per_day)
    assert screech.per_day == 1
    powers.spend(out, "n1", screech)
    assert not powers.is_ready(out.state, "n1", screech)
    at_start_of_turn(out, "n1", ForcedDice([6]))
    assert not powers.is_ready(out.state, "n1", screech)


def test_a_breath_hurts_everybody_in_its_area_by_one_roll_and_half_who_save(table):
    """SRD 5.1, "Young Red Dragon": Fire Breath."""
    t = fighting(table, "young-red-dragon")
    out = Outcome(t.state)
    # the first fails its save, sixteen sixes are rolled once, the second saves
    dice = ForcedDice([1, *[6] * 16, 20])
    special(out, "n1", "c1", stat_block("young-red-dragon"), dice)
    assert out.creature("c1").hp == 300 - 96
    assert out.creature("c2").hp == 300 - 48


def test_a_cone_covers_one_zone_and_a_presence_everybody_near(table):
    t = fighting(table, "adult-red-dragon", "fighter cleric rogue")
    encounter = t.state.encounter
    far = [c.model_copy(update={"zone": "middle"}) if c.ref == "c3" else c for c in encounter.order]
    state = t.state.with_encounter("e", order=tuple(far))
    presence, breath = stat_block("adult-red-dragon").specials
    assert sorted(victims(state, "n1", "c1", presence)) == ["c1", "c2", "c3"]
    assert sorted(victims(state, "n1", "c1", breath)) == ["c1", "c2"]


def test_who_has_met_a_frightful_presence_is_immune_for_a_day(table):
    """SRD 5.1, the dragons' "Frightful Presence"."""
    t = fighting(table, "adult-red-dragon", "fighter")
    out = Outcome(t.state)
    block = stat_block("adult-red-dragon")
    presence = block.specials[0]
    special(out, "n1", "c1", block, ForcedDice([1]))
    assert out.creature("c1").has_condition("frightened")
    out.state = out.state.with_creature("c1", conditions=())
    assert victims(out.state, "n1", "c1", presence) == []


def test_a_presence_comes_on_top_of_the_multiattack(table):
    t = fighting(table, "adult-red-dragon", "fighter")
    out = Outcome(t.state)
    powers.spend(out, "n1", breath_of("adult-red-dragon"))
    assert not special(out, "n1", "c1", stat_block("adult-red-dragon"), ForcedDice([1]))
    assert out.creature("c1").has_condition("frightened")


def test_a_slowing_breath_halves_speed_and_takes_reactions_until_a_save(table):
    """SRD 5.1, "Adult Copper Dragon": Slowing Breath."""
    t = fighting(table, "adult-copper-dragon", "fighter")
    slowing = next(s for s in stat_block("adult-copper-dragon").specials if s.effect == "slowed")
    out = Outcome(t.state)
    unleash(out, "n1", slowing, ["c1"], ForcedDice([1]))
    assert speed_ft(out.state, "c1") == t["c1"].speed_ft // 2
    assert not can_react(out.creature("c1"))
    save_at_end_of_turn(out, "c1", ForcedDice([20]))
    assert can_react(out.creature("c1"))


def test_a_repulsion_breath_drives_away_who_fails(table):
    """SRD 5.1, "Adult Bronze Dragon": Repulsion Breath."""
    t = fighting(table, "adult-bronze-dragon", "fighter")
    repulsion = next(s for s in stat_block("adult-bronze-dragon").specials if s.push_ft)
    assert repulsion.push_ft == 60
    out = Outcome(t.state)
    unleash(out, "n1", repulsion, ["c1"], ForcedDice([1]))
    assert out.creature("c1").has_condition("prone")  # there is nowhere behind


def test_an_imp_vanishes_where_nobody_is_near_and_appears_when_it_strikes(table):
    """SRD 5.1, "Imp": Invisibility."""
    t = table("fighter", "imp")
    t.fight()
    out = Outcome(t.state)
    block = stat_block("imp")
    assert special(out, "n1", "c1", block, ForcedDice())
    assert out.creature("n1").has_condition("invisible")
    assert not special(out, "n1", "c1", block, ForcedDice())
    after_attacking(out, "n1")
    assert not out.creature("n1").has_condition("invisible")


def test_a_deva_heals_a_friend_three_times_a_day(table):
    """SRD 5.1, "Deva": Healing Touch (3/Day)."""
    t = table("fighter", "deva goblin")
    t.fight(close=True)
    t.change("n2", hp=1, hp_max=200)
    out = Outcome(t.state)
    touch = next(s for s in stat_block("deva").specials if s.kind == "heal")
    for times in (1, 2, 3):
        assert victims(out.state, "n1", "c1", touch) == ["n2"]
        unleash(out, "n1", touch, ["n2"], ForcedDice([1, 1, 1, 1]))
        assert out.creature("n2").hp == 1 + 6 * times
    assert not powers.is_ready(out.state, "n1", touch)


def test_a_charm_that_failed_is_not_tried_on_the_same_hero_again_in_the_fight(table):
    """SRD 5.1, "Vampire": Charm is an action; having failed once, it bites instead."""
    t = fighting(table, "vampire-vampire", "fighter")
    out = Outcome(t.state)
    block = stat_block("vampire-vampire")
    assert special(out, "n1", "c1", block, ForcedDice([20]))
    assert not special(out, "n1", "c1", block, ForcedDice([20]))
