"""What the fallen and their caches hold, and what shops sell. Our own tables; SRD 5.1, "Equipment" for prices."""

import pytest

from llm_brain.ledger.creature import Person
from llm_brain.ledger.events.things import CoinsChanged, ItemGained
from llm_brain.ledger.world import Encounter, Feature
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.equipment import EQUIPMENT, item
from llm_brain.referee.magic_items import MAGIC_ITEMS, magic_of
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.treasure import TIERS, candidates, guarded_by, hoard
from llm_brain.referee.world.offers import of_things
from llm_brain.referee.world.trading import worth_cp
from llm_brain.referee.world.wares import GOODS, wares


def slain(table, foe, **encounter):
    t = table("fighter", foe)
    t.change("n1", is_dead=True, hp=0, coins_cp=0, items=())
    if encounter:
        fight = Encounter(key="e", location="crypt", foes=("n1",), status="won", **encounter)
        t.state = t.state.model_copy(update={"encounters": {"e": fight}})
    return t


def test_a_fallen_humanoid_has_coins_once(table):
    """Our own table: 4d6 silver pieces up to challenge 4, half below 1."""
    t = slain(table, "bugbear")
    before = t["c1"].coins_cp
    t.act("search", "n1", dice=[1, 2, 3, 4])
    assert t["c1"].coins_cp - before == (1 + 2 + 3 + 4) * 10
    t.act("search", "n1")
    assert not t.of(CoinsChanged)


def test_a_beast_has_no_purse(table):
    t = slain(table, "wolf")
    t.act("search", "n1")
    assert not t.of(CoinsChanged)


def test_the_strongest_of_a_climax_guarded_a_hoard_with_magic_nobody_knows(table):
    """Our own table: a hoard for a party of the lowest tier."""
    t = slain(table, "ogre", is_climax=True)
    before = t["c1"].coins_cp
    t.act("search", "n1", dice=[3] * 4 + [3] * 6 + [60, 1])
    gained = [e.item for e in t.of(ItemGained)]
    assert len(gained) == 1
    assert gained[0].is_unknown
    assert gained[0].rarity == "uncommon"
    assert t["c1"].coins_cp - before == 12 * 10 + 18 * 500


@pytest.mark.parametrize("shown", [1, 46, 91, 100])
def test_what_is_drawn_has_the_rarity_the_table_says(table, shown):
    t = table()
    out = Outcome(t.state)
    _, items = hoard(out, ForcedDice([1] * 6 + [shown]))
    table_says = next(what for up_to, what in TIERS["lowest"].hoard_items if shown <= up_to)
    assert [i.rarity for i in items] == [table_says]
    magic = magic_of(items[0])
    assert magic is not None
    assert not magic.cursed


def test_every_rarity_that_a_table_names_has_items():
    for tier in TIERS.values():
        for _, what in (*tier.hoard_items, *tier.cache_items):
            rarity, _, only = what.partition(":")
            assert candidates(rarity, consumable=only == "used up"), what


def test_a_cache_that_is_guarded_may_hold_a_potion(table):
    for dc, more in ((15, 1), (5, 0)):
        t = table()
        t.change("n1", location="hall")
        chest = Feature(key="chest", name="chest", open_dc=dc, is_open=True, coins_cp=10)
        t.state = t.state.with_location("crypt", features=(chest,))
        t.act("search", "feature:chest", dice=[5])
        assert len(t.of(ItemGained)) == more


def trader(table, role):
    t = table()
    person = Person(role=role, sells=(item("torch"),))
    t.change("n1", person=person, attitude="indifferent", coins_cp=100_000)
    return t


def test_a_smith_sells_every_weapon_and_armor_of_the_srd_at_its_price(table):
    """SRD 5.1, "Equipment"."""
    t = trader(table, "smith")
    keys = {i.key for i in wares(t.state, t["n1"])}
    arms = {k for k, e in EQUIPMENT.items() if e.category in ("weapon", "armor")}
    assert arms <= keys
    t.change("c1", coins_cp=200_000)
    t.act("buy", "n1", item="greatsword")
    assert t["c1"].coins_cp == 200_000 - EQUIPMENT["greatsword"].cost_cp


def test_between_them_the_trades_sell_the_whole_price_list(table):
    """SRD 5.1, "Equipment"."""
    roles = ("smith", "chandler", "apothecary", "innkeeper", "retired captain")
    tables = [trader(table, role) for role in roles]
    sold = {i.key for t in tables for i in wares(t.state, t["n1"])}
    missing = {k for k, e in EQUIPMENT.items() if e.category in GOODS} - sold
    assert missing == set()


def test_what_a_shop_has_besides_its_trade_depends_on_the_place(table):
    t = trader(table, "smith")
    here = {i.key for i in wares(t.state, t["n1"])}
    t.change("n1", location="hall")
    assert {i.key for i in wares(t.state, t["n1"])} != here


def test_things_sell_for_half_and_unknown_magic_for_what_it_looks_like():
    """SRD 5.1, "Selling Treasure"."""
    from llm_brain.referee.magic.making import magic_item

    assert worth_cp(item("longsword")) == EQUIPMENT["longsword"].cost_cp // 2
    known, unknown = (magic_item("weapon-1", "longsword", is_unknown=u) for u in (False, True))
    assert worth_cp(unknown) == EQUIPMENT["longsword"].cost_cp // 2
    assert worth_cp(known) == (EQUIPMENT["longsword"].cost_cp + 40_000) // 2
    assert MAGIC_ITEMS["weapon-1"].rarity == "uncommon"


@pytest.mark.parametrize(
    ("foes", "guarded"), [("goblin", ""), ("goblin wolf", "hoard"), ("goblin giant-rat", "cache")]
)
def test_what_is_guarded_goes_by_how_hard_the_fight_was(table, foes, guarded):
    """SRD 5.2.1, "Combat Encounters": 50, 75 and 100 experience points for a hero of level 1."""
    t = table("fighter", foes)
    t.sheet("c1", level=1)
    refs = tuple(c.ref for c in t.state.creatures.values() if not c.is_hero)
    fight = Encounter(key="e", location="crypt", foes=refs, status="won")
    t.state = t.state.model_copy(update={"encounters": {"e": fight}})
    assert guarded_by(t.state, "n1") == guarded


def test_searching_who_guarded_something_is_suggested_once(table):
    t = slain(table, "bugbear", is_climax=True)
    bodies = [s for s in of_things(t.state) if s.action.target_ref == "n1"]
    assert [s.action.kind for s in bodies] == ["search"]
    t.act("search", "n1")
    assert not [s for s in of_things(t.state) if s.action.target_ref == "n1"]
