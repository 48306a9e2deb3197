"""Turns written words into what a Dungeon Master says aloud; captions keep the written ones.

Dice, short forms of the game, units, dashes, markup and names with apostrophes. English only.
It knows no speaker: any of them is given the spoken form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ABILITIES = {
    "STR": "Strength",
    "DEX": "Dexterity",
    "CON": "Constitution",
    "INT": "Intelligence",
    "WIS": "Wisdom",
    "CHA": "Charisma",
}
COINS = {"cp": "copper", "sp": "silver", "ep": "electrum", "gp": "gold", "pp": "platinum"}
UNITS = {"ft": ("foot", "feet"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds")}
WORDS = {"HP": "hit points", "vs": "versus", "lvl": "level", "nat": "natural"}
SEVERAL = {"4": "fours", "6": "sixes", "8": "eights", "10": "tens", "12": "twelves"} | {
    "20": "twenties",
    "100": "hundreds",
}
FRACTIONS = {"1/8": "one eighth", "1/4": "one quarter", "1/2": "one half", "3/4": "three quarters"}
CONTRACTIONS = ("s", "t", "re", "ve", "ll", "d", "m", "em", "clock")

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
SILENT = re.compile(r"[*_`#<>{}\[\]|\\~^]+")
Replacement = str | Callable[[re.Match[str]], str]


def spoken(sentence: str) -> str:
    """Return the sentence as it is to be pronounced; empty when nothing in it can be."""
    text = " ".join(unicodedata.normalize("NFC", sentence).translate(QUOTES).split())
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    text = SILENT.sub(" ", text)
    text = "".join(
        c if unicodedata.category(c)[0] not in "CS" or c in "+=$£€%" else " " for c in text
    )
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    return text if any(character.isalnum() for character in text) else ""


def _dice(match: re.Match[str]) -> str:
    count, sides, several, keep, kept, sign, bonus = match.groups()
    words = [count] if count else []
    sides = "100" if sides == "%" else sides
    words += ["d", SEVERAL.get(sides, f"{sides}s") if several else sides]
    if keep:
        words += ["keep highest" if keep.lower() == "kh" else "keep lowest", kept]
    if sign:
        words += ["plus" if sign == "+" else "minus", bonus]
    return " ".join(words)


def _unit(match: re.Match[str]) -> str:
    number, joint, unit = match.groups()
    singular, plural = UNITS[unit]
    is_one = number == "1" or joint == "-"
    return f"{number} {singular if is_one else plural}"


def _coins(match: re.Match[str]) -> str:
    number, coin = match.groups()
    return f"{number} {COINS[coin]} {'piece' if number == '1' else 'pieces'}"


def _apostrophe(match: re.Match[str]) -> str:
    before, after = match.groups()
    return match.group() if after.lower() in CONTRACTIONS else before + after


def _any_of(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


RULES: list[tuple[re.Pattern[str], Replacement]] = [
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),  # a link is read as its words
    (re.compile(r"https?://\S+"), "link"),
    (re.compile(r"(?<=\d)\s?[–—]\s?(?=\d)"), " to "),
    (re.compile(r"\s*(?:[—―]|--+)\s*|\s+[–-]\s+(?=[^\W\d])"), ", "),
    (re.compile(r"…|\.{4,}"), "... "),
    (re.compile(r"\band/or\b"), "or"),
    (re.compile(r"(?<=[^\W\d])/(?=[^\W\d])"), " or "),
    (re.compile(r"(?<=[A-Z]{2})-(?=\d)"), " "),
    (
        re.compile(
            r"(?<!\w)(\d*)d(\d+|%)(s)?(?:(k[hl])(\d+))?(?:\s?([+\-−–])\s?(\d+))?(?!\w)",
            re.IGNORECASE,
        ),
        _dice,
    ),
    (re.compile(r"(?<![\w])[−-](?=\d)"), "minus "),
    (re.compile(r"(?<!\w)\+(?=\d)"), "plus "),
    (re.compile(rf"\b({_any_of(FRACTIONS)})(?!\d)"), lambda m: FRACTIONS[m.group(1)]),
    (re.compile(r"\b(\d+)\s?/\s?(\d+)\b"), r"\1 of \2"),
    (re.compile(r"\b(\d+)([ -]?)(ft|lbs?)\b\.?(?!$)"), _unit),
    (re.compile(r"\b(\d+)([ -]?)(ft|lbs?)\b"), _unit),
    (re.compile(r"\b(\d+)'(?!\w)"), r"\1 feet"),
    (re.compile(rf"\b([\d,]+)\s?({_any_of(COINS)})\b"), _coins),
    (re.compile(rf"\b({_any_of(ABILITIES)})\b"), lambda m: ABILITIES[m.group(1)]),
    (re.compile(r"\b1 HP\b"), "1 hit point"),
    (re.compile(rf"\b({_any_of(WORDS)})\b(?:(?<=\bvs)\.)?"), lambda m: WORDS[m.group(1)]),
    (re.compile(r"\b([A-Z]{4,})\b"), lambda m: m.group(1).lower()),
    (re.compile(r"([^\W\d_])'([^\W\d_]+)"), _apostrophe),
    (re.compile(r"\s?&\s?"), " and "),
]
