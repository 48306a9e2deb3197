"""Spells: legality, payment, and that every one of them does something."""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import (
    ConcentrationEnded,
    ConditionGained,
    DamageTaken,
    Died,
    EffectGained,
    Healed,
)
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.referee.equipment import item


def ready_to_cast(t, ref, spell, level=3):
    """Let a hero cast one spell, with slots of level 1 and 2."""
    sheet = t[ref].sheet
    known = {
        "cantrips": (*sheet.cantrips, spell),
        "spells_prepared": (*sheet.spells_prepared, spell),
    }
    slots = {1: 4, 2: 2}
    t.sheet(ref, slots_max=slots, slots_left=slots, level=level, **known)
    t.change(ref, coins_cp=1_000_00)


def test_no_slot_means_no_spell_and_nothing_is_spent(table):
    t = table("wizard", "ogre")
    t.sheet("c1", slots_left={1: 0})
    t.fight()
    before = t.state
    t.act("cast", "n1", spell="magic-missile")
    assert t.refused == "no_slot_left"
    assert t.state == before


def test_what_is_not_prepared_cannot_be_cast(table):
    t = table("wizard", "ogre")
    t.fight()
    t.act("cast", "n1", spell="burning-hands")
    assert t.refused == "not_prepared"


def test_a_fighter_cannot_cast(table):
    t = table("fighter")
    t.act("cast", spell="light")
    assert t.refused == "no_spellcaster"


def test_a_ritual_takes_ten_minutes_and_no_slot(table):
    t = table("wizard")
    t.change("n1", location="hall")
    t.act("cast", spell="detect-magic")
    assert t.of(SpellCast)[0].is_ritual
    assert t.state.clock_min == 8 * 60 + 10
    assert t["c1"].sheet.slots_left == {1: 2}


def test_magic_missile_never_misses(table):
    t = table("wizard", "ogre")
    t.fight()
    t.act("cast", "n1", spell="magic-missile", dice=[1, 2, 3, 1])
    assert t.of(DamageTaken)[0].amount == 1 + 2 + 3 + 3
    assert t["c1"].sheet.slots_left == {1: 1}


def test_a_higher_slot_throws_one_dart_more(table):
    t = table("wizard", "ogre")
    ready_to_cast(t, "c1", "magic-missile")
    t.fight()
    t.act("cast", "n1", spell="magic-missile", slot_level=2, dice=[1, 1, 1, 1])
    assert t.of(DamageTaken)[0].amount == 8


def test_sleep_takes_the_weakest_first_and_spares_undead(table):
    t = table("wizard", "goblin goblin ogre skeleton")
    t.change("n2", hp=3)
    t.fight()
    t.act("cast", "n1", spell="sleep", dice=[3, 3, 2, 2, 2])
    asleep = [r for r in ("n1", "n2", "n3", "n4") if t["n1"] and t[r].has_condition("unconscious")]
    assert asleep == ["n1", "n2"]


def test_a_save_for_half_halves(table):
    t = table("wizard", "ogre")
    ready_to_cast(t, "c1", "burning-hands")
    t.fight(close=True)
    t.act("cast", "n1", spell="burning-hands", dice=[20, 4, 4, 3])
    assert t.of(DamageTaken)[0].amount == 5


def test_fire_bolt_is_an_attack_with_intelligence(table):
    t = table("wizard", "ogre")
    t.fight()
    t.act("cast", "n1", spell="fire-bolt", dice=[10, 7])
    assert t.of(AttackMade)[0].is_hit
    assert t.of(DamageTaken)[0].amount == 7


def test_healing_adds_wisdom_and_the_life_domain(table):
    t = table("cleric fighter", "ogre")
    t.change("c2", hp=1)
    t.fight()
    t.act("cast", "c2", spell="cure-wounds", dice=[2])
    assert t.of(Healed)[0].amount == 2 + 3 + 2 + 1


