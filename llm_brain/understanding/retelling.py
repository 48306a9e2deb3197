"""Deeds told as a story, said plainly: "her gaze lingered upon the canvas" is looking, "Kara's blade sang toward his throat"
an attack with it, "the little thief padded off" the hero's own walking off.

It knows words only; whose names are the heroes' it is told. It sits before `heads.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from llm_brain.understanding.words import read_data, verb_forms

OWNERS = frozenset("my his her our their".split())
ARTICLES = frozenset("the this our that a".split())
MOST_ADJECTIVES = 3


@dataclass(frozen=True)
class Told:
    """Who or what a clause is told of (always the hero, in the end), and the clause said plainly."""

    subject: str
    words: tuple[str, ...]


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_data("retelling.json")[name].split())


@cache
def _verb_of_part() -> dict[str, str]:
    table: dict[str, str] = read_data("retelling.json")["as_verbs"]
    return {part: verb for verb, parts in table.items() for part in parts.split()}


def plainly(words: Sequence[str], heroes: Sequence[tuple[str, ...]] = ()) -> Told | None:
    """Return a clause about the hero's hands, eyes, blade … or "the thief" said plainly, None for any other."""
    line = tuple(words)
    while line and line[0] in ("and", "then", "but", "so", "as", "now", "yet", "still"):
        line = line[1:]
    owned = _after_the_owner(line, heroes)
    if owned is not None:
        return _of_a_part(owned)
    return _of_a_role(line)


def _after_the_owner(
    line: tuple[str, ...], heroes: Sequence[tuple[str, ...]]
) -> tuple[str, ...] | None:
    if line[:1] and line[0] in OWNERS:
        return line[1:]
    for hero in heroes:
        if line[: len(hero)] == hero and line[len(hero) : len(hero) + 1] == ("'s",):
            return line[len(hero) + 1 :]
    for at in range(1, min(4, len(line) - 1)):
        if line[0] in ARTICLES and line[at] in _listed("roles") and line[at + 1] == "'s":
            return line[at + 2 :]
    return None


def _of_a_part(owned: tuple[str, ...]) -> Told | None:
    """Return what a part of the body or a weapon does as what its owner does."""
    known = _verb_of_part().keys() | _listed("hands") | _listed("weapons")
    at = next((i for i, word in enumerate(owned[: MOST_ADJECTIVES + 1]) if word in known), None)
    if at is None or any(word in verb_forms() and word.endswith("s") for word in owned[:at]):
        return None
    part, rest = owned[at], _without_fillers(owned[at + 1 :])
    if not rest or not _can_be_done(rest[0]):
        return None
    if part in _listed("hands"):
        return _by_hand(rest, part) or (_struck(part, rest) if part in _listed("weapons") else None)
    if part in _listed("weapons"):
        return _struck(part, rest)
    return Told(part, (_verb_of_part()[part], *rest[1:]))


def _by_hand(rest: tuple[str, ...], part: str) -> Told | None:
    if rest[0] in _listed("closing"):
        return Told(part, ("take", *rest[2:])) if len(rest) > 2 else None
    if rest[0] in _listed("straying"):
        return Told(part, ("steal", "from", *rest[2:])) if len(rest) > 2 else None
    is_blow = part.startswith(("fist", "knuckle"))
    return None if is_blow or rest[0] not in verb_forms() else Told(part, rest)


def _struck(weapon: str, rest: tuple[str, ...]) -> Told | None:
    """Return a weapon's flight at somebody as an attack, its going home as putting it away."""
    if rest[0] in _listed("resting"):
        return Told(weapon, ("sheathe", "my", weapon))
    start = next((i for i, w in enumerate(rest) if i and w in _listed("aiming")), None)
    start = start or next(
        (i for i, w in enumerate(rest) if i and w in ("the", "his", "its", "her")), None
    )
    if start is None:
        return None
    return Told(weapon, ("attack", *rest[start:], "with", "my", weapon))


def _of_a_role(line: tuple[str, ...]) -> Told | None:
    """Return what "the weary cleric" does as what the hero does."""
    if not line or line[0] not in ARTICLES:
        return None
    for at in range(1, min(2 + MOST_ADJECTIVES, len(line))):
        if line[at] in _listed("roles"):
            rest = _without_fillers(line[at + 1 :])
            if rest and rest[0] in verb_forms():
                return Told("she", rest)
    return None


def _without_fillers(rest: tuple[str, ...]) -> tuple[str, ...]:
    while len(rest) > 1 and (
        rest[0] in _listed("skipped") or (rest[0].endswith("ly") and len(rest[0]) > 4)
    ):
        rest = rest[1:]
    return rest


def _can_be_done(word: str) -> bool:
    return word in verb_forms() or word.endswith(("ed", "es", "s"))
