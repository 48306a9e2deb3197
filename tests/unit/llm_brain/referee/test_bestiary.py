"""The SRD's monsters: every one loads, is whole, and has the reference's numbers where the reference is at hand."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from llm_brain.referee.bestiary import ALIASES, STAT_BLOCKS, creature_from, stat_block
from llm_brain.referee.combat.specials import EFFECTS, WITHOUT_SAVE
from llm_brain.referee.compiling.monsters import ABILITIES, TARGET, damage_types, rows_of
from llm_brain.referee.dice import parse

ROOT = Path(__file__).parents[4]
FOLDERS = (
    os.environ.get("REFERENCE_DATA", ""),
    str(ROOT.parent / "shared" / "data" / "5e-srd-2014"),
)
REFERENCE = next((Path(f) for f in FOLDERS if f and Path(f).is_dir()), None)
needs_reference = pytest.mark.skipif(REFERENCE is None, reason="no 5e-database folder at hand")
CONDITIONS = {
    "blinded", "charmed", "deafened", "exhaustion", "frightened", "grappled", "paralyzed", "petrified", "poisoned",
    "prone", "restrained", "stunned", "unconscious", "incapacitated",
}  # fmt: skip
DAMAGE = {
    "acid", "bludgeoning", "cold", "fire", "force", "lightning", "necrotic", "piercing", "poison", "psychic",
    "radiant", "slashing", "thunder",
}  # fmt: skip


def reference() -> dict[str, Any]:
    assert REFERENCE is not None
    raw = json.loads((REFERENCE / "5e-SRD-Monsters.json").read_text(encoding="utf-8"))
    return {row["index"]: row for row in raw}


def test_all_334_monsters_of_the_srd_are_there() -> None:
    assert len(STAT_BLOCKS) == 334
    assert list(STAT_BLOCKS) == sorted(STAT_BLOCKS)


@pytest.mark.parametrize("key", STAT_BLOCKS)
def test_a_stat_block_is_whole(key: str) -> None:
    block = stat_block(key)
    assert block.key == key
    assert block.hp > 0
    assert block.armor_class >= 5
    assert block.attacks or block.specials or block.narrated or block.speed_ft or block.speeds
    parse(block.hit_dice)
    for attack in block.attacks:
        assert attack.reach_ft or attack.range_ft
        for share in (*attack.damage, *attack.damage_ranged):
            parse(share.dice)
            assert share.type in DAMAGE
        if attack.rider:
            assert {attack.rider.condition, attack.rider.also} <= CONDITIONS | {""}
    for entry in (*block.resistances, *block.immunities, *block.vulnerabilities):
        assert entry.split(":")[0] in DAMAGE
    assert set(block.condition_immunities) <= CONDITIONS


@pytest.mark.parametrize("key", STAT_BLOCKS)
def test_what_a_stat_block_refers_to_is_there(key: str) -> None:
    block = stat_block(key)
    assert all(block.attack(step) for chain in block.multiattack for step in chain)
    assert all(a.kind != "attack" or block.attack(a.attack) for a in block.legendary)
    assert all(a.kind != "special" or a.special for a in block.legendary)
    assert block.charge is None or block.attack(block.charge.attack)
    for special in block.specials:
        assert special.dc >= 8 or special.kind in WITHOUT_SAVE
        assert special.range_ft > 0
        assert not special.effect or special.effect in EFFECTS
        assert set(special.conditions) <= CONDITIONS
        if special.damage:
            parse(special.damage)
            assert special.damage_type in DAMAGE


@pytest.mark.parametrize("key", STAT_BLOCKS)
def test_a_creature_can_be_made_of_every_stat_block(key: str) -> None:
    made = creature_from(key, ref="n1")
    assert (made.hp, made.armor_class) == (stat_block(key).hp, stat_block(key).armor_class)


def test_a_monster_that_is_not_in_the_srd_is_a_key_error() -> None:
    for key in ("", "beholder", "../equipment", "Goblin"):
        with pytest.raises(KeyError):
            stat_block(key)
        assert key not in STAT_BLOCKS


def test_every_alias_names_a_monster() -> None:
    assert all(key in STAT_BLOCKS for key in ALIASES.values())


def test_no_sentence_of_the_reference_is_kept() -> None:
    for path in TARGET.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "desc" not in text
        for value in re.findall(r'"((?:[^"\\]|\\.)*)"', text):
            assert len(value.split()) <= 24, value
            assert not re.search(r"saving throw|the target|must succeed", value)


@needs_reference
def test_the_data_files_are_what_the_compiler_makes_of_the_reference() -> None:
    assert REFERENCE is not None
    rows = rows_of(REFERENCE)
    kept: dict[str, Any] = {}
    for path in TARGET.glob("*.json"):
        kept |= json.loads(path.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(rows))


@needs_reference
def test_the_numbers_are_the_references() -> None:
    for key, row in reference().items():
        block = stat_block(key)
        assert block.hp == row["hit_points"], key
        assert block.armor_class in {a["value"] for a in row["armor_class"]}, key
        assert (block.xp, block.challenge_rating) == (row["xp"], row["challenge_rating"]), key
        assert block.abilities == {short: row[long] for short, long in ABILITIES.items()}, key
        assert block.passive_perception == row["senses"]["passive_perception"], key
        assert set(block.condition_immunities) == {c["index"] for c in row["condition_immunities"]}
        assert set(block.immunities) == set(damage_types(row["damage_immunities"])), key
        assert set(block.resistances) == set(damage_types(row["damage_resistances"])), key


@needs_reference
def test_the_attacks_have_the_references_bonus_and_damage() -> None:
    for key, row in reference().items():
        block = stat_block(key)
        for action in row.get("actions", []):
            attack = next((a for a in block.attacks if a.name == action["name"]), None)
            if attack is None or "attack_bonus" not in action:
                continue
            assert attack.to_hit == action["attack_bonus"], (key, attack.name)
            first = next((d for d in action.get("damage", []) if "damage_dice" in d), None)
            if first and attack.damage and "choose" not in action["damage"][0]:
                shares = {(s.dice, s.type) for s in attack.damage}
                assert (first["damage_dice"], first["damage_type"]["index"]) in shares, (
                    key,
                    attack.name,
                )


@needs_reference
def test_legendary_resistance_actions_and_recharge_are_the_references() -> None:
    for key, row in reference().items():
        block = stat_block(key)
        assert len(block.legendary) == len(row.get("legendary_actions", [])), key
        for action in row.get("actions", []):
            special = next((s for s in block.specials if s.name == action["name"]), None)
            usage = action.get("usage", {})
            if special is not None and usage.get("type") == "recharge on roll":
                assert special.recharge == usage["min_value"], (key, special.name)
            if special is not None and "dc" in action:
                assert special.dc == action["dc"]["dc_value"], (key, special.name)
