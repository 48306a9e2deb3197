"""Magic items in use: charges, wands, scrolls, potions, and finding out what they are. SRD 5.1, "Activating an Item"."""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import DamageTaken, EffectGained, Healed
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.magic import AbilityRaised, ChargesChanged, ItemIdentified
from llm_brain.ledger.events.table import ItemUsed, SpellCast
from llm_brain.ledger.events.things import ItemLost
from llm_brain.ledger.table_view import table_view
from llm_brain.referee import trial
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.armor_class import armor_class
from llm_brain.referee.magic.making import magic_item
from llm_brain.referee.world.enchanted import of_magic
from tests.unit.llm_brain.referee.magic_table import bearing, carried, plain_and_charmed

# --- charges, wands, scrolls


def test_a_wand_of_magic_missiles_casts_without_a_slot_and_loses_charges(table):
    """SRD 5.1, "Wand of Magic Missiles": a charge more is a level more."""
    t = bearing(table, magic_item("wand-of-magic-missiles"))
    t.change("n1", location="crypt")
    t.fight()
    t.act("use_item", "n1", item="wand-of-magic-missiles", quantity=3)
    assert t.of(SpellCast)[0].slot == 3
    assert carried(t, "wand-of-magic-missiles").charges_spent == 3
    hurt = [e for e in t.of(DamageTaken) if e.ref == "n1" and e.damage_type == "force"]
    assert hurt[0].amount == 5 * (2 + 1)


def test_an_empty_wand_is_refused_and_dawn_brings_charges_back(table):
    """SRD 5.1, "Wand of Magic Missiles"."""
    wand = magic_item("wand-of-magic-missiles").model_copy(update={"charges_spent": 7})
    t = bearing(table, wand)
    t.change("n1", location="crypt")
    t.fight()
    t.act("use_item", "n1", item="wand-of-magic-missiles")
    assert t.refused == "no_charges"
    t = bearing(table, wand)
    t.act("long_rest", dice=[4])
    t.act("wait", text="until morning", quantity=2, dice=[4])
    assert t.of(ChargesChanged) or carried(t, wand.key).charges_spent < 7
    assert carried(t, wand.key).charges_spent == 7 - (4 + 1)


def test_the_last_charge_may_be_the_end_of_a_wand(table):
    """SRD 5.1, "Wand of Magic Missiles"."""
    for shown, is_gone in ((1, True), (2, False)):
        wand = magic_item("wand-of-magic-missiles").model_copy(update={"charges_spent": 6})
        t = bearing(table, wand)
        t.change("n1", location="crypt")
        t.fight()
        t.act("use_item", "n1", item="wand-of-magic-missiles", dice=[shown])
        assert (carried(t, wand.key) is None) == is_gone


def test_an_item_s_own_numbers_are_used(table):
    """SRD 5.1, "Wand of Paralysis": save DC 15."""
    t = bearing(table, magic_item("wand-of-paralysis"), heroes="wizard")
    t.change("n1", location="crypt")
    t.fight()
    t.act("use_item", "n1", item="wand-of-paralysis", dice=[1])
    saves = [e.roll for e in t.of(RollMade) if e.roll.against == 15]
    assert saves
    assert t["n1"].has_condition("paralyzed")


def test_a_wand_at_a_foe_breaks_the_peace(table):
    """SRD 5.1, "Initiative"."""
    t = bearing(table, magic_item("wand-of-magic-missiles"))
    t.change("n1", location="crypt")
    t.act("use_item", "n1", item="wand-of-magic-missiles", dice=[20, 1])
    assert t.state.encounters


def test_a_scroll_is_read_by_who_has_the_spell_on_their_list_and_is_gone(table):
    """SRD 5.1, "Spell Scroll"."""
    for hero, code in (("cleric", ""), ("fighter", "cannot_read")):
        t = bearing(table, magic_item("spell-scroll-1st", "bless"), heroes=hero)
        t.act("use_item", item="spell-scroll-1st.bless")
        assert t.refused == code
        assert (carried(t, "spell-scroll-1st.bless") is None) == (code == "")
        assert any(e.effect.name == "bless" for e in t.of(EffectGained)) == (code == "")


def test_a_scroll_above_one_s_slots_takes_a_check_and_failing_wastes_it(table):
    """SRD 5.1, "Spell Scroll": DC 10 + the spell's level."""
    t = bearing(table, magic_item("spell-scroll-2nd", "aid"), heroes="cleric")
    t.act("use_item", item="spell-scroll-2nd.aid", dice=[1])
    assert t.of(ItemLost)
    assert not t.of(SpellCast)


def test_a_spell_named_with_the_wand_is_cast_from_the_wand(table):
    """SRD 5.1, "Activating an Item"."""
    t = bearing(table, magic_item("wand-of-magic-missiles"))
    t.change("n1", location="crypt")
    t.fight()
    t.act("cast", "n1", spell="magic-missile", text="I cast magic missile with the wand")
    assert t.of(SpellCast)
    assert carried(t, "wand-of-magic-missiles").charges_spent == 1


def test_a_ring_in_a_pack_does_nothing(table):
    """SRD 5.1, "Wearing and Wielding Items"."""
    t = bearing(table, magic_item("ring-of-jumping"))
    t.act("equip", item="ring-of-jumping", text="take off the ring")
    t.act("use_item", item="ring-of-jumping")
    assert t.refused == "not_worn"


