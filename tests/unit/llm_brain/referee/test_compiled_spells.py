"""The data of spells is what the compiler makes of the source, and every number of the source is the data's."""

import os
import re
from pathlib import Path

import pytest

from llm_brain.referee.catalogue import DATA
from llm_brain.referee.compiling.source import rows
from llm_brain.referee.compiling.spells import by_hand, compiled, texts
from llm_brain.referee.spells import SPELLS

SOURCE = Path(
    os.environ.get("REFERENCE_DATA") or Path(__file__).parents[4] / "data" / "5e-srd-2014"
)
needs_source = pytest.mark.skipif(
    not SOURCE.is_dir(), reason="the folder of 5e-database JSON is not here"
)
# where the reference's field says something else than its own prose, or what the prose says is typed otherwise
DAMAGE_BY_HAND = {
    "branding-smite": "nothing for its highest slots", "divine-favor": "weapon damage, not the spell's",
    "flame-blade": "a table of some slots only", "glyph-of-warding": "", "sleep": "a pool of hit points",
    "dimension-door": "damage of an arrival that the rules do not let happen", "dream": "", "control-water": "",
    "prismatic-spray": "each ray its own",
}  # fmt: skip
AREA_BY_HAND = frozenset(
    key for key, row in by_hand().items() if "area" in row or "area_ft" in row or "lasts" in row
)


@needs_source
def test_the_files_are_what_the_compiler_makes():
    for name, text in texts(SOURCE).items():
        assert (DATA / "spells" / name).read_text(encoding="utf-8") == text, name


@needs_source
@pytest.mark.parametrize(
    "row", rows(SOURCE, "Spells") if SOURCE.is_dir() else [], ids=lambda r: r["index"]
)
def test_every_number_is_the_references(row):
    spell = SPELLS[row["index"]]
    assert (spell.name, spell.level, spell.school) == (
        row["name"],
        row["level"],
        row["school"]["index"],
    )
    assert list(spell.classes) == [one["index"] for one in row["classes"]]
    assert spell.components == "".join(row["components"])
    assert (spell.ritual, spell.concentration) == (row["ritual"], row["concentration"])
    feet = re.match(r"(\d+) feet", row["range"])
    assert not feet or spell.range_ft == int(feet[1])
    assert spell.is_touch == (row["range"] == "Touch")
    damage = row.get("damage", {})
    for slot, dice in damage.get("damage_at_slot_level", {}).items():
        if spell.key not in DAMAGE_BY_HAND:
            shares = [spell.at(spell.damage, int(slot))]
            shares += [spell.at(more.damage, int(slot)) for more in spell.more_damage]
            assert "+".join(shares) == dice.replace(" ", "").removesuffix("+MOD"), slot
    for level, dice in damage.get("damage_at_character_level", {}).items():
        if spell.key not in DAMAGE_BY_HAND:
            assert spell.damage_by_level[int(level)] == dice.replace(" ", "")
    if "area_of_effect" in row and spell.key not in AREA_BY_HAND:
        area = row["area_of_effect"]
        assert (spell.area, spell.area_ft) == (area["type"], area["size"])


def test_no_prose_came_along():
    for path in (DATA / "spells").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert '"desc"' not in text
        assert "must make a" not in text
        assert "You can use" not in text


def test_what_is_written_by_hand_goes_before_the_facts():
    row = {
        "index": "spark", "name": "Spark", "level": 2, "school": {"index": "evocation"}, "range": "30 feet",
        "classes": [{"index": "wizard"}], "casting_time": "1 bonus action", "components": ["V"], "ritual": False,
        "concentration": False, "duration": "Instantaneous", "dc": {"dc_type": {"index": "dex"}, "dc_success": "half"},
        "damage": {"damage_type": {"index": "fire"}, "damage_at_slot_level": {"2": "2d6 + 1d6"}},
    }  # fmt: skip
    made = compiled(row, {"damage_types": ["fire", "cold"], "save_half": False})
    assert made["damage"] == {"2": "2d6"}
    assert made["more_damage"] == [{"type": "cold", "damage": {"2": "1d6"}}]
    assert made["casting_time"] == "bonus_action"
    assert made["target"] == "foe"
    assert "save_half" not in made