def test_after_a_bonus_spell_only_a_cantrip_can_follow(table):
    t = table("cleric fighter", "ogre")
    t.change("c2", hp=1)
    t.fight()
    t.act("cast", "c2", spell="healing-word", dice=[2])
    assert t.up == "c1"
    t.act("cast", "n1", spell="guiding-bolt")
    assert t.refused == "one_spell_a_turn"
    t.act("cast", "n1", spell="sacred-flame", dice=[2, 5])
    assert t.of(SpellCast)


def test_one_concentration_ends_the_other(table):
    t = table("cleric", "ogre")
    t.fight()
    t.act("cast", spell="shield-of-faith")
    t.state = t.state.with_sheet("c1", slots_left={1: 2})
    t.act("wait", dice=[1, 1])
    t.act("cast", spell="bless", dice=[1, 1])
    assert t.of(ConcentrationEnded)
    assert [e.name for e in t["c1"].effects if e.source == "c1"] == ["bless"]


def test_mage_armor_counts_from_then_on(table):
    from llm_brain.referee.armor_class import armor_class

    t = table("wizard")
    t.change("n1", location="hall")
    t.act("cast", spell="mage-armor")
    assert armor_class(t["c1"]) == 16
    assert t["c1"].armor_class == 13


def test_shield_turns_the_blow_it_answers(table):
    t = table("wizard", "goblin")
    t.fight(close=True)
    t.change("c1", hp=4)
    t.act("dodge", dice=[13, 13])
    assert any(e.spell == "shield" for e in t.of(SpellCast))
    assert not t.of(AttackMade)[0].is_hit


def test_hold_person_holds_humanoids_only(table):
    for foe, held in (("bandit", True), ("wolf", False)):
        t = table("cleric", foe)
        ready_to_cast(t, "c1", "hold-person")
        t.fight(close=False)
        t.act("cast", "n1", spell="hold-person", dice=[1, 1])
        gained = [e.condition.name for e in t.of(ConditionGained)]
        assert ("paralyzed" in gained) == held


def test_silence_stops_words(table):
    t = table("cleric", "ogre")
    ready_to_cast(t, "c1", "silence")
    t.change("n1", location="hall")
    t.act("cast", spell="silence")
    t.act("cast", spell="cure-wounds")
    assert t.refused == "silenced"


def test_a_spiritual_weapon_strikes_again_as_a_bonus_action(table):
    t = table("cleric", "ogre")
    ready_to_cast(t, "c1", "spiritual-weapon")
    t.fight()
    t.act("cast", "n1", spell="spiritual-weapon", dice=[15, 4])
    assert t.of(DamageTaken)[0].amount == 4 + 3
    t.act("wait", dice=[1])
    t.act("cast", "n1", spell="spiritual-weapon", dice=[15, 4])
    assert t.of(DamageTaken)
    assert not t.of(SpellSlotSpent)


def test_aid_raises_the_maximum_and_takes_it_back(table):
    from llm_brain.ledger.fold import fold
    from llm_brain.referee.lifetimes import by_the_clock
    from llm_brain.referee.outcome import Outcome

    t = table("cleric fighter")
    ready_to_cast(t, "c1", "aid")
    t.change("n1", location="hall")
    t.act("cast", spell="aid")
    assert t["c2"].hp_max == 17
    t.state = t.state.model_copy(update={"clock_min": t.state.clock_min + 8 * 60})
    out = Outcome(t.state)
    by_the_clock(out)
    assert fold(t.state, out.events).creatures["c2"].hp_max == 12


def test_knock_opens_what_is_locked(table):
    t = table("wizard")
    ready_to_cast(t, "c1", "knock")
    t.change("n1", location="hall")
    crypt = t.state.locations["crypt"]
    shut = crypt.exits[0].model_copy(update={"is_locked": True, "lock_dc": 20})
    t.state = t.state.with_location("crypt", exits=(shut,))
    t.act("cast", "exit:hall", spell="knock")
    assert not t.state.locations["crypt"].exits[0].is_locked


def test_armor_without_training_stops_casting(table):
    t = table("wizard")
    t.change("c1", items=(*t["c1"].items, item("chain-mail", is_equipped=True)))
    t.act("cast", spell="light")
    assert t.refused == "armor_hinders"


