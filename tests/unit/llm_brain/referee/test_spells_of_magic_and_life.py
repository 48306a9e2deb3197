"""Spells against spells, summons, journeys, and life given back, one rule a test. SRD 5.1, "Spell Descriptions"."""

import pytest

from llm_brain.ledger.creature import Condition, Effect, Ends
from llm_brain.ledger.events.bodies import DamageTaken, EffectLost, Healed
from llm_brain.ledger.events.fights import AttackMade, CombatantJoined, Vanished
from llm_brain.ledger.events.table import SearchMade, SpellCast
from llm_brain.ledger.events.world import CreatureAppeared, LocationEntered
from llm_brain.referee import conditions
from llm_brain.referee.bestiary import stat_block
from llm_brain.referee.casting.cast import cast_as_monster
from llm_brain.referee.casting.reactions import COUNTERSPELL
from llm_brain.referee.concentration import end_concentration
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.harm import hurt
from llm_brain.referee.outcome import Outcome
from tests.unit.llm_brain.referee.spell_table import SLOTS, at_the_table, brought, until_up


def test_half_of_what_a_vampiric_touch_takes_heals(table):
    t = at_the_table(table, "vampiric-touch")
    t.change("c1", hp=100)
    t.act("cast", "n1", spell="vampiric-touch", dice=[19, 4, 4, 4])
    assert t.of(Healed)[0].amount == 6


def test_heal_restores_seventy_and_gives_sight_back(table):
    t = at_the_table(table, "heal", fight=False)
    t.change("n1", location="hall")
    t.change("c2", hp=10, conditions=(Condition(name="blinded"),))
    t.act("cast", "c2", spell="heal")
    assert t["c2"].hp == 80
    assert not t["c2"].has_condition("blinded")


def test_revivify_comes_too_late_after_a_minute(table):
    t = at_the_table(table, "revivify raise-dead", fight=False)
    t.change("n1", location="hall")
    t.change("c2", hp=0, is_dead=True)
    now = t.state.clock_min
    t.state = t.state.model_copy(update={"flags": {"died_min:c2": str(now - 2)}})
    t.act("cast", "c2", spell="revivify")
    assert t.refused == "dead_too_long"
    t.act("cast", "c2", spell="raise-dead")
    assert (t["c2"].hp, t["c2"].is_dead) == (1, False)


def test_the_living_cannot_be_raised_and_nothing_is_spent(table):
    t = at_the_table(table, "revivify", fight=False)
    t.change("n1", location="hall")
    coins, slots = t["c1"].coins_cp, t["c1"].sheet.slots_left
    t.act("cast", "c2", spell="revivify")
    assert t.refused == "not_dead"
    assert (t["c1"].coins_cp, t["c1"].sheet.slots_left) == (coins, slots)


def test_dispel_magic_ends_what_its_slot_reaches_and_checks_for_more(table):
    for spell, die, ends in (
        ("slow", 1, True),
        ("feebleminded", 1, False),
        ("feebleminded", 20, True),
    ):
        t = at_the_table(table, "dispel-magic", fight=False)
        t.change("n1", location="hall")
        t.change("c2", effects=(Effect(name=spell, modifiers={"speed_percent": 50}),))
        t.act("cast", "c2", spell="dispel-magic", dice=[die])
        assert bool(t.of(EffectLost)) == ends


def test_summoned_beasts_join_on_the_partys_side_and_go_with_the_concentration(table):
    t = at_the_table(table, "conjure-animals", foes="ogre")
    t.act("cast", "c1", spell="conjure-animals", text="a brown bear or two")
    wolves = [e.creature.ref for e in t.of(CreatureAppeared)]
    assert len(wolves) == 2
    assert [e.combatant.side for e in t.of(CombatantJoined)] == ["party", "party"]
    assert {t[ref].stat_block for ref in wolves} == {"brown-bear"}
    out = Outcome(t.state)
    end_concentration(out, "c1", because="damage")
    gone = {e.ref for e in out.events if isinstance(e, Vanished)}
    assert gone == {ref for ref in wolves if not t[ref].is_dead}


def test_the_summoned_stand_by_the_party_in_the_next_fight(table):
    t = at_the_table(table, "animate-dead", fight=False)
    t.change("n1", location="hall")
    t.act("cast", "c1", spell="animate-dead")
    skeleton = t.of(CreatureAppeared)[0].creature.ref
    t.change("n1", location="crypt")
    from llm_brain.referee.combat.begin import begin_encounter

    events = begin_encounter(
        t.state, key="f", name="f", foes=["n1"], dice=ForcedDice([20, 1, 1, 1]), turn_number=3
    )
    began = next(e for e in events if e.type == "encounter_began")
    assert ("party", skeleton) in [(c.side, c.ref) for c in began.order]


