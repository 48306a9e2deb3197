"""Every one of the 319 spells can be cast through the one door, costs what it says, and what is not narrated does something.

SRD 5.1, "Casting a Spell", "Spell Descriptions".
"""

from collections import Counter

import pytest

from llm_brain.ledger.creature import Condition, Effect
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.fights import ActionSpent, TurnEnded
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.ledger.events.things import CoinsChanged
from llm_brain.ledger.events.world import TimePassed
from llm_brain.referee.spells import SPELLS

SLOTS = dict.fromkeys(range(1, 10), 2)
HELD = {
    "shield": "shield held",
    "counterspell": "counterspell held",
    "hellish-rebuke": "hellish rebuke held",
}
WHAT_C2_HAS = {
    "lesser-restoration": {"conditions": (Condition(name="poisoned"),)},
    "greater-restoration": {"conditions": (Condition(name="petrified"),)},
    "remove-curse": {"effects": (Effect(name="bestow curse", modifiers={"curse": True}),)},
    "dispel-magic": {"effects": (Effect(name="slow", modifiers={"speed_percent": 50}),)},
    "spare-the-dying": {"hp": 0},
    "freedom-of-movement": {},
}
WORDS = {"wish": "I wish for a fireball", "teleport": "to the hall", "teleportation-circle": "to the hall",
         "transport-via-plants": "to the hall"}  # fmt: skip
WEAK_FOES = ("sleep", "color-spray", "divine-word")
COSTS = (SpellSlotSpent, ActionSpent, CoinsChanged, RollMade, TimePassed, SpellCast)


def a_caster(t, key):
    """Let c1 know the spell and everything a caster has, with two slots of every level."""
    sheet = t["c1"].sheet
    t.sheet(
        "c1",
        cantrips=(*sheet.cantrips, key),
        spells_prepared=(key,),
        slots_max=SLOTS,
        slots_left=SLOTS,
        level=17,
    )
    t.change("c1", coins_cp=100_000_00)


def a_scene(table, key):
    """Set the table so that the spell has somebody to work on."""
    spell = SPELLS[key]
    t = table("wizard fighter", "bandit bandit")
    a_caster(t, key)
    foe = {"hp": 5 if key in WEAK_FOES else 60, "hp_max": 60}
    t.change("n1", **foe, type=(spell.only or ("humanoid",))[0])
    t.change("n2", **foe, type=(spell.only or ("humanoid",))[0])
    t.change("c2", **{"hp": 5, **WHAT_C2_HAS.get(key, {})})
    if spell.special == "raise":
        t.change("c2", is_dead=True, hp=0)
    adventure = t.state.adventure.model_copy(update={"start_location": "hall"})
    t.state = t.state.model_copy(update={"adventure": adventure})
    t.state = t.state.with_location("hall", is_visited=True)
    return t


def the_target(t, key):
    spell = SPELLS[key]
    if spell.target == "exit":
        shut = t.state.locations["crypt"].exits[0].model_copy(update={"is_locked": key == "knock"})
        t.state = t.state.with_location("crypt", exits=(shut,))
        return "exit:hall"
    if spell.target in ("ally", "allies", "creature") or spell.special == "scry":
        return "c2"
    at = {"foe": "n1", "foes": "n1", "area_foes": "n1", "area": "n1", "object": "item:torch"}
    return "n1" if key == "wish" else at.get(spell.target)


def cast(table, key):
    spell = SPELLS[key]
    t = a_scene(table, key)
    target = the_target(t, key)
    if spell.casting_time == "long":
        where = "crypt" if spell.target == "foe" else "hall"
        t.change("n1", location=where, attitude="indifferent")
        t.change("n2", location="hall")
    else:
        t.fight(close=True)
    before = t.state
    first = {"ranged": [20, 20, 1], "melee": [20, 1, 1]}.get(spell.attack, [1] * 12)
    first = [1, 20] if spell.special == "telekinesis" else first
    t.act("cast", target, spell=key, text=WORDS.get(key, ""), dice=first)
    return t, before


@pytest.mark.parametrize("key", sorted(SPELLS))
def test_every_spell_can_be_cast_and_is_paid_for(table, key):
    spell = SPELLS[key]
    t, before = cast(table, key)
    assert t.refused == ""
    if key in HELD:
        assert any(e.name == HELD[key] for e in t["c1"].effects)
        return
    spent = [e for e in t.of(SpellSlotSpent) if e.ref == "c1"]
    assert [e.level for e in spent] == [spell.level] * (not spell.is_cantrip)
    left = before.creatures["c1"].sheet.slots_left
    if not spell.is_cantrip:
        assert t["c1"].sheet.slots_left == {**left, spell.level: left[spell.level] - 1}
    if spell.material_cp:
        assert t["c1"].coins_cp == before.creatures["c1"].coins_cp - spell.material_cp
    if spell.concentration:
        assert "concentration_began" in [e.type for e in t.events]
    if spell.why_narrated:
        return
    end = next((i for i, e in enumerate(t.events) if isinstance(e, TurnEnded)), len(t.events))
    start = t.events.index(t.of(SpellCast)[0])
    done = [e for e in t.events[start + 1 : end] if not isinstance(e, COSTS)]
    assert {e.type for e in done} - {"concentration_began", "concentration_ended"}


def test_there_are_as_many_as_the_srd_has():
    assert len(SPELLS) == 319
    assert Counter(spell.level for spell in SPELLS.values()) == Counter(
        {0: 24, 1: 49, 2: 54, 3: 42, 4: 31, 5: 37, 6: 31, 7: 20, 8: 16, 9: 15}
    )


def test_what_is_narrated_says_why_and_has_no_numbers():
    for spell in SPELLS.values():
        if spell.why_narrated:
            assert (spell.damage, spell.heal, spell.conditions, spell.summons) == ({}, {}, (), None)
            assert not spell.partly_narrated, spell.key
