"""How sentences read: pronouns after the first mention, things known by a short name, ways with their direction."""

import pytest

from llm_brain.narrators.storyteller import grammar
from llm_brain.narrators.storyteller.nouns import Noun
from llm_brain.narrators.storyteller.places import _exit_phrase
from llm_brain.narrators.storyteller.template import expand, parse

JUDITH = Noun("Judith Hume", "she", is_proper=True, ref="n1")
YOU = Noun("you", "you", is_proper=True, ref="c1")


def said(phrase: str, **values: Noun) -> str:
    return expand(parse(phrase), values, lambda name: (), lambda n: 0)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (
            "{d} put it into {p.s} hands, and {p} {p|look} at it",
            "you put it into Judith Hume’s hands, and she looks at it",
        ),
        ("you get to know {p}, and {d} {d|greet} {p}", "you get to know Judith Hume, and you greet her"),
        ("{p.s} luck is in {p.s} blow", "Judith Hume’s luck is in her blow"),
        ("by the look of {p.them}, {p} {p|stand} there", "by the look of her, Judith Hume stands there"),
    ],
)  # fmt: skip
def test_a_second_mention_in_a_sentence_is_a_pronoun(phrase: str, expected: str) -> None:
    assert said(phrase, p=JUDITH, d=YOU) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("half a bronze horse", "the half of a bronze horse"),
        ("something with too many legs", "something with too many legs"),
        ("small three-toed prints going round and round", "the small three-toed prints"),
        ("crusts of white bread among the spoil", "the crusts of white bread"),
        ("two bargemen playing draughts", "the two bargemen"),
    ],
)
def test_a_known_thing_has_a_short_whole_name(phrase: str, expected: str) -> None:
    assert grammar.known(phrase) == expected


def test_a_way_is_named_before_its_direction() -> None:
    assert (
        _exit_phrase("sunken lane to the hollow hill", "west")
        == "the sunken lane west to the hollow hill"
    )
    assert _exit_phrase("quarry track", "northwest") == "the quarry track to the northwest"
