"""The head of a clause: who, whether not, and the verb of doing, once "ok so I am going to try to" is peeled off.

It knows words only. The verb is given in its plain form; what follows it is `rest`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
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


def says(head: "Head") -> bool:
    """Say whether a head's verb is one of saying here: "call it a night" is not."""
    return is_speaking(head.verb) and head.rest[1:2] not in (("it",), ("that",))


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
    names = [tuple(hero.lower().split()) for hero in heroes]
    rest = tuple(words)
    if len(rest) > 1 and rest[0] == QUOTE_MARK:
        rest = (*_behind_quotes(rest), QUOTE_MARK)
    told = plainly(rest, names)
    peel = _Peel(told.words, len(words), told.subject) if told else _Peel(rest, len(words))
    while peel.rest and peel.step(names):
        pass
    rest = peel.rest
    verb = verb_forms().get(rest[0], "") if rest else ""
    return Head(peel.subject, verb, rest, peel.is_negated, bool(peel.peeled), tuple(peel.peeled))


@dataclass
class _Peel:
    """A clause being peeled down to its verb. `length` is how many words it had."""

    rest: tuple[str, ...]
    length: int
    subject: str = ""
    is_negated: bool = False
    peeled: list[str] = field(default_factory=list)

    def step(self, names: Sequence[tuple[str, ...]]) -> bool:
        """Take one more opener, subject, auxiliary or negation off; False when none stands there."""
        return self._negation() or self._opening_or_subject(names) or self._auxiliary()

    def _negation(self) -> bool:
        rest = self.rest
        found = _one_of(rest, _lists()["negations"])
        if found in STOPPING and not (len(rest) == 1 or rest[1].endswith("ing")):
            found = ()
        if found == ("forget",) and rest[1:2] in (("it",), ("that",)) and len(rest) > 2:
            self.rest = rest[2:]
            return True
        is_first = len(rest) == self.length
        if found and (self.subject or rest[0] not in ("is", "are", "can") or is_first):
            self.is_negated, self.rest = True, rest[len(found) :]
        elif self.subject and rest[0] == "no" and verb_forms().get("".join(rest[1:2])):
            self.is_negated, self.rest = True, rest[1:]
        else:
            return False
        return True

    def _opening_or_subject(self, names: Sequence[tuple[str, ...]]) -> bool:
        rest = self.rest
        opening = _one_of(rest, _lists()["openers"])
        is_deed = bool(self.subject and opening and opening[0] in verb_forms())
        if opening and _goes_on(rest, opening) and not is_deed:
            self.rest = rest[len(opening) :]
            return True
        named = _one_of(rest, _lists()["subjects"]) or _one_of(rest, names)
        if not named or self.subject:
            return False
        if named not in (("i",), ("we",)) and not _is_doing(rest[len(named) :]):
            return False
        self.subject, self.rest = " ".join(named), rest[len(named) :]
        return True

    def _auxiliary(self) -> bool:
        rest = self.rest
        found = _one_of(rest, _lists()["auxiliaries"])
        if found and _goes_on(rest, found) and _leads_on(found, rest[len(found) :]):
            self.peeled.extend(found)
            self.rest = rest[len(found) :]
            return True
        follows = rest[1] if len(rest) > 1 else ""
        goes_on = rest[0] in GOING_ON and follows.endswith("ing") and follows in verb_forms()
        if goes_on or (follows and _is_adverb(rest[0])):
            self.peeled.append(rest[0])
            self.rest = rest[1:]
            return True
        return False


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
