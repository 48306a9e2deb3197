"""The coverage of the stat blocks is counted from the code itself."""

from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.coverage.monsters import asked_for, counted, is_played, lines


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