def test_the_summoned_go_where_the_party_goes(table):
    t = at_the_table(table, "animate-dead", fight=False)
    t.change("n1", location="elsewhere")
    t.act("cast", "c1", spell="animate-dead")
    skeleton = t.of(CreatureAppeared)[0].creature.ref
    t.act("move", "exit:hall")
    assert t.state.location == "hall"
    assert t[skeleton].location == "hall"


def test_who_asks_beyond_and_fails_is_out_of_their_wits_until_a_long_rest(table):
    t = at_the_table(table, "contact-other-plane fly", fight=False)
    t.change("n1", location="hall")
    t.act("cast", spell="contact-other-plane", dice=[1, *[4] * 6])
    assert t["c1"].hp == 200 - 24
    t.act("cast", "c2", spell="fly")
    assert t.refused == "no_spells"


def test_scrying_finds_the_place_of_who_fails_the_save(table):
    for die, found in ((1, ("the hall",)), (20, ())):
        t = at_the_table(table, "scrying", fight=False)
        t.change("n1", location="hall")
        t.act("cast", "n1", spell="scrying", dice=[die])
        assert t.of(SearchMade)[0].found == found


def test_no_fiend_frightens_anybody_on_hallowed_ground(table):
    t = at_the_table(table, "fire-bolt", foes="imp ogre")
    ground = {"area": "", "location": "crypt", "hallowed": True}
    t.change("c1", effects=(Effect(name="hallow", source="c1", modifiers=ground),))
    out = Outcome(t.state)
    assert not conditions.gain(out, "c2", "frightened", source="n1", because="a look")
    assert conditions.gain(out, "c2", "frightened", source="n2", because="a look")


def test_an_antimagic_field_lets_nobody_cast(table):
    t = at_the_table(table, "antimagic-field fire-bolt")
    t.act("cast", "c1", spell="antimagic-field", dice=[1] * 6)
    until_up(t)
    t.act("cast", "n1", spell="fire-bolt")
    assert t.refused == "no_magic"


def test_the_globe_keeps_low_spells_out_and_lets_high_ones_in(table):
    for slot, is_hurt in ((5, False), (6, True)):
        t = at_the_table(table, "fire-bolt", close=False)
        globe = {"area": "", "location": "crypt", "follows": True, "spell_ward": 5}
        t.change(
            "c2", effects=(Effect(name="globe of invulnerability", source="c2", modifiers=globe),)
        )
        out = Outcome(t.state)
        casting = stat_block("archmage").spellcasting
        cast_as_monster(out, "n1", "cone-of-cold", ["c2"], casting, ForcedDice([1]), slot=slot)
        assert bool([e for e in out.events if isinstance(e, DamageTaken)]) == is_hurt


def test_a_hero_counters_a_spell_of_the_same_slot_or_lower_without_a_check(table):
    t = at_the_table(table, COUNTERSPELL, foes="mage")
    out = Outcome(t.state)
    casting = stat_block("mage").spellcasting
    cast_as_monster(out, "n1", "fireball", ["c1"], casting, ForcedDice([]), slot=3)
    assert [e.spell for e in out.events if isinstance(e, SpellCast)] == ["fireball", COUNTERSPELL]
    assert not [e for e in out.events if isinstance(e, DamageTaken)]
    assert out.creature("c1").sheet.slots_left[3] == 1


def test_a_higher_spell_is_countered_by_a_check_only(table):
    for die, lands in ((1, True), (20, False)):
        t = at_the_table(table, COUNTERSPELL, foes="archmage")
        out = Outcome(t.state)
        casting = stat_block("archmage").spellcasting
        dice = ForcedDice([die])
        cast_as_monster(out, "n1", "cone-of-cold", ["c1"], casting, dice, slot=5)
        assert bool([e for e in out.events if isinstance(e, DamageTaken)]) == lands


def test_a_mage_counters_a_heros_fireball_and_the_slot_is_lost(table):
    t = at_the_table(table, "fireball", foes="mage")
    t.act("cast", "n1", spell="fireball")
    assert COUNTERSPELL in [e.spell for e in t.of(SpellCast) if e.ref == "n1"]
    assert not [e for e in t.of(DamageTaken) if e.weapon == "Fireball"]
    assert t["c1"].sheet.slots_left[3] == 1


def test_a_held_rebuke_burns_whoever_strikes(table):
    t = at_the_table(table, "hellish-rebuke", heroes="wizard", foes="ogre")
    t.act("cast", spell="hellish-rebuke")
    t.act("dodge", dice=[19, 19, 4, 4, 1, 5, 5])
    answered = [e for e in t.of(DamageTaken) if e.weapon == "Hellish Rebuke"]
    assert [e.ref for e in answered] == ["n1"]
    assert t["c1"].sheet.slots_left[1] == 1


