"""A piece of the rules as it is stored and shown: a spell, a condition, a monster, one heading of a chapter.

Pure: it knows neither files, network nor database, nor what a turn is.
"""

import re
from dataclasses import dataclass

MAX_NAME_CHARS = 200
MAX_TEXT_CHARS = 20_000
"""What is longer is cut: no entry of the SRD is."""
NOT_A_WORD = re.compile(r"[^a-z0-9']+")
IN_BRACKETS = re.compile(r"\([^)]*\)")
SENTENCE_END = re.compile(r"[.!?][\"')]*(?=\s|$)")


@dataclass(frozen=True)
class Piece:
    """One entry. `key` is its kind and index, `names` what it goes by, `facts` pairs of a label and a value."""

    key: str
    kind: str
    name: str
    names: tuple[str, ...]
    text: str
    facts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    license: str = ""


def plain(name: str) -> str:
    """Return a name in small letters without punctuation, as it is compared."""
    return NOT_A_WORD.sub(" ", name.lower().replace("’", "'")).strip()


def names_of(name: str, index: str = "") -> tuple[str, ...]:
    """Return what something goes by: "Crossbow, light" is a light crossbow too."""
    bare = IN_BRACKETS.sub(" ", name)
    head, comma, tail = bare.partition(",")
    found = [plain(name), plain(bare), plain(index)]
    if comma:
        found.append(plain(f"{tail} {head}"))
    return tuple(dict.fromkeys(filter(None, found)))


def excerpt(text: str, limit: int) -> str:
    """Return the beginning of a text, whole sentences where there are any, at most `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    ends = [found.end() for found in SENTENCE_END.finditer(flat) if found.end() <= limit]
    return flat[: ends[-1]] if ends else flat[: limit - 1].rsplit(" ", 1)[0] + "…"
