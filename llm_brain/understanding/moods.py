"""What is not plainly done: what is denied, what hangs on an "if", what is left out ("without …", "instead of …").

It knows words only.
"""

import re
from collections.abc import Sequence
from functools import cache

from llm_brain.understanding.words import language, verb_forms

CONDITION = re.compile(
    r"^(?:and |but |then |so )*(?:if|when|whenever|once|as soon as|the moment|in case|should) (?!i (?:can|could|may|might)\b)"
)
LATER_CONDITION = re.compile(
    r" (?:if|when|as soon as|the moment|in case|once) (?:the |a |any |he|she|it|they|anyone|anybody|someone|something|\w+ )"
)
LEFT_OUT = re.compile(r"^(?:instead of|rather than|in place of|without)\b")


def hangs_on_an_if(words: Sequence[str], verb: str) -> bool:
    """Say whether a deed is announced for later: "if he moves I shoot"."""
    line = " ".join(words)
    if CONDITION.match(line):
        return bool(
            re.search(r"\b(?:i|we) (?:will |would |am going to )?\w+", line[3:]) or "," in line
        )
    if verb in ("ready", "prepare", "hold") and LATER_CONDITION.search(line):
        return True
    return verb in ("attack", "cast", "shoot", "strike", "stab", "hit") and bool(
        LATER_CONDITION.search(line)
    )


def without_the_left_out(words: Sequence[str]) -> tuple[str, ...]:
    """Drop "instead of drinking", "rather than fight" up to where the speaker says what is done."""
    line = tuple(words)
    if not LEFT_OUT.match(" ".join(line)):
        return line
    for position, word in enumerate(line[1:], 1):
        if word in ("i", "we") and position > 1:
            return line[position:]
    return ()


MOST_RULED_OUT = 4
REASONS = frozenset("too this now yet because here today until unless that for".split())
RETRACTING = re.compile(
    r"(?:(?:or|no|wait|oh|actually|but|sorry) )*(?:i mean|i meant|scratch that|strike that|"
    r"on second thoughts?|no wait|wait no|actually no|no actually|changed my mind|i change my mind|"
    r"forget (?:that|it)|cancel that|rather)\b"
)


ONLY_RETRACTING = re.compile(
    r"(?:(?:oh|no|nah|wait|actually|hang on|hold on|sorry|hmm|scratch that|never ?mind|"
    r"nope|strike that|on second thoughts?|changed my mind|i changed my mind) ?)+"
)


def retracts(words: Sequence[str]) -> bool:
    """Say whether what was said before is taken back: "no wait", "I mean"."""
    return bool(RETRACTING.match(" ".join(words)))


def only_retracts(words: Sequence[str]) -> bool:
    """Say whether words only take back, or put off, what was said: "no wait", "hang on"."""
    return len(words) > 1 and bool(ONLY_RETRACTING.fullmatch(" ".join(words)))


def asks_for_the_same(words: Sequence[str]) -> bool:
    """Say whether a message only points at what was done some other time: "the same as last time"."""
    return bool(THE_SAME.match(" ".join(words)))


THE_SAME = re.compile(
    r"(?:can |could |let |us |i |we |please |now |ok )*(?:do |try |repeat )?(?:exactly )?(?:the )?same "
    r"(?:thing )?(?:as|but|only|except)\b"
)


def tells_of_want(words: Sequence[str]) -> bool:
    """Say whether words only tell what one lacks: "I'm out of spells"."""
    return bool(WANT.match(" ".join(words)))


WANT = re.compile(
    r"(?:since |as |because |but )?(?:i|we) (?:am|are) (?:all |nearly |almost )?(?:out of|low on|running low) "
)


def is_only_named(words: Sequence[str]) -> bool:
    """Say whether words only name somebody or something: "the goblin on the left"."""
    if words[0] not in ("the", "that", "this"):
        return False
    return not any(word in verb_forms() for word in words[2:] if word not in ("left", "right"))


def says_none(words: Sequence[str]) -> bool:
    """Say whether words rule something out: "no spells this turn", "nobody talks"."""
    if words[:1] in (("nobody",), ("none",)) or words[:2] == ("no", "one"):
        return len(words) > 1
    if len(words) < 2 or words[0] != "no":
        return False
    if words[1] in verb_forms():
        is_reasoned = len(words) > 2 and words[2] in REASONS
        return (len(words) < MOST_RULED_OUT or is_reasoned) and words[1] != "wait"
    return words[1] not in ("i", "we", "wait", "not")


def only_opens(words: Sequence[str]) -> bool:
    """Say whether words only open a message: "ok", "please"."""
    return all(word in _openers() for word in words)


@cache
def _openers() -> frozenset[str]:
    single = (opener for opener in language()["openers"] if " " not in opener)
    return frozenset(single) - {"hello", "first", "quick"}
