"""Which of the hero's own spells is meant by what it does: "three glowing darts", "a gout of flame from my fingertips".

It knows words only, and only spells the hero has. A verb of plain looking or walking is never a casting.
"""

from collections.abc import Sequence
from functools import cache

from llm_brain.understanding.words import read_data, singular, verb_forms

Alternative = tuple[frozenset[str], ...]


@cache
def _effects() -> dict[str, tuple[Alternative, ...]]:
    """Return for every spell the sets of word groups of which each must be heard."""
    rows: dict[str, list[str]] = read_data("spell_effects.json")["effects"]
    return {key: tuple(_groups(row) for row in alternatives) for key, alternatives in rows.items()}


def _groups(row: str) -> Alternative:
    return tuple(frozenset(group.split("|")) for group in row.split(" & "))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_data("spell_effects.json")[name].split())


def may_cast(verb: str) -> bool:
    """Say whether a verb can be the doing of a spell; a clause with no verb of doing may tell of one too."""
    return verb == "" or verb in _listed("verbs")


def speaks_of_magic(words: Sequence[str]) -> bool:
    """Say whether magic is named as such."""
    return not _listed("magic").isdisjoint(words)


def described(words: Sequence[str], known: Sequence[str]) -> str | None:
    """Return the known spell whose effect the words describe best, None for none."""
    said = {*words, *(verb_forms().get(word, word) for word in words), *map(singular, words)}
    best, most = None, 0
    for key in known:
        for groups in _effects().get(key, ()):
            heard = [said & group for group in groups]
            score = len(frozenset().union(*heard)) if all(heard) else 0
            if score >= len(groups) and score > most:
                best, most = key, score
    return best
