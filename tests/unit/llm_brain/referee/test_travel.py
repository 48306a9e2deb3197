"""Travel, loads, falls and what is noticed on the way. SRD 5.1, "Travel Pace", "Lifting and Carrying"."""

import pytest

from llm_brain.ledger.creature import Condition, Ends, Item
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.things import ItemGained
from llm_brain.ledger.events.world import TimePassed
from llm_brain.ledger.world import Feature, Location
from llm_brain.referee import trial
from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.combat.specials import unleash
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.equipment import item
from llm_brain.referee.exhaustion import tire
from llm_brain.referee.lifetimes import save_at_end_of_turn
from llm_brain.referee.load import VARIANT, capacity_lb, load_lb
from llm_brain.referee.magic.making import magic_item
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.speed import speed_ft
from llm_brain.referee.world.hazards import fall
from llm_brain.referee.world.travel import DAY_OF_MARCH_MIN


def alone(table, heroes="fighter"):
    t = table(heroes, "goblin")
    t.change("n1", location="nowhere")
    return t


def with_flag(t, key, value):
    t.state = t.state.model_copy(update={"flags": {**t.state.flags, key: value}})


@pytest.mark.parametrize(
    ("said", "minutes"), [("go north", 2), ("go north at a fast pace", 2), ("at a slow pace", 3)]
)
def test_pace_tells_in_the_minutes_a_way_takes(table, said, minutes):
    """SRD 5.1, "Travel Pace"."""
    t = alone(table)
    t.act("move", "exit:hall", text=said)
    assert t.of(TimePassed)[0].minutes == minutes


def test_who_goes_fast_notices_less_and_cannot_go_unseen(table):
    """SRD 5.1, "Travel Pace"."""
    t = alone(table)
    before = trial.passive(t.state, "c1", "perception")
    t.act("interact", text="let us set a fast pace")
    assert trial.passive(t.state, "c1", "perception") == before - 5
    t.act("sneak", "exit:hall")
    assert t.refused == "too_fast"


def test_the_ninth_hour_of_marching_takes_a_save_or_exhausts(table):
    """SRD 5.1, "Forced March": DC 10 + 1 for each hour."""
    for shown, level in ((1, 1), (20, 0)):
        t = alone(table)
        with_flag(t, "marched", f"0:{DAY_OF_MARCH_MIN + 59}")
        t.act("move", "exit:hall", dice=[shown])
        tired = [e for e in t["c1"].effects if e.name == "exhaustion"]
        assert len(tired) == level


@pytest.mark.parametrize(("level", "is_halved", "is_dead"), [(3, 0, 0), (4, 1, 0), (6, 1, 1)])
def test_exhaustion_halves_hit_points_at_four_and_kills_at_six(table, level, is_halved, is_dead):
    """SRD 5.1, "Exhaustion"."""
    t = alone(table)
    full = t["c1"].hp_max
    out = Outcome(t.state)
    for _ in range(level):
        tire(out, "c1", "a test")
    assert (out.creature("c1").hp_max < full) == bool(is_halved)
    assert out.creature("c1").is_dead == bool(is_dead)


def test_a_long_rest_takes_one_level_and_gives_hit_points_back(table):
    """SRD 5.1, "Exhaustion"."""
    t = alone(table)
    full = t["c1"].hp_max
    out = Outcome(t.state)
    tire(out, "c1", "a test", 4)
    t.state = out.state
    t.act("long_rest")
    assert trial.exhaustion_level(t["c1"]) == 3
    assert t["c1"].hp_max == full


def outdoors(table, kind):
    t = alone(table)
    place = Location(key="crypt", name="the wood", kind=kind, is_outdoors=True)
    t.state = t.state.model_copy(update={"locations": {**t.state.locations, "crypt": place}})
    return t


def test_foraging_finds_food_outdoors_and_none_in_a_crypt(table):
    """SRD 5.1, "Foraging": 1d6 plus Wisdom pounds."""
    t = outdoors(table, "forest")
    t.act("skill_check", skill="survival", text="I forage for food", dice=[19, 4])
    gained = t.of(ItemGained)
    assert gained[0].item.key == "rations-1-day"
    assert gained[0].item.quantity >= 3
    t = alone(table)
    t.act("skill_check", skill="survival", text="I forage for food", dice=[19, 4])
    assert t.refused == "nothing_grows"


def test_nobody_carries_more_than_fifteen_times_their_strength(table):
    """SRD 5.1, "Lifting and Carrying"."""
    t = alone(table)
    assert capacity_lb(t["c1"]) == 15 * t["c1"].abilities["str"]
    anvils = item("chest", 12)
    t.state = t.state.with_location("crypt", items=(anvils,))
    t.act("take", "item:chest")
    assert t.refused == "too_heavy"
    t.act("take", "item:chest", quantity=1)
    assert any(i.key == "chest" for i in t["c1"].items)


