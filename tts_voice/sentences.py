"""Cuts a text into sentences, the unit in which it is spoken and captioned.

Ends are found at . ! ? and at line ends, but not inside "Mr.", "3.5", "J. Smith" or an ellipsis
that goes on. Closing quotes stay with their sentence. It changes no word: the pieces joined are
the text. How a sentence is pronounced is spoken_form.py's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# No sentence ends after a title; after the others one may, if what follows begins large.
TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "sr", "jr", "prof", "rev", "capt", "lt", "sgt", "col", "gen"}
    | {"gov", "hon", "mt", "vs"}
)
SHORTENED = frozenset(
    {"etc", "e.g", "i.e", "cf", "approx", "ca", "ft", "lb", "lbs", "oz", "hr", "min", "sec", "yd"}
)
LONGEST_SHORTENED = 12
LOOK_AHEAD = 100
CLOSERS = "\"'”’»)]}*_"
OPENERS = "\"'“‘«([{*_"
END = re.compile(rf"(?P<mark>[.!?…]+)(?P<closers>[{re.escape(CLOSERS)}]*)(?=\s|$)|\n+")
LAST_WORD = re.compile(r"[^\s\"“‘(\[—–-]*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """The beginning of a text that fits, and whether anything was left off."""

    text: str
    truncated: bool


def split(text: str) -> list[str]:
    """Return the sentences in order, each stripped, each with something to say in it."""
    sentences: list[str] = []
    carried = ""
    for start, end in _spans(text):
        piece = text[start:end].strip()
        if not piece:
            continue
        if any(character.isalnum() for character in piece):
            sentences.append(f"{carried} {piece}".strip())
            carried = ""
        elif sentences:
            sentences[-1] += f" {piece}"
        else:
            carried = f"{carried} {piece}".strip()
    return sentences


def cut(text: str, limit: int) -> Cut:
    """Keep as many whole sentences as fit in limit characters; of a giant first one, its words."""
    text = text.strip()
    if len(text) <= limit:
        return Cut(text, truncated=False)
    fitting = 0
    for _, end in _spans(text[: limit + LOOK_AHEAD]):
        if end > limit:
            break
        fitting = end
    if fitting == 0:
        space = max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1))
        fitting = space if space > 0 else limit
    return Cut(text[:fitting].rstrip(), truncated=True)


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        if match.group("mark") is None or _ends_here(text, start, match):
            spans.append((start, match.end()))
            start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip(" \t").lstrip(OPENERS)[:1]
    if not following or following == "\n":
        return True
    mark = match.group("mark")
    goes_on = following.islower()
    if mark != ".":
        is_ellipsis = "…" in mark or mark.startswith("..")
        return not (goes_on and (is_ellipsis or match.group("closers")))
    before = text[start : match.start()]
    last = LAST_WORD.search(before[-LONGEST_SHORTENED - 1 :])
    word = last.group() if last else ""
    if word.lower() in TITLES or (len(word) == 1 and word.isalpha() and word not in "Ia"):
        return False
    if word.isdigit() and before.strip() == word:
        return False  # "1. Go north" is one entry of a list
    return not (goes_on and (word.lower() in SHORTENED or match.group("closers")))