def test_a_costly_material_must_be_paid(table):
    t = table("wizard")
    ready_to_cast(t, "c1", "find-familiar")
    t.change("n1", location="hall")
    t.change("c1", coins_cp=500)
    t.act("cast", spell="find-familiar")
    assert t.refused == "no_material"
    t.change("c1", coins_cp=1500)
    t.act("cast", spell="find-familiar")
    assert t["c1"].coins_cp == 500


def test_the_dead_are_not_cast_at(table):
    t = table("wizard", "goblin ogre")
    t.fight()
    t.change("n1", is_dead=True, hp=0)
    t.act("cast", "n1", spell="fire-bolt")
    assert t.refused == "already_dead"


def test_a_dead_friend_is_past_help_and_nothing_is_spent(table):
    t = table("cleric fighter")
    ready_to_cast(t, "c1", "aid")
    t.change("n1", location="hall")
    t.change("c2", is_dead=True, hp=0)
    t.act("cast", "c2", spell="aid")
    assert t.refused == "already_dead"
    assert (t["c2"].hp, t["c1"].sheet.slots_left) == (0, {1: 4, 2: 2})


def test_invisibility_ends_with_an_attack(table):
    t = table("wizard", "ogre")
    ready_to_cast(t, "c1", "invisibility")
    t.fight()
    t.act("cast", spell="invisibility", dice=[1])
    assert t["c1"].has_condition("invisible")
    t.act("cast", "n1", spell="fire-bolt", dice=[2])
    assert not t["c1"].has_condition("invisible")


def test_kills_are_kills_by_spell_too(table):
    t = table("wizard", "goblin")
    t.fight()
    t.act("cast", "n1", spell="magic-missile", dice=[4, 4, 4])
    assert t.of(Died)[0].by == "c1"


def test_an_effect_names_its_caster(table):
    t = table("cleric fighter")
    t.change("n1", location="hall")
    t.act("cast", "c2", spell="shield-of-faith")
    assert t.of(EffectGained)[0].effect.source == "c1"


def test_true_strike_is_for_its_target_and_next_turn(table):
    t = table("wizard", "ogre ogre")
    t.change("c1", hp=60, hp_max=60)
    t.sheet("c1", cantrips=("true-strike", "fire-bolt"), spells_prepared=())
    t.fight()
    t.act("cast", "n2", spell="true-strike", dice=[1, 1, 1, 1])
    t.act("cast", "n2", spell="fire-bolt", dice=[2, 3])
    roll = next(e.roll for e in t.of(RollMade) if e.roll.purpose == "Attack: Fire Bolt")
    assert "advantage: true strike" in roll.why


def test_a_spell_with_gestures_takes_a_free_hand_or_the_free_handling(table):
    """SRD 5.1, "Somatic (S)": weapon and shield fill both hands."""
    t = table("cleric fighter", "ogre")
    ready_to_cast(t, "c1", "cure-wounds")
    held = (item("mace", is_equipped=True), item("shield", is_equipped=True))
    t.change("c1", items=held)
    t.change("c2", hp=1)
    t.fight(close=True)
    t.act("cast", "c2", spell="cure-wounds", dice=[2])
    assert t.refused == ""
    busy = Effect(name="hands busy", source="c1", ends=Ends(encounter=True))
    t = table("cleric fighter", "ogre")
    ready_to_cast(t, "c1", "cure-wounds")
    t.change("c1", items=held, effects=(busy,))
    t.fight(close=True)
    t.act("cast", "c2", spell="cure-wounds")
    assert t.refused == "hands_busy"
    assert t["c1"].sheet.slots_left == {1: 4, 2: 2}


def test_a_word_needs_no_hand(table):
    t = table("cleric fighter", "ogre")
    ready_to_cast(t, "c1", "healing-word")
    held = (item("mace", is_equipped=True), item("shield", is_equipped=True))
    busy = Effect(name="hands busy", source="c1", ends=Ends(encounter=True))
    t.change("c1", items=held, effects=(busy,))
    t.change("c2", hp=1)
    t.fight(close=True)
    t.act("cast", "c2", spell="healing-word", dice=[2])
    assert t.refused == ""
