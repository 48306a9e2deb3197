"""The head of a clause: who, whether not, and the verb of doing, once "ok so I am going to try to" is peeled off.

It knows words only. The verb is given in its plain form; what follows it is `rest`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from llm_brain.understanding.retelling import plainly
from llm_brain.understanding.words import language, verb_forms

REFLEXIVE = re.compile(r"\b(?:himself|herself|themselves|ourselves|themself)\b")
OWN = "sword|blade|axe|dagger|bow|staff|mace|shield|weapon|spear|hammer|eyes|hands?|head|arms|gaze|way|cloak|hood|back|feet"
OF_ONESELF = {
    subject: re.compile(rf"\b{owner}\b(?= (?:\w+ )?(?:{OWN})\b)")
    for subject, owner in {"she": "her", "he": "his", "they": "their", "we": "our"}.items()
}
GOING_ON = frozenset(
    "keep keeps kept continue continues continued start starts started begin begins began resume".split()
)
STOPPING = (("stop",), ("stops",), ("cease",), ("quit",), ("avoid",))
QUOTE_MARK = "quoteplaceholder"


@dataclass(frozen=True)
class Head:
    """What a clause opens with. `verb` is "" when no verb of doing stands there; `rest` starts with the verb as typed."""

    subject: str
    verb: str
    rest: tuple[str, ...]
    is_negated: bool = False
    is_tried: bool = False
    peeled: tuple[str, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Say whether nothing but openers was found: "ok", "well"."""
        return not self.rest

    @property
    def line(self) -> str:
        """Return the rest with its verb in plain form and of oneself as "my", for patterns."""
        words = (self.verb, *self.rest[1:]) if self.verb else self.rest
        line = REFLEXIVE.sub("myself", " ".join(words))
        return OF_ONESELF[self.subject].sub("my", line) if self.subject in OF_ONESELF else line


def is_speaking(verb: str) -> bool:
    """Say whether a verb is one of saying: what follows it may be what is said."""
    return verb in language()["speaking"]


@cache
def _lists() -> dict[str, list[tuple[str, ...]]]:
    lists = language()
    return {
        name: [tuple(p.split()) for p in lists[name]]
        for name in ("openers", "subjects", "auxiliaries", "negations")
    }


def head_of(words: Sequence[str], heroes: Sequence[str] = ()) -> Head:
    """Return the head of a clause."""
    rest, peeled = tuple(words), list[str]()
    subject, is_negated = "", False
    heroes_as_words = [tuple(hero.lower().split()) for hero in heroes]
    if len(rest) > 1 and rest[0] == QUOTE_MARK:
        rest = (*_behind_quotes(rest), QUOTE_MARK)
    told = plainly(rest, heroes_as_words)
    if told is not None:
        subject, rest = told.subject, told.words
    while rest:
        opening = _one_of(rest, _lists()["openers"])
        named = _one_of(rest, _lists()["subjects"]) or _one_of(rest, heroes_as_words)
        auxiliary = _one_of(rest, _lists()["auxiliaries"])
        negation = _one_of(rest, _lists()["negations"])
        if negation in STOPPING and not (len(rest) == 1 or rest[1].endswith("ing")):
            negation = ()
        if negation and (subject or rest[0] not in ("is", "are", "can") or len(rest) == len(words)):
            is_negated = True
            rest = rest[len(negation) :]
        elif subject and rest[0] == "no" and verb_forms().get(rest[1] if len(rest) > 1 else ""):
            is_negated, rest = True, rest[1:]
        elif opening and _goes_on(rest, opening) and not (subject and opening[0] in verb_forms()):
            rest = rest[len(opening) :]
        elif (
            named and not subject and (named in (("i",), ("we",)) or _is_doing(rest[len(named) :]))
        ):
            subject, rest = " ".join(named), rest[len(named) :]
        elif (
            auxiliary and _goes_on(rest, auxiliary) and _leads_on(auxiliary, rest[len(auxiliary) :])
        ):
            rest = rest[len(auxiliary) :]
            peeled.extend(auxiliary)
        elif (
            rest[0] in GOING_ON
            and len(rest) > 1
            and rest[1].endswith("ing")
            and rest[1] in verb_forms()
        ) or (len(rest) > 1 and _is_adverb(rest[0])):
            peeled.append(rest[0])
            rest = rest[1:]
        else:
            break
    verb = verb_forms().get(rest[0], "") if rest else ""
    return Head(subject, verb, rest, is_negated, bool(peeled), tuple(peeled))


def _behind_quotes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is told after the words said: "…," I growl at the chief."""
    while words and words[0] == QUOTE_MARK:
        words = words[1:]
    return words


def _one_of(words: Sequence[str], lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return next((p for p in lists if p and tuple(words[: len(p)]) == p), ())


def _goes_on(rest: Sequence[str], opening: Sequence[str]) -> bool:
    return len(rest) > len(opening)


def _leads_on(auxiliary: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether an auxiliary that may also be a main word is followed by a verb."""
    if auxiliary[-2:] == ("going", "to") and after and after[0] in language()["determiners"]:
        return False
    if auxiliary[-1] in ("to", "and", "i", "we", "me", "us") and len(auxiliary) > 1:
        return True
    return _is_doing(after)


def _is_doing(after: Sequence[str]) -> bool:
    """Say whether the words can follow a subject: a verb, an auxiliary, a negation, an adverb before one."""
    if not after:
        return False
    if after[0] in verb_forms() or (_is_adverb(after[0]) and len(after) > 1):
        return True
    return bool(
        _one_of(after, _lists()["auxiliaries"])
        or _one_of(after, _lists()["negations"])
        or _one_of(after, _lists()["openers"])
        or after[0]
        in (
            "then",
            "just",
            "also",
            "guess",
            "think",
            "really",
            "still",
            "suppose",
            "have",
            "do",
            "finally",
        )
    )


def _is_adverb(word: str) -> bool:
    return (
        len(word) > 4
        and word.endswith("ly")
        and word
        not in (
            "apply",
            "supply",
            "family",
            "reply",
            "rally",
            "belly",
            "bully",
            "barely",
            "multiply",
            "assembly",
        )
    )
