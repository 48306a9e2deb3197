"""People saying what they know of the past: what they saw, were told or have heard, and nothing beyond it.

What they know is in the brief, as sentences made from the ledger; here one of them is put into a mouth.
"""

import re

from llm_brain.ledger.events.people import PersonAsked
from llm_brain.narrators.protocol import Known
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values

_WORD = re.compile(r"[^\W\d_]{3,}")
_NEWS = re.compile(
    r"\bwhat happened\b|\bwhat (?:do|have) you (?:know|hear|heard|see|seen)\b|\bany news\b|\bdo you remember\b|\brumou?rs?\b"
)
_COMMON = frozenset(
    "the and you your what happened about tell know did was were are for with there they them that this have has had "
    "who why how when where from here remember hear heard".split()
)


def tell_recalled(t: Telling, event: PersonAsked, flags: set[str], values: Values) -> bool:
    """Have somebody say what they know of what they are asked; return whether they know anything."""
    who = t.creature(event.ref)
    found = _asked_for(t, event, who.name if who else "")
    if found is None:
        return False
    known, fact = found
    mark = f"recalls:{event.ref}:{fact[:40]}"
    if t.was_told(mark) and t.turns_since(mark) == 0:
        return False
    t.mark(mark)
    return t.say(
        "speech.recalls",
        flags=flags | {known.how},
        speaker=event.ref,
        **values | {"fact": in_a_mouth(fact)},
    )


def in_a_mouth(fact: str) -> str:
    """Return a sentence about the party as somebody says it to the party."""
    said = re.sub(r"^They\b", "you", fact.replace("“", "‘").replace("”", "’"))
    return said if said[-1] in ".!?…’" else f"{said}."


def _asked_for(t: Telling, event: PersonAsked, name: str) -> tuple[Known, str] | None:
    """Return the best thing somebody knows of what is asked: by its words, or anything when they are asked for news."""
    asked = f"{event.said} {t.brief.message}".lower()
    wanted = set(_WORD.findall(asked)) - _COMMON - set(_WORD.findall(name.lower()))
    is_news = bool(_NEWS.search(asked))
    best: tuple[int, Known, str] | None = None
    for known in t.brief.known:
        if known.ref != event.ref:
            continue
        for fact in known.facts:
            if name and name in fact:
                continue  # what they said themselves is no news from them
            shared = len(wanted & set(_WORD.findall(fact.lower())))
            if (shared or is_news) and (best is None or shared > best[0]):
                best = (shared, known, fact)
    return None if best is None else best[1:]
