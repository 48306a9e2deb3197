"""Magic items: what they give to whom, and when. SRD 5.1, "Magic Items"."""

import ast
import os
from pathlib import Path

import pytest

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.table_view import table_view
from llm_brain.referee import trial
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.armor_class import armor_class
from llm_brain.referee.catalogue import DATA
from llm_brain.referee.compiling.magic_items import written
from llm_brain.referee.equipment import equipment, is_known
from llm_brain.referee.magic.making import magic_item
from llm_brain.referee.magic.powers import powers_of, spell_of
from llm_brain.referee.magic_items import MAGIC_ITEMS, split_key
from llm_brain.referee.modifiers import KEYS
from llm_brain.referee.roll_parts import save_parts
from llm_brain.referee.speed import speed_ft
from tests.unit.llm_brain.referee.magic_table import bearing, plain_and_charmed

REFEREE = Path(trial.__file__).parent
SOURCE = Path(
    os.environ.get("REFERENCE_DATA") or Path(__file__).parents[4] / "data" / "5e-srd-2014"
)


# --- the catalogue


@pytest.mark.skipif(not SOURCE.is_dir(), reason="the folder of 5e-database JSON is not here")
def test_the_file_is_what_the_compiler_makes():
    kept = (DATA / "magic_items.json").read_text(encoding="utf-8")
    assert kept == written(SOURCE)


def test_no_prose_of_the_reference_came_along():
    kept = (DATA / "magic_items.json").read_text(encoding="utf-8")
    assert "While you" not in kept
    assert '"desc"' not in kept


def test_every_item_does_something_or_says_what_is_only_told():
    silent = [
        m.key
        for m in MAGIC_ITEMS.values()
        if not (m.variants or m.worn or m.bonus or m.extra or m.spells or m.use or m.strikes)
        and not (m.narrated or m.save_on_hit or m.scroll_level >= 0)
    ]
    assert silent == []


def test_there_are_all_362_items_of_the_srd():
    assert len(MAGIC_ITEMS) == 362
    assert MAGIC_ITEMS["holy-avenger"].by == ("paladin",)
    assert MAGIC_ITEMS["cloak-of-protection"].needs_attunement


