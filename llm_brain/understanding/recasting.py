"""A deed hidden in a noun, said as a verb: "make a run for the gate", "do a spinny kick on him", "longsword to the gut".

It knows words only. It is asked where a clause's own verb says nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from llm_brain.understanding.heads import Head
from llm_brain.understanding.words import language, read_data, singular, verb_forms

MOST_BETWEEN = 4


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_data("recasting.json")[name].split())


def recast(head: Head) -> Head | None:
    """Return the head with the deed it names for its verb, None where it names none."""
    return (
        _of_time_spent(head) or _of_light_verb(head) or _of_bare_blow(head) or _of_bare_deed(head)
    )


def _of_time_spent(head: Head) -> Head | None:
    """Return "study my spells" for "spend the evening studying my spells"."""
    if head.verb not in ("spend", "pass", "waste", "kill"):
        return None
    for at, word in enumerate(head.rest[2:6], 2):
        if word.endswith("ing") and word in verb_forms() and verb_forms()[word] != word:
            return _with_verb(head, verb_forms()[word], head.rest[at + 1 :])
    return None


def _of_light_verb(head: Head) -> Head | None:
    """Return "kick on him" for "do a super spinny kick on him"."""
    if head.verb not in _listed("light") or len(head.rest) < 2:
        return None
    for at, word in enumerate(head.rest[1 : 2 + MOST_BETWEEN], 1):
        deed = _deed_of(word)
        behind = head.rest[at + 1 : at + 2]
        is_last = (
            not behind or behind[0] in language()["prepositions"] or behind[0] in language()["cuts"]
        )
        if deed and is_last and at > 1:
            return _with_verb(head, deed, head.rest[at + 1 :])
        if word in language()["prepositions"] or word in language()["cuts"]:
            return None
    return None


def _deed_of(word: str) -> str:
    """Return the verb a noun is made of: kick, throwing; "" for none."""
    if word in _listed("no_deeds"):
        return ""
    return _nouns().get(word) or verb_forms().get(word, "")


@cache
def _nouns() -> dict[str, str]:
    table: dict[str, str] = read_data("recasting.json")["nouns"]
    return {noun: verb for verb, nouns in table.items() for noun in nouns.split()}


def _of_bare_blow(head: Head) -> Head | None:
    """Return an attack for a weapon and where it goes: "longsword to the gut"."""
    words = head.rest
    at = next((i for i, word in enumerate(words[:4]) if word in _listed("weapons")), None)
    if head.subject or at is None or at + 1 >= len(words) or words[at + 1] not in _listed("aiming"):
        return None
    return _with_verb(head, "attack", (*words[at + 1 :], "with", "my", words[at]))


def _of_bare_deed(head: Head) -> Head | None:
    """Return the deed a clause without a verb is about: "melee attack against the boss", "quick look round"."""
    if head.subject or head.verb:
        return None
    for at, word in enumerate(head.rest[1:4], 1):
        deed = singular(word)
        if deed in _listed("bare"):
            return _with_verb(head, _deed_of(deed) or deed, head.rest[at + 1 :])
    return None


def _with_verb(head: Head, verb: str, behind: Sequence[str]) -> Head:
    return replace(head, verb=verb, rest=(verb, *behind))
