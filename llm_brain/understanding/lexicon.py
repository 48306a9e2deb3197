"""Wide lists of verbs for each kind of action (`data/lexicon.json`): idioms tried before the rules, plain verbs after them.

A verb of several words ("butter up", "nip into") is tried before a shorter one. It knows no scene.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from llm_brain.understanding.words import packed, read_data


@dataclass(frozen=True)
class Rule:
    """A pattern and what it means."""

    kind: str
    pattern: re.Pattern[str]
    skill: str | None = None


@dataclass(frozen=True)
class Verb:
    """A verb, of one word or several, and what doing it means."""

    phrase: tuple[str, ...]
    kind: str
    skill: str | None = None


@cache
def idioms() -> tuple[Rule, ...]:
    """Return the turns of phrase that mean something else than their verb alone."""
    return tuple(
        Rule(row["kind"], re.compile(row["pattern"]), row.get("skill"))
        for row in read_data("lexicon.json")["early"]
    )


@cache
def _verbs() -> dict[str, list[Verb]]:
    """Return the verbs by first word, the longest first; skills win over kinds."""
    by_first: dict[str, list[Verb]] = {}
    for verb in _listed():
        by_first.setdefault(verb.phrase[0], []).append(verb)
    for verbs in by_first.values():
        verbs.sort(key=lambda verb: -len(verb.phrase))
    return by_first


def _listed() -> Iterator[Verb]:
    lists = read_data("lexicon.json")
    for skill, phrases in lists["skills"].items():
        for phrase in phrases:
            yield Verb(tuple(phrase.split()), "skill_check", skill)
    for kind, phrases in lists["verbs"].items():
        for phrase in phrases:
            yield Verb(tuple(phrase.split()), kind)
    yield from _inventory()


def _inventory() -> Iterator[Verb]:
    """Return the wide inventory (`data/verbs.json`)."""
    for of_skills, names in (
        (True, ("skill_phrases", "skill_words")),
        (False, ("phrases", "words")),
    ):
        for meaning, phrase in (row for name in names for row in packed(name)):
            kind, skill = ("skill_check", meaning) if of_skills else (meaning, None)
            yield Verb(tuple(phrase.split()), kind, skill)


def phrase_of(line: str) -> Verb | None:
    """Return the turn of several words, out of the wide inventory, that a clause's line begins with."""
    words = tuple(line.split())
    found = (
        verb
        for verb in _turns().get(words[0] if words else "", ())
        if words[: len(verb.phrase)] == verb.phrase
    )
    return next(found, None)


@cache
def _turns() -> dict[str, list[Verb]]:
    """Return the inventory's turns that say enough by themselves, by first word, the longest first."""
    told = [verb for verb in _inventory() if len(verb.phrase) > 1]
    told += [verb for verb in _listed() if len(verb.phrase) > 2]
    told = [verb for verb in told if len(verb.phrase) > 2 or verb.phrase[1] not in TOO_LITTLE]
    by_first: dict[str, list[Verb]] = {}
    for verb in sorted(told, key=lambda verb: -len(verb.phrase)):
        by_first.setdefault(verb.phrase[0], []).append(verb)
    return by_first


TOO_LITTLE = frozenset("the my a an his her its their some for until it".split())


def meaning_of(line: str) -> Verb | None:
    """Return the verb that a clause's line begins with, its particle perhaps further on: "knock him back"."""
    words = tuple(line.split())
    if not words:
        return None
    verbs = _verbs().get(words[0], [])
    for verb in verbs:
        if words[: len(verb.phrase)] == verb.phrase:
            if len(verb.phrase) > 1:
                return verb
            break
    for verb in verbs:
        is_particle = len(verb.phrase) == 2 and verb.phrase[1] in PARTICLES
        if is_particle and verb.phrase[1] in words[2:5]:
            return verb
    return next((verb for verb in verbs if len(verb.phrase) == 1), None)


PARTICLES = frozenset("up down off out over back away on in apart aside open".split())
