"""Rules read from a folder of 5e-database files, or from a tar of it."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from llm_brain.rules_reference.errors import NoRulesThere, RulesFileUnreadable
from llm_brain.rules_reference.folder import Found, read_folder, read_tar
from llm_brain.rules_reference.piece import Piece, excerpt, names_of
from tests.unit.llm_brain.rules_reference.small_database import (
    EMBER_DART,
    HAND_BOW,
    file_of,
    write_database,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_database(tmp_path)


def piece(found: Found, key: str) -> Piece:
    return next(p for p in found.pieces if p.key == key)


def test_every_entry_becomes_a_piece_with_its_source_and_licence(folder: Path) -> None:
    found = read_folder(folder)
    assert found.by_kind == {
        "spells": 2, "conditions": 1, "monsters": 1, "equipment": 1, "rule-sections": 2,
    }  # fmt: skip
    assert all(p.text and p.source and "CC BY 4.0" in p.license for p in found.pieces)


def test_a_list_of_references_is_left_out_and_named(folder: Path) -> None:
    assert read_folder(folder).left_out == (file_of("levels"),)


def test_a_spell_keeps_its_facts_and_what_a_higher_slot_does(folder: Path) -> None:
    spell = piece(read_folder(folder), "spells/ember-dart")
    facts = dict(spell.facts)
    assert facts["Range"] == "60 feet"
    assert facts["Spell"] == "level 1, Evocation"
    assert "each slot above" in spell.text


def test_a_monster_says_what_it_is_before_its_numbers(folder: Path) -> None:
    imp = piece(read_folder(folder), "monsters/marsh-imp")
    assert imp.text.startswith("Small fiend, neutral evil.")
    assert dict(imp.facts)["Armor class"] == "12"
    assert dict(imp.facts)["Condition immunities"] == "Dizzy"


def test_a_chapter_is_cut_at_its_headings_and_empty_ones_are_dropped(folder: Path) -> None:
    found = read_folder(folder)
    boats = [p for p in found.pieces if p.kind == "rule-sections"]
    assert [(p.key, p.name) for p in boats] == [
        ("rule-sections/boats", "Boats"),
        ("rule-sections/boats#rowing hard", "Rowing Hard"),
    ]
    assert boats[1].text == "Rowing takes an arm."


def test_a_name_turned_round_is_also_found_the_right_way() -> None:
    assert names_of(HAND_BOW["name"], HAND_BOW["index"]) == (
        "bow hand small", "bow hand", "hand bow",
    )  # fmt: skip


def test_an_archive_holds_the_same_rules_as_its_folder(folder: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add(folder, arcname="src/2014")
    stream.seek(0)
    packed = {p.key: p for p in read_tar(stream).pieces}
    assert packed == {p.key: p for p in read_folder(folder).pieces}


def test_a_folder_without_such_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRulesThere):
        read_folder(tmp_path)
    with pytest.raises(NoRulesThere):
        read_folder(tmp_path / "nowhere")


def test_something_that_is_no_archive_is_refused() -> None:
    with pytest.raises(RulesFileUnreadable):
        read_tar(io.BytesIO(b"these are no files at all" * 50))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ('{"index": "x"}', "not a list"),
        ("[1]", "entry 1"),
        (json.dumps([{**EMBER_DART, "name": 3}]), "ember-dart"),
        (json.dumps([EMBER_DART, {"name": "Nameless"}]), "entry 2 (Nameless)"),
        (json.dumps([{k: v for k, v in EMBER_DART.items() if k != "range"}]), "range"),
        (json.dumps([{**EMBER_DART, "desc": {"a": 1}}]), "desc"),
    ],
)
def test_a_malformed_file_is_named_with_the_entry_that_is_wrong(
    folder: Path, content: str, said: str
) -> None:
    (folder / file_of("spells")).write_text(content, encoding="utf-8")
    with pytest.raises(RulesFileUnreadable) as refused:
        read_folder(folder)
    assert refused.value.details["file"] == file_of("spells")
    assert said in refused.value.details["reason"]


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / file_of("spells")).write_bytes(b"[\xff\xfe]")
    with pytest.raises(RulesFileUnreadable):
        read_folder(folder)


def test_an_excerpt_ends_with_a_whole_sentence_where_it_can() -> None:
    assert excerpt("One here. Two there. Three more words.", 24) == "One here. Two there."
    assert excerpt("one two three four", 10) == "one two…"
    assert excerpt("short", 10) == "short"