def test_a_wish_is_any_spell_up_to_level_eight(table):
    t = at_the_table(table, "wish")
    t.act("cast", "n1", spell="wish", text="I wish for a sunburst over them", dice=[1, *[2] * 12])
    assert t.of(DamageTaken)[0].amount == 24
    assert t["n1"].has_condition("blinded")
    t = at_the_table(table, "wish")
    t.act("cast", spell="wish", text="I wish to be king")
    assert t.refused == "which_wish"
    assert t["c1"].sheet.slots_left == SLOTS


def test_time_stands_still_for_more_actions(table):
    t = at_the_table(table, "time-stop fly")
    t.act("cast", spell="time-stop", dice=[1])
    assert t.up == "c1"


def test_teleport_brings_the_party_to_a_place_it_knows_and_nowhere_else(table):
    t = at_the_table(table, "teleport", fight=False)
    t.change("n1", location="hall")
    t.act("cast", spell="teleport", text="to the hall")
    assert t.refused == "which_place"
    t.state = t.state.with_location("hall", is_visited=True)
    t.change("n1", location="crypt", attitude="friendly")
    t.act("cast", spell="teleport", text="to the hall")
    assert t.of(LocationEntered)[0].location == "hall"
    assert t.state.location == "hall"


def test_mass_heal_shares_seven_hundred(table):
    t = at_the_table(table, "mass-heal", fight=False)
    t.change("n1", location="hall")
    t.change("c1", hp=1, hp_max=600)
    t.change("c2", hp=10, hp_max=600)
    t.act("cast", spell="mass-heal")
    assert sum(e.amount for e in t.of(Healed)) == 700


def test_a_polymorphed_foe_is_itself_again_at_the_first_wound(table):
    t = at_the_table(table, "polymorph", foes="ogre ogre")
    t.act("cast", "n1", spell="polymorph", dice=[1, *[1] * 9])
    assert "polymorph" in brought(t, "n1")
    assert not [e for e in t.of(AttackMade) if e.attacker == "n1"]
    out = Outcome(t.state)
    hurt(out, "n1", 3, "slashing", ForcedDice([]))
    assert not any(e.name == "polymorph" for e in out.creature("n1").effects)


def test_flesh_turns_to_stone_at_the_third_failure(table):
    from llm_brain.referee.casting.each_turn import at_end

    t = at_the_table(table, "flesh-to-stone", foes="ogre")
    t.act("cast", "n1", spell="flesh-to-stone", dice=[1, 1])
    assert t["n1"].has_condition("restrained")
    out = Outcome(t.state)
    for _ in range(3):
        at_end(out, "n1", ForcedDice([1]))
    assert out.creature("n1").has_condition("petrified")
    assert not out.creature("n1").has_condition("restrained")


def test_the_dominated_save_again_at_each_wound(table):
    t = at_the_table(table, "dominate-monster", foes="ogre ogre")
    t.act("cast", "n1", spell="dominate-monster", dice=[1, *[1] * 6])
    assert t["n1"].has_condition("charmed")
    out = Outcome(t.state)
    hurt(out, "n1", 3, "slashing", ForcedDice([1]))
    assert out.creature("n1").has_condition("charmed")
    hurt(out, "n1", 3, "slashing", ForcedDice([20]))
    assert not out.creature("n1").has_condition("charmed")
    assert out.creature("n1").attitude == "hostile"


@pytest.mark.parametrize(("words", "name"), [("", "blinded"), ("make it deaf", "deafened")])
def test_the_words_choose_between_the_ways_of_a_spell(table, words, name):
    t = at_the_table(table, "blindness-deafness", foes="ogre")
    t.act("cast", "n1", spell="blindness-deafness", text=words, dice=[1, 1])
    assert t["n1"].has_condition(name)


def test_what_is_held_by_the_caster_ends_by_the_clock(table):
    t = at_the_table(table, "fly", fight=False)
    t.change("n1", location="hall")
    t.act("cast", "c2", spell="fly")
    ends: Ends = next(e for e in t["c2"].effects if e.name == "fly").ends
    assert ends.at_clock_min == t.state.clock_min + 10
    assert ends.concentration_of == "c1"


@pytest.mark.parametrize(
    ("class_key", "known"), [("wizard", "fireball"), ("cleric", "spirit-guardians")]
)
def test_a_built_caster_of_level_nine_casts_with_slots_up_to_five(table, class_key, known):
    from llm_brain.referee.characters.building import build
    from llm_brain.referee.characters.defaults import pruned, quick
    from llm_brain.referee.characters.legality import problems

    choices = quick("Ada", "elf", class_key, 9)
    assert problems(choices) == []
    hero = build(pruned(choices), ref="c1").model_copy(update={"location": "crypt"})
    assert hero.sheet.slots_max[5] == 1
    assert known in hero.sheet.spells_prepared
    t = table("fighter", "ogre")
    t.state = t.state.model_copy(update={"creatures": {**t.state.creatures, "c1": hero}})
    t.fight(close=True)
    t.act("cast", "n1", spell=known, slot_level=5, dice=[1])
    assert t.refused == ""
    assert t["c1"].sheet.slots_left[5] == 0