def test_every_modifier_an_item_gives_is_one_that_the_rules_ask_for():
    asked = set()
    for path in (p for p in REFEREE.rglob("*.py") if p.name != "modifiers.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value.partition(":")[0])
    given = {k.partition(":")[0] for m in MAGIC_ITEMS.values() for k in m.worn}
    assert given <= asked & set(KEYS)


@pytest.mark.parametrize("key", [k for k, m in MAGIC_ITEMS.items() if not m.variants])
def test_every_item_can_be_carried_and_is_priced(key):
    magic = MAGIC_ITEMS[key]
    base = "bless" if magic.scroll_level >= 0 else (magic.base[0] if magic.base else "")
    item = magic_item(key, base)
    assert is_known(item.key)
    assert split_key(item.key)[1] == key
    assert equipment(item.key).cost_cp > 0 or magic.rarity == "artifact"


@pytest.mark.parametrize("key", [k for k, m in MAGIC_ITEMS.items() if any(p.own for p in m.spells)])
def test_every_power_of_its_own_is_a_whole_spell(key):
    item = magic_item(key)
    for power in powers_of(item, MAGIC_ITEMS[key]):
        spell = spell_of(power)
        assert not power.own or (spell is not None and (spell.damage or spell.conditions))


# --- what is worn


@pytest.mark.parametrize(
    ("key", "base", "more"),
    [("ring-of-protection", "", 1), ("cloak-of-protection", "", 1), ("bracers-of-defense", "", 0)],
)
def test_rings_and_cloaks_of_protection_add_to_armor_class(table, key, base, more):
    """SRD 5.1, "Ring of Protection", "Bracers of Defense": those ask for no armor."""
    before, after = plain_and_charmed(table, key, base)
    assert armor_class(after["c1"]) == armor_class(before["c1"]) + more


def test_protection_counts_on_every_saving_throw(table):
    """SRD 5.1, "Cloak of Protection"."""
    before, after = plain_and_charmed(table, "cloak-of-protection")
    for ability in ("str", "dex", "con", "int", "wis", "cha"):
        was = sum(p.value for p in save_parts(before.state, "c1", ability))
        assert sum(p.value for p in save_parts(after.state, "c1", ability)) == was + 1


def test_an_item_that_is_not_attuned_gives_nothing(table):
    """SRD 5.1, "Attunement"."""
    before, after = plain_and_charmed(table, "ring-of-protection", attuned=False)
    assert armor_class(after["c1"]) == armor_class(before["c1"])
    before, after = plain_and_charmed(
        table, "gauntlets-of-ogre-power", attuned=False, heroes="wizard"
    )
    assert ability_modifier(after["c1"], "str") == ability_modifier(before["c1"], "str")


def test_gauntlets_of_ogre_power_set_strength_and_never_lower_it(table):
    """SRD 5.1, "Gauntlets of Ogre Power"."""
    _, t = plain_and_charmed(table, "gauntlets-of-ogre-power", heroes="wizard")
    assert ability_modifier(t["c1"], "str") == 4
    t.change("c1", abilities={**t["c1"].abilities, "str": 20})
    assert ability_modifier(t["c1"], "str") == 5


def test_a_ring_of_resistance_halves_its_own_damage_alone(table):
    """SRD 5.1, "Ring of Resistance"."""
    from llm_brain.referee.dice import ForcedDice
    from llm_brain.referee.harm import damage

    _, t = plain_and_charmed(table, "ring-of-resistance-fire")
    (fire,) = [
        e for e in damage(t.state, "c1", 8, "fire", ForcedDice()) if isinstance(e, DamageTaken)
    ]
    (cold,) = [
        e for e in damage(t.state, "c1", 8, "cold", ForcedDice()) if isinstance(e, DamageTaken)
    ]
    assert (fire.amount, cold.amount) == (4, 8)


def test_boots_of_striding_lift_the_speed_of_the_slow(table):
    """SRD 5.1, "Boots of Striding and Springing"."""
    _, t = plain_and_charmed(table, "boots-of-striding-and-springing")
    t.change("c1", speed_ft=25)
    assert speed_ft(t.state, "c1") == 30


def test_the_sheet_shows_the_armor_class_with_what_is_borne(table):
    """SRD 5.1, "Armor Class"."""
    before, after = plain_and_charmed(table, "ring-of-protection")
    shown = [table_view(t.state)["heroes"][0]["armor_class"] for t in (before, after)]
    assert shown[1] == shown[0] + 1


# --- weapons


def test_a_magic_weapon_adds_its_bonus_to_attack_and_damage(table):
    """SRD 5.1, "Weapon, +1, +2, or +3"."""
    t = bearing(table, magic_item("weapon-2", "longsword"))
    t.change("n1", location="crypt")
    t.fight(close=True)
    t.act("attack", "n1", item="longsword.weapon-2", dice=[10, 4])
    rolls = {e.roll.purpose: e.roll for e in t.of(RollMade)}
    attack = next(r for p, r in rolls.items() if p.startswith("Attack"))
    dealt = next(r for p, r in rolls.items() if p.startswith("Slashing"))
    assert any(p.value == 2 and "+2" in p.label for p in attack.parts)
    assert any(p.value == 2 and "+2" in p.label for p in dealt.parts)


@pytest.mark.parametrize(("lit", "shares"), [(False, 1), (True, 2)])
def test_a_flame_tongue_burns_only_while_it_flames(table, lit, shares):
    """SRD 5.1, "Flame Tongue"."""
    t = bearing(table, magic_item("flame-tongue", "longsword"))
    t.change("n1", location="crypt")
    t.fight(close=True)
    if lit:
        t.act("use_item", item="longsword.flame-tongue")
        assert not t.combatant("c1").has_bonus_action
    t.act("attack", "n1", item="longsword.flame-tongue", dice=[15, 4, 3, 3])
    hits = [e for e in t.of(DamageTaken) if e.ref == "n1"]
    assert [e.damage_type for e in hits] == ["slashing", "fire"][:shares]


def test_a_bane_of_dragons_hurts_only_dragons_more(table):
    """SRD 5.1, "Dragon Slayer"."""
    for foe, shares in (("ogre", 1), ("red-dragon-wyrmling", 2)):
        t = bearing(table, magic_item("dragon-slayer", "longsword"), foes=foe)
        t.change("n1", location="crypt")
        t.fight(close=True)
        t.act("attack", "n1", item="longsword.dragon-slayer", dice=[18, 4, 1, 1, 1])
        assert len([e for e in t.of(DamageTaken) if e.ref == "n1"]) == shares


def test_adamantine_turns_a_critical_hit_into_a_hit(table):
    """SRD 5.1, "Adamantine Armor"."""
    for key, dice in (("adamantine-armor", 2), (None, 4)):
        t = bearing(table, *([magic_item(key, "chain-mail")] if key else []), foes="ogre")
        t.change("n1", location="crypt")
        t.fight(close=True, dice=[1, 20])
        t.act("wait", dice=[20])
        rolled = [
            e.roll for e in t.of(RollMade) if "damage" in e.roll.purpose and e.roll.roller == "n1"
        ]
        assert rolled
        assert all(len(r.dice) == dice for r in rolled[:1])


# --- attunement


def test_attuning_takes_a_short_rest(table):
    """SRD 5.1, "Attunement"."""
    t = bearing(table, magic_item("ring-of-protection"), attuned=False)
    began = t.state.clock_min
    t.act("use_item", item="ring-of-protection", text="attune to the ring")
    assert t["c1"].attuned == ("ring-of-protection",)
    assert t.state.clock_min - began == 60


def test_nobody_is_attuned_to_a_fourth_item(table):
    """SRD 5.1, "Attunement"."""
    three = ("ring-of-protection", "cloak-of-protection", "amulet-of-health")
    t = bearing(table, *(magic_item(k) for k in three))
    more = magic_item("goggles-of-night"), magic_item("headband-of-intellect")
    t.change("c1", items=(*t["c1"].items, *more))
    t.act("use_item", item="headband-of-intellect", text="I attune to the headband")
    assert t.refused == "three_attuned"
    t.act("use_item", item="amulet-of-health", text="end the attunement to the amulet")
    assert "amulet-of-health" not in t["c1"].attuned
    t.act("use_item", item="headband-of-intellect", text="I attune to the headband")
    assert "headband-of-intellect" in t["c1"].attuned


@pytest.mark.parametrize(
    ("hero", "key", "base", "code"),
    [
        ("fighter", "wand-of-fireballs", "", "may_not_attune"),
        ("wizard", "wand-of-fireballs", "", ""),
        ("cleric", "staff-of-fire", "", "may_not_attune"),
        ("fighter", "holy-avenger", "longsword", "may_not_attune"),
    ],
)
def test_some_items_attune_to_some_only(table, hero, key, base, code):
    """SRD 5.1, "Attunement": prerequisites."""
    item = magic_item(key, base)
    t = bearing(table, item, heroes=hero, attuned=False)
    t.act("use_item", item=item.key, text=f"attune to the {item.name}")
    assert t.refused == code


def test_attunement_ends_with_death_and_with_a_day_apart(table):
    """SRD 5.1, "Attunement"."""
    t = bearing(table, magic_item("ring-of-protection"))
    t.change("c1", items=tuple(i for i in t["c1"].items if not i.rarity))
    t.act("wait")
    t.act("wait", text="wait until morning", quantity=3)
    t.act("wait")
    assert t["c1"].attuned == ()
    t = bearing(table, magic_item("ring-of-protection"), heroes="fighter rogue")
    t.change("c1", is_dead=True, hp=0)
    t.act("wait", by="c2")
    assert t["c1"].attuned == ()


def test_a_cursed_item_is_not_let_go(table):
    """SRD 5.1, "Armor of Vulnerability": Curse."""
    t = bearing(table, magic_item("armor-of-vulnerability"))
    key = "plate-armor.armor-of-vulnerability"
    t.act("use_item", item=key, text="end the attunement to the armor")
    assert t.refused == "cursed"
