"""The coverage of the stat blocks is counted from the code itself."""

from importlib import import_module

from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.coverage.__main__ import PARTS
from llm_brain.referee.coverage.citations import by_tests, cited_in
from llm_brain.referee.coverage.monsters import asked_for, counted, is_played, lines
from llm_brain.referee.coverage.rules import SECTIONS, area_of, not_enforced
from llm_brain.referee.coverage.rules import counted as counted_rules


def test_every_monster_and_action_is_counted_once() -> None:
    table = counted()
    assert sum(table["monsters"].values()) == len(STAT_BLOCKS)
    assert sum(table["attacks"].values()) == sum(len(b.attacks) for b in STAT_BLOCKS.values())
    assert table["traits"].total() == sum(len(b.traits) for b in STAT_BLOCKS.values())


def test_a_trait_that_the_code_asks_for_counts_as_played() -> None:
    assert {"pack_tactics", "undead_fortitude", "magic_resistance", "flyby"} <= asked_for()
    assert is_played(STAT_BLOCKS["troll"], "regeneration")
    assert not is_played(STAT_BLOCKS["mimic"], "false_appearance")


def test_it_prints_a_line_for_each_kind() -> None:
    assert len(list(lines())) == 1 + len(counted())


def test_a_citation_names_every_section_it_quotes() -> None:
    text = 'SRD 5.1, "Dash", "Dodge": both. SRD 5.2.1, "Combat Encounters". A "quote" alone.'
    assert cited_in(text) == ["Dash", "Dodge", "Combat Encounters"]


def test_a_section_belongs_to_one_area_and_items_and_monsters_to_theirs() -> None:
    listed = [section for sections in SECTIONS.values() for section in sections]
    assert len(listed) == len(set(listed))
    assert area_of("Death Saving Throws") == "harm and healing"
    assert area_of("Ring of Protection") == "magic items"
    assert area_of("Troll") == "monsters"


def test_a_section_is_enforced_or_written_or_neither() -> None:
    for area, row in counted_rules().items():
        assert row["enforced"] + row["written"] + row["neither"] == len(SECTIONS[area])
        assert row["neither"] == len(not_enforced()[area])
    assert by_tests()["Death Saving Throws"] >= 4


def test_every_part_of_the_coverage_prints() -> None:
    for part in PARTS:
        assert len(list(import_module(f"llm_brain.referee.coverage.{part}").lines())) > 1
