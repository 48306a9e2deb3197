"""Spells by name, nickname and slip; everyday words are not spells by themselves."""

import pytest

from llm_brain.understanding.deeds.casting import slot_level
from llm_brain.understanding.spell_names import find_spell

KNOWN = ("fire-bolt", "magic-missile", "sleep", "shield")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("magic missile at the ghoul", "magic-missile"),
        ("mm at the ghoul", "magic-missile"),
        ("magic missle at the ghoul", "magic-missile"),
        ("firebolt the zombie", "fire-bolt"),
        ("clw on pip", "cure-wounds"),
        ("hunter 's mark on it", "hunters-mark"),
    ],
)
def test_a_spell_is_known_by_any_of_its_names(words: str, key: str) -> None:
    found = find_spell(words.split(), KNOWN, is_casting=True)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("words", ["sleep till dawn", "raise my shield", "light a torch"])
def test_an_everyday_word_is_no_spell_unless_cast(words: str) -> None:
    assert find_spell(words.split(), KNOWN, is_casting=False) is None


@pytest.mark.parametrize(
    ("words", "level"),
    [("at 3rd level", 3), ("level 2", 2), ("using a second level slot", 2), ("at once", None)],
)
def test_a_slot_level_is_heard(words: str, level: int | None) -> None:
    assert slot_level(words.split())[0] == level
