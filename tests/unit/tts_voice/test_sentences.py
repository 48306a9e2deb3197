"""Sentences end where a reader would breathe, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_voice.sentences import cut, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Vex and Dr. Moss wait.", ["Mr. Vex and Dr. Moss wait."]),
        ("It is 3.5 miles. Go.", ["It is 3.5 miles.", "Go."]),
        ("You wait... nothing comes.", ["You wait... nothing comes."]),
        ("You wait... Nothing comes.", ["You wait...", "Nothing comes."]),
        ("Silence… then a scream.", ["Silence… then a scream."]),
        ("“Run!” She runs.", ["“Run!”", "She runs."]),
        ('"Run!" she shouts. You do.', ['"Run!" she shouts.', "You do."]),
        ("J. R. Moss smiles.", ["J. R. Moss smiles."]),
        ("It was I. Then we left.", ["It was I.", "Then we left."]),
        ("Rope, oil, etc. lie here.", ["Rope, oil, etc. lie here."]),
        ("Move 30 ft. Then stop.", ["Move 30 ft.", "Then stop."]),
        ("What?! No.", ["What?!", "No."]),
        ("1. Go north\n2. Go south", ["1. Go north", "2. Go south"]),
        ("The Gate\n\nIt is shut.", ["The Gate", "It is shut."]),
        ("He says no. Then he goes.", ["He says no.", "Then he goes."]),
        ("(You fall.) You rise.", ["(You fall.)", "You rise."]),
        ("No end", ["No end"]),
        ("Go. * * * Stop.", ["Go.", "* * * Stop."]),
        ("Go. ***", ["Go. ***"]),
        ("…", []),
        ("  \n ", []),
    ],
)
def test_it_splits_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text(alphabet="aB3 .!?…\n\"'“”(*—", max_size=80))
def test_nothing_but_space_and_silence_is_lost(text: str) -> None:
    said = "".join("".join(split(text)).split())
    assert [c for c in said if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(any(c.isalnum() for c in sentence) for sentence in split(text))


def test_a_short_text_is_not_cut() -> None:
    assert cut("One. Two.", 9).text == "One. Two."
    assert not cut("One. Two.", 9).truncated


def test_a_long_text_is_cut_after_its_last_whole_sentence() -> None:
    kept = cut("One is here. Two is here. Three is here.", 30)
    assert kept.text == "One is here. Two is here."
    assert kept.truncated


def test_a_giant_sentence_is_cut_after_a_whole_word() -> None:
    assert cut("alpha beta gamma delta", 12).text == "alpha beta"
    assert cut("alphabetagamma", 5).text == "alpha"


@given(st.text(alphabet="ab .!?\n", max_size=120), st.integers(1, 60))
def test_a_cut_is_the_beginning_of_the_text_and_fits(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert len(kept.text) <= limit
    assert text.strip().startswith(kept.text)
    assert kept.truncated == (len(text.strip()) > limit)
