"""What a question wants: to see (look), to know the rules or one's own sheet (ask_rules), to recall (skill_check), advice.

Asking changes nothing; "can I open the chest?" is a polite way of doing it, "can I reach the boss?" is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from llm_brain.understanding.words import read_data

BEGGED = frozenset("try maybe please".split())
FILLING = re.compile(r"^(?:so|ok|okay|wait|and|but|hey|um|uh|dm|or|hmm|well|actually|also) ")
NO_QUESTION = re.compile(r"^do (?:the|a|an|it|that|this|something|nothing|my|some|anything)\b")
HAVING = re.compile(r"^(?:have|has) (?!(?:i|we|you|they|he|she|it|any|anyone|anybody)\b)")
BARE_VERB = re.compile(
    r"^(?:have|will|do|does|any|when|am|may|is|are) "
    r"(?!(?:i|we|you|there|the|he|she|it|they|that|this|my|any|\w+) )"
)


@dataclass(frozen=True)
class Asked:
    """What a question comes to."""

    kind: str
    skill: str | None = None


@cache
def _patterns() -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    rows = read_data("questions.json")["questions"]
    return tuple((Asked(r["kind"], r.get("skill")), re.compile(r["pattern"])) for r in rows)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_data("questions.json")[name])


def opens_asking(words: Sequence[str]) -> bool:
    """Say whether the first words are those of a question."""
    return bool(_pattern("asks").match(" ".join(words) + " "))


def is_question(words: Sequence[str], *, has_mark: bool) -> bool:
    """Say whether a clause asks: by its mark, or by its first words."""
    line = FILLING.sub("", " ".join(words))
    if (NO_QUESTION.match(line) or HAVING.match(line)) and not has_mark:
        return False
    if not opens_asking(words):
        return has_mark
    return has_mark or not BARE_VERB.match(line)


def deed_asked_for(words: Sequence[str]) -> bool:
    """Say whether "can I …?" is a polite way of doing it: "can I open the chest", never "can I reach him"."""
    line = " ".join(words)
    match = _pattern("polite").match(line)
    if match is None or not re.search(
        r"\b(?:(?:can|could|may|might) (?:i|we)|possible|able)\b", line
    ):
        return False
    deed = match["deed"].split()[-1]
    if any(word in BEGGED for word in words):
        return True
    if deed in ("get", "have"):
        return not re.search(
            r"\b(?:get|have) (?:to|in|out|there|past|away|advantage|closer|hit)\b", line
        )
    return deed not in read_data("questions.json")["not_polite"]


def asked(words: Sequence[str]) -> Asked:
    """Return what a question comes to."""
    line = FILLING.sub("", " ".join(words))
    otherwise = Asked("ask_rules")
    return next((a for a, pattern in _patterns() if pattern.search(line)), otherwise)
