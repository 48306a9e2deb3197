"""What stat blocks cast in a fight, and what it costs them. SRD 5.1, "Monsters": Spellcasting, Innate Spellcasting."""

from llm_brain.ledger.events.table import SpellCast
from llm_brain.referee.bestiary import STAT_BLOCKS, stat_block
from llm_brain.referee.casting.caster import damage_dice, monster_caster
from llm_brain.referee.combat.monster_spells import cast_something, is_castable
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SPELLS


def casting(table, foe, times, heroes="fighter"):
    t = table(heroes, foe)
    t.change("c1", hp=400, hp_max=400)
    t.fight()
    out = Outcome(t.state)
    for _ in range(times):
        out.state = out.state.with_encounter(
            "e",
            order=tuple(
                c.model_copy(update={"has_action": True}) for c in out.state.encounter.order
            ),
        )
        cast_something(out, "n1", "c1", stat_block(foe), ForcedDice())
    return out, [e for e in out.events if isinstance(e, SpellCast)]


def test_a_mage_pays_for_its_spells_with_slots(table):
    out, cast = casting(table, "mage", 1)
    assert cast
    level = cast[0].slot
    assert level == 0 or out.state.flags[f"slots:n1:{level}"] == "1"


def test_no_more_spells_of_a_level_than_there_are_slots(table):
    _, cast = casting(table, "mage", 40)
    slots = stat_block("mage").spellcasting.slots_by_level
    for level, most in slots.items():
        assert sum(1 for e in cast if e.slot == level) <= most


def test_cantrips_are_never_used_up(table):
    _, cast = casting(table, "acolyte", 12)
    assert [e.spell for e in cast] == ["sacred-flame"] * 12


def test_a_cantrip_grows_with_the_casters_level():
    """SRD 5.1, "Fire Bolt": two dice from level 5."""
    mage = monster_caster("n1", stat_block("mage").spellcasting)
    assert mage.level == 9
    assert damage_dice(SPELLS["fire-bolt"], mage, 0) == "2d10"


def test_what_is_innate_and_daily_is_cast_as_often_as_the_block_says(table):
    for key in ("deva", "drider", "oni", "cloud-giant"):
        block = stat_block(key)
        assert block.spellcasting is not None
        _, cast = casting(table, key, 8)
        for spell, most in block.spellcasting.per_day.items():
            assert sum(1 for e in cast if e.spell == spell) <= most


def test_every_spell_a_stat_block_lists_has_a_key_and_a_price():
    for block in STAT_BLOCKS.values():
        known = block.spellcasting
        if known is None:
            continue
        assert len(set(known.spells)) == len(known.spells)
        assert {*known.per_day, *known.at_will} <= set(known.spells)
        assert known.slots <= max(sum(known.slots_by_level.values()), known.slots)
        assert known.dc >= 8


def test_only_harmful_spells_with_rules_are_cast():
    assert is_castable("sacred-flame")
    assert is_castable("magic-missile")
    assert not is_castable("light")
    assert not is_castable("no-such-spell")