def test_a_third_ring_is_one_too_many(table):
    """SRD 5.1, "Wearing and Wielding Items"."""
    t = bearing(table, magic_item("ring-of-jumping"), magic_item("ring-of-swimming"))
    t.change("c1", items=(*t["c1"].items, magic_item("ring-of-warmth")))
    t.act("equip", item="ring-of-warmth", text="put on the ring")
    assert t.refused == "worn_already"


# --- potions and the rest


def test_a_potion_of_giant_strength_lasts_an_hour(table):
    """SRD 5.1, "Potion of Giant Strength"."""
    t = bearing(table, magic_item("potion-of-giant-strength-frost"))
    t.act("use_item", item="potion-of-giant-strength-frost")
    assert ability_modifier(t["c1"], "str") == 6
    t.act("short_rest")
    assert ability_modifier(t["c1"], "str") < 6


def test_a_supreme_potion_heals_ten_dice(table):
    """SRD 5.1, "Potion of Healing"."""
    t = bearing(table, magic_item("potion-of-healing-supreme"))
    t.change("c1", hp=1, hp_max=99)
    t.act("use_item", item="potion-of-healing-supreme", dice=[2] * 10)
    assert t.of(Healed)[0].amount == 10 * 2 + 20


def test_a_manual_raises_a_score_for_good(table):
    """SRD 5.1, "Manual of Gainful Exercise"."""
    t = bearing(table, magic_item("manual-of-gainful-exercise"))
    was = t["c1"].abilities["str"]
    t.act("use_item", item="manual-of-gainful-exercise")
    assert t.of(AbilityRaised)
    assert t["c1"].abilities["str"] == was + 2
    assert carried(t, "manual-of-gainful-exercise") is None


def test_a_pearl_of_power_gives_a_slot_back_once_a_day(table):
    """SRD 5.1, "Pearl of Power"."""
    t = bearing(table, magic_item("pearl-of-power"), heroes="wizard")
    full = dict(t["c1"].sheet.slots_max)
    t.sheet("c1", slots_left=dict.fromkeys(full, 0))
    t.act("use_item", item="pearl-of-power")
    assert sum(t["c1"].sheet.slots_left.values()) == 1
    t.act("use_item", item="pearl-of-power")
    assert t.refused == "no_charges"


def test_a_ring_of_evasion_makes_a_failed_save_good_by_a_charge(table):
    """SRD 5.1, "Ring of Evasion"."""
    from llm_brain.referee.dice import ForcedDice
    from llm_brain.referee.outcome import Outcome

    _, t = plain_and_charmed(table, "ring-of-evasion")
    out = Outcome(t.state)
    assert trial.saving_throw(out, "c1", "dex", 25, ForcedDice([1]), "a trap")
    assert not trial.saving_throw(out, "c1", "con", 25, ForcedDice([1]), "a poison")
    assert next(i for i in out.creature("c1").items if i.rarity).charges_spent == 1


def test_what_nobody_knows_is_found_out_over_a_short_rest(table):
    """SRD 5.1, "Identifying a Magic Item"."""
    t = bearing(table, magic_item("ring-of-protection", is_unknown=True), attuned=False)
    shown = table_view(t.state)["heroes"][0]["items"][-1]
    assert "protection" not in str(shown).lower()
    t.act("short_rest")
    assert t.of(ItemIdentified)
    assert carried(t, "ring-of-protection").name == "Ring of Protection"


def test_the_spell_identifies_at_once(table):
    """SRD 5.1, "Identify"."""
    t = bearing(
        table, magic_item("ring-of-protection", is_unknown=True), heroes="wizard", attuned=False
    )
    t.sheet("c1", spells_prepared=(*t["c1"].sheet.spells_prepared, "identify"))
    t.change("c1", coins_cp=20_000)
    t.act("cast", "item:ring-of-protection", spell="identify", item="ring-of-protection")
    assert not carried(t, "ring-of-protection").is_unknown


def test_what_is_only_told_is_used_and_says_so_on_the_sheet(table):
    """SRD 5.1, "Immovable Rod"."""
    t = bearing(table, magic_item("immovable-rod"))
    t.act("use_item", item="immovable-rod")
    assert t.of(ItemUsed)
    assert table_view(t.state)["heroes"][0]["items"][-1]["narrated"]


def test_an_effect_and_an_item_of_one_bonus_both_count(table):
    """SRD 5.1, "Combining Magical Effects": different names add up."""
    _, t = plain_and_charmed(table, "cloak-of-protection")
    shield = Effect(name="shield of faith", modifiers={"armor_class": 2}, ends=Ends())
    base = armor_class(t["c1"])
    t.change("c1", effects=(shield,))
    assert armor_class(t["c1"]) == base + 2


def test_what_lies_idle_is_suggested_until_it_works(table):
    """SRD 5.1, "Attunement"."""
    t = bearing(table, magic_item("ring-of-protection"), attuned=False)
    t.act("equip", item="ring-of-protection", text="take off the ring")
    words = []
    for _ in range(2):
        offered = next(of_magic(t["c1"]))
        words.append(offered.text.split(" the ")[0])
        action = offered.action
        t.act(action.kind, item=action.item, text=action.text)
    assert words == ["Put on", "Attune to"]
    assert t["c1"].bears(carried(t, "ring-of-protection"))
    assert not list(of_magic(t["c1"]))
