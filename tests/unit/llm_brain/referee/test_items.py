"""Using and wearing things, by the SRD."""

from llm_brain.ledger.creature import DeathSaves
from llm_brain.ledger.events.bodies import DamageTaken, Healed, Stabilised
from llm_brain.referee.equipment import item


def carrying(table, key, heroes="fighter", foes="ogre"):
    t = table(heroes, foes)
    t.change("c1", items=(*t["c1"].items, item(key)))
    return t


def has(t, key):
    return any(i.key == key for i in t["c1"].items)


def test_a_potion_heals_and_is_gone(table):
    """SRD 5.1, "Potion of Healing"."""
    t = carrying(table, "potion-of-healing")
    t.change("c1", hp=1)
    t.fight()
    t.act("use_item", item="potion-of-healing", dice=[4, 3])
    assert t.of(Healed)[0].amount == 4 + 3 + 2
    assert not has(t, "potion-of-healing")


def test_a_potion_can_be_given_to_the_fallen(table):
    """SRD 5.1, "Potion of Healing"."""
    t = carrying(table, "potion-of-healing", "fighter rogue")
    t.change("c2", hp=0)
    t.fight()
    t.act("use_item", "c2", item="potion-of-healing", dice=[1, 1])
    assert t["c2"].hp == 4


def test_the_healers_kit_steadies_without_a_check(table):
    """SRD 5.1, "Adventuring Gear"."""
    t = table("cleric fighter", "goblin")
    t.change("n1", location="hall")
    t.change("c2", hp=0, death_saves=DeathSaves(failures=2))
    t.act("use_item", "c2", item="healers-kit")
    assert t.of(Stabilised)
    assert t["c2"].death_saves.failures == 0


def test_first_aid_takes_a_medicine_check(table):
    """SRD 5.1, "Stabilizing a Creature"."""
    t = table("cleric fighter", "goblin")
    t.change("n1", location="hall")
    t.change("c2", hp=0)
    t.act("help", "c2", dice=[5])
    assert t.of(Stabilised)


def test_alchemists_fire_burns_until_it_is_put_out(table):
    """SRD 5.1, "Adventuring Gear"."""
    t = carrying(table, "alchemists-fire-flask")
    t.fight(close=True)
    t.act("use_item", "n1", item="alchemists-fire-flask", dice=[15, 15, 3])
    burns = [e for e in t.of(DamageTaken) if e.damage_type == "fire" and e.ref == "n1"]
    assert burns


def test_holy_water_harms_the_undead_only(table):
    """SRD 5.1, "Adventuring Gear"."""
    for foe, harmed in (("zombie", True), ("ogre", False)):
        t = carrying(table, "holy-water-flask", foes=foe)
        t.fight()
        t.act("use_item", "n1", item="holy-water-flask", dice=[19, 19, 3, 3])
        assert any(e.damage_type == "radiant" for e in t.of(DamageTaken)) == harmed


def test_what_is_not_carried_cannot_be_used(table):
    """SRD 5.1, "Use an Object"."""
    t = table()
    t.act("use_item", item="potion-of-healing")
    assert t.refused == "not_carried"


def test_a_shield_off_lowers_armor_class(table):
    """SRD 5.1, "Armor"."""
    t = table()
    t.change("n1", location="hall")
    t.act("equip", item="shield", text="I take off my shield")
    assert t["c1"].armor_class == 16


def test_armor_is_not_changed_in_a_fight(table):
    """SRD 5.1, "Getting Into and Out of Armor"."""
    t = table()
    t.fight()
    t.act("equip", item="chain-mail", text="take off the mail")
    assert t.refused == "takes_too_long"


def test_a_two_handed_weapon_pushes_the_shield_off(table):
    """SRD 5.1, "Weapons"."""
    t = carrying(table, "greatsword")
    t.change("n1", location="hall")
    t.act("equip", item="greatsword")
    worn = {i.key for i in t["c1"].items if i.is_equipped}
    assert "greatsword" in worn
    assert "shield" not in worn


def test_the_second_thing_in_a_turn_takes_the_action(table):
    """SRD 5.1, "Other Activity on Your Turn"."""
    t = table("fighter", "ogre")
    t.fight()
    t.act("use_item", item="torch")
    assert t.combatant("c1").has_action
    t.act("equip", item="longsword", text="sheathe it", dice=[1])
    assert any(e.type == "action_spent" and e.ref == "c1" for e in t.events)


def test_a_torch_burns_an_hour(table):
    """SRD 5.1, "Adventuring Gear"."""
    t = table()
    t.change("n1", location="hall")
    t.act("use_item", item="torch")
    assert any("light" in e.modifiers for e in t["c1"].effects)
    t.act("short_rest")
    assert not any("light" in e.modifiers for e in t["c1"].effects)
