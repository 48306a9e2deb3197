"""Goods asked for without a verb of buying: "I'd like two potions", "just five torches", "an ale please, Wen".

It knows what is for sale here. In a fight, or where nobody sells, it hears nothing.
"""

from dataclasses import replace

from llm_brain.understanding import belongings
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import language

WANTING = frozenset("like want need have get fancy grab take love be do rent hire book".split())
WISHING = frozenset("would will like love just it please".split())
SOME = frozenset("a an some another couple few".split())


def ordered(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    """Return the buying that a clause asks for, None for any other clause."""
    if situation.scene.is_fight or clause.is_asked or head.is_negated or not head.rest:
        return None
    if head.verb and head.verb not in WANTING:
        return None
    behind = head.rest[1:] if head.verb else head.rest
    while behind and behind[0] in WISHING:
        behind = behind[1:]
    behind = behind[1:] if behind[:1] in (("me",), ("us",)) else behind
    if not behind or not (behind[0] in SOME or _is_number(behind[0])):
        return None
    direct = next((p for p in phrases_of(behind) if p.prep == ""), None)
    if direct is None or belongings.for_sale(direct.words, situation) is None:
        return None
    if situation.index.matches(direct.words, ("feature",)):
        return None
    return Heard(clause, replace(head, verb="buy", rest=("buy", *behind)), "buy")


def _is_number(word: str) -> bool:
    return word.isdigit() or word in language()["numbers"]