def test_a_bag_of_holding_bears_what_its_bearer_need_not(table):
    """SRD 5.1, "Bag of Holding"."""
    t = alone(table)
    t.change("c1", items=(item("chest", 8),))
    assert load_lb(t["c1"]) == 200
    t.change("c1", items=(item("chest", 8), magic_item("bag-of-holding")))
    assert load_lb(t["c1"]) == 0


def test_the_variant_slows_the_laden_only_where_it_is_played(table):
    """SRD 5.1, "Variant: Encumbrance"."""
    t = alone(table)
    t.change("c1", items=(item("chest", 4),), abilities={**t["c1"].abilities, "str": 15})
    assert speed_ft(t.state, "c1") == 30
    with_flag(t, VARIANT, "on")
    assert speed_ft(t.state, "c1") == 20


@pytest.mark.parametrize(("feet", "dice"), [(9, 0), (10, 1), (35, 3), (900, 20)])
def test_a_fall_is_a_die_for_every_ten_feet_and_twenty_at_most(table, feet, dice):
    """SRD 5.1, "Falling"."""
    t = alone(table)
    t.change("c1", hp=300, hp_max=300)
    out = Outcome(t.state)
    fall(out, "c1", feet, ForcedDice([1] * 20))
    hurt = sum(e.amount for e in out.events if isinstance(e, DamageTaken))
    assert hurt == dice
    assert out.creature("c1").has_condition("prone") == bool(dice)


def test_who_jumps_down_falls(table):
    """SRD 5.1, "Falling"."""
    t = alone(table)
    t.change("c1", hp=30, hp_max=30)
    t.act("skill_check", skill="athletics", text="I jump down 20 feet", dice=[2, 2])
    assert t["c1"].hp == 26


def test_a_ring_of_feather_falling_takes_the_harm_out_of_a_fall(table):
    """SRD 5.1, "Ring of Feather Falling"."""
    t = alone(table)
    ring: Item = magic_item("ring-of-feather-falling", is_equipped=True)
    t.change("c1", items=(ring,), attuned=(ring.key,))
    out = Outcome(t.state)
    fall(out, "c1", 60, ForcedDice([6] * 6))
    assert out.creature("c1").hp == t["c1"].hp


@pytest.mark.parametrize(("find_dc", "is_sprung"), [(1, False), (30, True)])
def test_a_trap_underfoot_is_noticed_by_the_watchful(table, find_dc, is_sprung):
    """SRD 5.1, "Detecting and Disabling a Trap": passive Perception."""
    t = alone(table)
    wire = Feature(
        key="wire", name="trip wire", is_hidden=True, find_dc=find_dc, is_underfoot=True,
        trap_dc=12, trap_damage="1d4", trap_type="piercing",
    )  # fmt: skip
    t.state = t.state.with_location("hall", features=(wire,))
    t.act("move", "exit:hall")
    assert t.state.locations["hall"].features[0].trap_is_sprung == is_sprung
    assert bool(t.of(DamageTaken)) == is_sprung


@pytest.mark.parametrize("key", ["basilisk", "medusa"])
@pytest.mark.parametrize(("shown", "is_stone"), [(1, True), (20, False)])
def test_a_petrifying_gaze_is_stone_at_the_second_failed_save(table, key, shown, is_stone):
    """SRD 5.1, "Basilisk", "Medusa", "Petrified"."""
    t = table("fighter rogue", key)
    t.fight()
    t.change("c1", conditions=(), is_dead=False)
    out = Outcome(t.state)
    gaze = STAT_BLOCKS[key].gaze
    assert gaze is not None
    unleash(out, "n1", gaze, ["c1"], ForcedDice([1]))
    assert [c.name for c in out.creature("c1").conditions] == ["restrained"]
    save_at_end_of_turn(out, "c1", ForcedDice([shown]))
    assert out.creature("c1").has_condition("petrified") == is_stone
    assert not out.creature("c1").has_condition("restrained")


def test_a_cockatrice_petrifies_for_a_day_and_a_save_in_time_prevents_it(table):
    """SRD 5.1, "Cockatrice", "Petrified"."""
    ends = Ends(save_ability="con", save_dc=11, turns_into="petrified", turns_into_min=1440)
    for shown, stone in ((1, True), (20, False)):
        t = table("fighter rogue", "cockatrice")
        t.change("c1", conditions=(Condition(name="restrained", source="n1", ends=ends),))
        out = Outcome(t.state)
        save_at_end_of_turn(out, "c1", ForcedDice([shown]))
        assert out.creature("c1").has_condition("petrified") == stone
        assert not out.creature("c1").has_condition("restrained")
        until = [c.ends.at_clock_min for c in out.creature("c1").conditions]
        assert until == ([t.state.clock_min + 1440] if stone else [])
