"""Every theme is told in words of its own, and nothing of another theme's weather gets in."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from llm_brain.adventure.themes import THEMES
from llm_brain.ledger.events.table import SearchMade
from llm_brain.narrators.storyteller import banks
from llm_brain.narrators.storyteller.scenery import theme_flag


def test_every_theme_has_a_voice_of_its_own() -> None:
    assert len({theme_flag(theme) for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_voice_is_heard_in_many_banks(theme: str) -> None:
    flag = theme_flag(theme)
    own = {n for n in banks.bank_names() if any(flag in p.needs for p in banks.bank(n))}
    assert len(own) >= 20


def test_any_two_themes_are_told_in_other_words(
    brief_of: Callable[..., Any], told: Callable[..., Any]
) -> None:
    def phrases(theme: str) -> set[str]:
        return {
            phrase
            for seed in range(30)
            for piece in told(brief_of(SearchMade(by="c1"), seed=seed, theme=theme))
            for phrase in piece.phrases
        }

    told_in = {theme: phrases(theme) for theme in THEMES}
    for a, b in combinations(sorted(THEMES), 2):
        shared = told_in[a] & told_in[b]
        assert len(shared) < 0.75 * min(len(told_in[a]), len(told_in[b])), (a, b)
