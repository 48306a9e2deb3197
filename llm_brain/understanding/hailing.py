"""Words spoken straight to somebody by name: "Wen, what is down there?", "hey Marta …", "Kara get back!".

None means that the message hails nobody. What is said is never read as deeds.
"""

import re
from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import head_of
from llm_brain.understanding.kinds import spoken
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import language, plain_words, verb_forms

GREETING = (
    r"(?:hey|hi|yo|hello|oi|psst|excuse me|dear|so|ok|okay|well|right|now|look|listen|thanks|"
    r"thank you|sorry|please|verily|hark|ahoy|pray|prithee|forsooth|good \w+)"
)
BY_NAME = re.compile(
    rf"^\s*(?:{GREETING}[,!]?\s+)?(?P<name>[\w'’ -]{{2,30}}?)\s*[,!:]\s+(?P<said>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
AFTER_A_GREETING = re.compile(rf"^\s*{GREETING},? (?P<said>.+)$", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(
    r"(?:we (?:need|want|have|must|should|are|come|know)|i (?:need|want|have|am|know|think|come|"
    r"swear)|you |(?:can|could|would|will|do|did|have|are) you\b|please\b|do not\b|stop\b|wait\b"
    r"|listen\b|enough\b|tell me|let (?:me|us)|help|(?:is|are|was) (?:there|it|this|that|they)\b|any "
    r"|(?:what|where|who|why|how) (?:is|are|do|did|does|can|was|were|about|much|many)\b)"
)
NAME_LAST = re.compile(r",\s*(?P<name>[\w' ]{2,20})\?\s*$")
ENDEARING = frozenset(
    "my love dear friend darling sweet old lad lass pal mate babe good fair noble honey mister master miss".split()
)
QUOTING = "\"“„«'‘"
ADDRESSED = ("person", "hero", "foe")


def told_after(text: str) -> tuple[str, str]:
    """Return words called out and the deed told after them: "Pip, you ok? I toss him …"; the deed "" for none."""
    for stop in re.finditer(r"[.?!…]+\s+", text):
        deed = text[stop.end() :]
        head = head_of(plain_words(deed))
        if head.subject == "i" and head.verb and not head.peeled and not _is_said(deed, head.rest):
            return text[: stop.end()].strip(), deed
    return text, ""


def _is_said(deed: str, rest: Sequence[str]) -> bool:
    """Say whether a sentence goes on speaking: to a "you", or of what one thinks or is."""
    words = set(plain_words(deed))
    return bool(words & {"you", "your", "yours"}) or rest[0] in SAYABLE


SAYABLE = frozenset(
    "am have was know think want need swear promise beg love hate hope believe heard hear mean see "
    "saw come came like owe trust guess can will would".split()
)


def hailing(text: str, situation: Situation) -> Action | None:
    """Return the speech that a message is, if it hails somebody."""
    noun = (
        _named_first(text, situation)
        or _greeted(text, situation)
        or _named_bare(text, situation)
        or _named_last(text, situation)
        or _friend_told(text, situation)
    )
    if noun is None:
        return None
    clause = Clause(text=text, words=plain_words(text), head=head_of(plain_words(text)))
    kind = spoken(clause, text).kind
    return Action(kind=kind, text=text, target=noun.name, target_ref=noun.ref)


def _person(words: Sequence[str], situation: Situation, at_least: float = 0.9) -> Noun | None:
    found = situation.index.matches(words, ADDRESSED)
    best = next((m for m in found if m.noun.ref != situation.actor), None)
    return best.noun if best is not None and best.score >= at_least else None


def _is_only_a_name(words: Sequence[str], situation: Situation) -> bool:
    if len(words) > 1:
        words = [word for word in words if word not in ENDEARING] or words
    if not 0 < len(words) <= 3 or words[0] in language()["prepositions"]:
        return False
    if words[0] in verb_forms() and len(words) > 1 and words[0] not in ("ghost", "guard"):
        return False
    return all(map(situation.index.knows, content_words(words)))


def _named_first(text: str, situation: Situation) -> Noun | None:
    match = BY_NAME.match(text)
    words = plain_words(match["name"]) if match else ()
    if match and situation.scene.is_fight and _names_only_gear(match["said"], situation):
        return None
    return _person(words, situation, 0.55) if _is_only_a_name(words, situation) else None


def _names_only_gear(said: str, situation: Situation) -> bool:
    """Say whether what follows a name is no speech but a weapon: "tall goblin, handaxe"."""
    words = plain_words(said)
    return len(words) <= 2 and bool(situation.index.matches(words, ("item_carried",)))


def _named_bare(text: str, situation: Situation) -> Noun | None:
    """Return who is named first with no comma after: "captain hale we need to talk"."""
    if text.lstrip()[:1] in QUOTING:
        return None
    words = plain_words(text)
    for length in (3, 2, 1):
        if ADDRESS.match(" ".join(words[length:])) and _is_only_a_name(words[:length], situation):
            found = _person(words[:length], situation)
            if found is not None:
                return found
    return None


def _greeted(text: str, situation: Situation) -> Noun | None:
    match = AFTER_A_GREETING.match(text)
    return _person(plain_words(match["said"])[:2], situation) if match else None


def _named_last(text: str, situation: Situation) -> Noun | None:
    """Return whom a question ends on: "how is business, barkeep?"."""
    match = NAME_LAST.search(text)
    words = plain_words(match["name"]) if match else ()
    return _person(words, situation, 0.5) if _is_only_a_name(words, situation) else None


def _friend_told(text: str, situation: Situation) -> Noun | None:
    """Return the other hero who is told what to do: "Kara get back!"."""
    words = plain_words(text)
    friend = situation.index.matches(words[:1], ("hero",))
    if not friend or friend[0].noun.ref == situation.actor or len(words) < 2 or "," in text:
        return None
    is_order = verb_forms().get(words[1]) == words[1] and words[1] not in language()["irregular"]
    return friend[0].noun if is_order else None
