"""Rules by keyword, for the prompt and for players who ask: facts of the SRD in our own words, built in.

It is never fetched in a turn: what nobody has stored is not told.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Rule(NamedTuple):
    """A rule in one or two sentences, with the words that call for it and its SRD section."""

    key: str
    keywords: tuple[str, ...]
    text: str
    source: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return every built-in rule."""
    found = json.loads((Path(__file__).parent / "builtin.json").read_text(encoding="utf-8"))
    return tuple(
        Rule(row["key"], tuple(row["keywords"]), row["text"], row["source"]) for row in found
    )


def rules_for(text: str, limit: int = 3) -> list[Rule]:
    """Return the rules that a text calls for, most keywords first."""
    words = f" {text.lower()} "
    scored = [
        (sum(f" {keyword}" in words for keyword in rule.keywords), -i, rule)
        for i, rule in enumerate(rules())
    ]
    return [rule for score, _, rule in sorted(scored, reverse=True)[:limit] if score]
