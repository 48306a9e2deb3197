"""Words as players type them: lower case, contractions opened, slang made plain, verb forms led back to the verb.

It knows language only, nothing of scenes. The word lists are data (`data/language.json`), read on first use.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
WORD = re.compile(r"[a-z0-9]+(?:['’][a-z0-9]+)*|[&+]", re.IGNORECASE)
VOWELS = "aeiou"


@cache
def read_data(name: str) -> Any:
    """Return a data file of this package, read once."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def language() -> dict[str, Any]:
    """Return the word lists."""
    read: dict[str, Any] = read_data("language.json")
    return read


@cache
def verb_forms() -> dict[str, str]:
    """Return every form of every verb we know with the verb itself."""
    forms: dict[str, str] = {}
    for verb in (*language()["verbs"], *_listed_verbs()):
        for form in _forms(verb):
            forms.setdefault(form, verb)
    forms.update(language()["irregular"])
    forms.update({verb: verb for verb in language()["verbs"]})
    return forms


def _listed_verbs() -> list[str]:
    """Return the first words of the lexicon's verbs."""
    lists = read_data("lexicon.json")
    phrases = [p for g in (lists["verbs"], lists["skills"]) for group in g.values() for p in group]
    phrases += [p for name in read_data("verbs.json") for _, p in packed(name)]
    return sorted({p.split()[0] for p in phrases} - NO_VERBS)


@cache
def packed(name: str) -> tuple[tuple[str, str], ...]:
    """Return a table of the wide inventory of verbs as (meaning, verb) rows."""
    table: dict[str, list[str]] = read_data("verbs.json")[name]
    return tuple(
        (key, p) for key, lines in table.items() for line in lines for p in line.split(", ")
    )


NO_VERBS = frozenset(
    "bear body shoulder hip arm dog full half small death coup long high board front belly tip great double on at low "
    "lower up down soft sleeper shell sumo pocket all be not coin fist gentle judo near suppressing total top name "
    "bone glass bottle moon square snow rocket bullet couch lid nut season process bank wick sheet stove gas spade".split()
)


def _forms(verb: str) -> list[str]:
    """Return the regular forms of a verb."""
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    ends_sharp = verb.endswith(("s", "sh", "ch", "x", "z"))
    forms = [verb, verb + ("es" if ends_sharp else "s"), verb + "ed", verb + "ing"]
    if len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS:
        forms += [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return forms


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, contractions and slang replaced."""
    replacements: dict[str, str] = language()["replacements"]
    words: list[str] = []
    for match in WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        if word in replacements:
            words.extend(replacements[word].split())
        elif word.endswith("'s"):
            words.extend((word[:-2], "'s"))
        else:
            words.append(word)
    return tuple(words)


def singular(word: str) -> str:
    """Return a noun without its plural ending, roughly."""
    if len(word) > 4 and word.endswith("ves"):
        return word[:-3] + "f"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_typo_of(typed: str, meant: str) -> bool:
    """Say whether a word is one slip (two in a long word) away from another, its first letter kept or swapped."""
    if typed == meant or len(typed) < 3 or len(meant) < 3 or abs(len(typed) - len(meant)) > 2:
        return False
    if typed[0] != meant[0] and typed[:2] != meant[1::-1]:
        return False
    slips = edit_distance(typed, meant)
    if min(len(typed), len(meant)) < 4:
        return slips == 1 and (sorted(typed) == sorted(meant) or _single(typed) == _single(meant))
    return slips <= (2 if min(len(typed), len(meant)) >= 7 else 1)


def _single(word: str) -> str:
    """Return a word with doubled letters made one."""
    return re.sub(r"(.)\1", r"\1", word)


def edit_distance(a: str, b: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with a neighbour."""
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
