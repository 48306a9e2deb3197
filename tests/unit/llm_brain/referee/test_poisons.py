"""Poisons on blades and in the air. SRD 5.1, "Poisons"."""

import pytest

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.referee.equipment import EQUIPMENT, item


def armed(table, key, foe="ogre"):
    t = table("fighter", foe)
    t.change("c1", items=(*t["c1"].items, item(key)))
    t.change("n1", hp=200, hp_max=200)
    t.fight(close=True)
    return t


def coated(table, key, foe="ogre"):
    t = table("fighter", foe)
    t.change("c1", items=(*t["c1"].items, item(key)))
    t.change("n1", hp=200, hp_max=200, location="hall")
    t.act("use_item", item=key)
    t.change("n1", location="crypt")
    t.fight(close=True)
    return t


@pytest.mark.parametrize(("shown", "dealt"), [(1, 3 * 4), (20, 3 * 4 // 2)])
def test_venom_on_a_blade_takes_a_save_and_half_gets_through(table, shown, dealt):
    """SRD 5.1, "Poisons": Serpent Venom."""
    t = coated(table, "serpent-venom")
    t.act("attack", "n1", item="longsword", dice=[15, 3, shown, 4, 4, 4])
    poison = [e.amount for e in t.of(DamageTaken) if e.ref == "n1" and e.damage_type == "poison"]
    assert poison == [dealt]
    assert not any("coating" in e.modifiers for e in t["c1"].effects)


def test_basic_poison_stays_on_the_blade_for_its_minute(table):
    """SRD 5.1, "Adventuring Gear": Poison, Basic."""
    t = coated(table, "poison-basic-vial")
    t.act("attack", "n1", item="longsword", dice=[15, 3, 1, 2])
    assert any(e.damage_type == "poison" for e in t.of(DamageTaken) if e.ref == "n1")
    assert any("coating" in e.modifiers for e in t["c1"].effects)


def test_a_miss_keeps_the_poison(table):
    """SRD 5.1, "Poisons": it waits for a wound."""
    t = coated(table, "wyvern-poison")
    t.act("attack", "n1", item="longsword", dice=[2])
    assert any("coating" in e.modifiers for e in t["c1"].effects)


def test_a_powder_in_the_face_blinds_who_fails(table):
    """SRD 5.1, "Poisons": Malice."""
    for shown, names in ((1, {"poisoned", "blinded"}), (20, set())):
        t = armed(table, "malice")
        t.act("use_item", "n1", item="malice", dice=[shown])
        assert {c.name for c in t["n1"].conditions} == names
        assert not any(i.key == "malice" for i in t["c1"].items)


def test_who_is_immune_to_poison_suffers_nothing(table):
    """SRD 5.1, "Poisons"."""
    t = armed(table, "essence-of-ether", "zombie")
    t.act("use_item", "n1", item="essence-of-ether", dice=[1])
    assert not t["n1"].conditions


def test_all_fourteen_poisons_have_the_srd_s_price():
    """SRD 5.1, "Poisons"."""
    listed = {k: e.cost_cp // 100 for k, e in EQUIPMENT.items() if e.category == "poison"}
    assert len(listed) == 14
    assert (listed["serpent-venom"], listed["midnight-tears"]) == (200, 1500)
