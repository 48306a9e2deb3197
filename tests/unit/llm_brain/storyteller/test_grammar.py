"""English in the small keeps its rules for any words it is given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.narrators.storyteller import counting, grammar

WORDS = st.text("abcdefghilmnoprstuvw", min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("apple", "an"),
        ("hour", "an"),
        ("unicorn", "a"),
        ("one-eyed dog", "a"),
        ("urn", "an"),
        ("bell", "a"),
    ],
)
def test_an_article_goes_by_sound(word: str, expected: str) -> None:
    assert grammar.article(word) == expected


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("torch", "torches"), ("potion of healing", "potions of healing"), ("knife", "knives"),
        ("fisherman", "fishermen"), ("key", "keys"), ("ruby", "rubies"), ("arrows", "arrows"),
    ],
)  # fmt: skip
def test_a_plural_is_that_of_the_head(one: str, many: str) -> None:
    assert grammar.plural(one) == many


@pytest.mark.parametrize(
    ("phrase", "is_many"),
    [
        ("a row of narrow houses", False), ("wet footprints on the quay that lead one way", True),
        ("black water ankle-deep between the pews", False), ("nine hooks in the wall", True),
        ("hymn-books swollen like loaves", True), ("flies over something in the reeds", True),
        ("the moss", False), ("a smell of bread and drying socks", False),
    ],
)  # fmt: skip
def test_a_noun_phrase_agrees_with_its_head(phrase: str, is_many: bool) -> None:
    assert grammar.is_plural(phrase) is is_many


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        ("a tabby cat washing on a mooring post", "the tabby cat"),
        ("wet footprints on the quay that lead only one way", "the wet footprints"),
        ("candles that burn green and give no warmth", "the candles"),
    ],
)
def test_a_known_thing_is_spoken_of_shortly(fact: str, known: str) -> None:
    assert grammar.known(fact) == known


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_finished_sentence_begins_large_and_ends_with_a_stop(words: list[str]) -> None:
    text = grammar.finished("  ".join(words) + " ,")
    assert text[0].isupper()
    assert text.endswith(".")
    assert "  " not in text


@given(WORDS.filter(lambda word: word not in ("and", "or", "in", "is")))
def test_no_finished_sentence_says_a_before_a_vowel(word: str) -> None:
    text = grammar.finished(f"there is a {word} here")
    assert (" an " in text) == (grammar.article(word) == "an")


@given(st.integers(0, 99))
def test_number_words_have_no_digits(n: int) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)?", counting.number_word(n))


@given(st.integers(1, 99999))
def test_coins_add_up_to_what_was_paid(amount_cp: int) -> None:
    said = counting.coins(amount_cp)
    values = {counting.number_word(n): n for n in range(1000)}
    metals = {"gold": 100, "silver": 10, "copper": 1}
    found = re.findall(r"([\w-]+) (gold|silver|copper)", said)
    assert sum(values[n] * metals[m] for n, m in found) == amount_cp


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_list_names_everything_once(items: list[str]) -> None:
    said = grammar.listed(items)
    assert re.split(r", | and ", said) == items or "and" in " ".join(items)


@given(WORDS)
def test_a_verb_agrees_in_the_third_person(verb: str) -> None:
    same_for_all = {"can", "could", "might", "must", "may", "will", "would", "should"}
    assert verb in same_for_all or grammar.third_person(verb).endswith("s")
