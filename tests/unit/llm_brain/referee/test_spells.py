"""Every spell can be cast and does something."""

import pytest

from llm_brain.ledger.creature import Condition
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.sheets import SpellSlotSpent
from llm_brain.ledger.events.table import SpellCast
from llm_brain.referee.spells import SPELLS


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


WHAT_IT_NEEDS = {
    "lesser-restoration": {"conditions": (Condition(name="poisoned"),)},
    "spare-the-dying": {},
}


@pytest.mark.parametrize("key", sorted(SPELLS))
def test_every_spell_can_be_cast_and_leaves_something_behind(table, key):
    spell = SPELLS[key]
    t = table("cleric fighter" if "cleric" in spell.classes else "wizard fighter", "bandit bandit")
    ready_to_cast(t, "c1", key)
    t.change("n1", hp=60, hp_max=60)
    t.change("c2", **{"hp": 5, **WHAT_IT_NEEDS.get(key, {})})
    if key == "spare-the-dying":
        t.change("c2", hp=0)
    target = {"foe": "n1", "foes": "n1", "area_foes": "n1", "object": "item:torch"}.get(
        spell.target
    )
    target = "c2" if spell.target in ("ally", "allies", "creature") else target
    if spell.target == "exit" or key == "knock":
        target = "exit:hall"
        shut = t.state.locations["crypt"].exits[0].model_copy(update={"is_locked": key == "knock"})
        t.state = t.state.with_location("crypt", exits=(shut,))
    if spell.casting_time != "long":
        t.fight(close=True)
    else:
        t.change("n1", location="hall")
        t.change("n2", location="hall")
    dice = {"ranged": [20, 20, 1, 1], "melee": [20, 1, 1, 1]}.get(spell.attack, [])
    t.act("cast", target, spell=key, dice=dice or [1] * 3)
    assert t.refused == ""
    if key == "shield":
        assert any(e.name == "shield held" for e in t["c1"].effects)
        return
    cast = t.events.index(t.of(SpellCast)[0])
    after = [e for e in t.events[cast + 1 :] if not isinstance(e, RollMade | SpellSlotSpent)]
    known = {"damage_taken", "healed", "condition_gained", "effect_gained", "effect_lost", "flag_set",
             "search_made", "rule_answered", "exit_changed", "feature_changed", "stabilised", "surrendered",
             "attitude_changed", "temp_hp_gained", "hp_max_changed", "condition_lost", "zone_entered",
             "concentration_began", "attack_made", "check_made", "hiding_changed"}  # fmt: skip
    assert {e.type for e in after} & known
