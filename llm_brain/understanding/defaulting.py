"""What a clause with an unknown verb most likely is, by what it is done to: things here are handled, things carried used.

Tried last. Nobody is ever hurt or spoken to by a guess: with a person or a foe the table asks back.
"""

from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.nouns import STOP_WORDS
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.seams import ASKING
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import language

MOST_WORDS = 8


def by_what_is_named(clause: Clause, situation: Situation) -> Heard | None:
    """Return handling or using for an unknown verb upon a thing, None for anything else."""
    head = clause.head
    words = head.rest
    if not 2 <= len(words) <= MOST_WORDS or clause.is_asked or not _may_be_verb(head, situation):
        return None
    for phrase in phrases_of(words[1:]):
        if find(phrase.words, ("foe", "person", "hero"), situation) is not None:
            return None
        noun = find(phrase.words, ("feature", "exit", "item_here", "item_carried"), situation)
        if noun is None:
            continue
        verb = Head(head.subject, words[0], words, head.is_negated)
        return Heard(clause, verb, "use_item" if noun.kind == "item_carried" else "interact")
    return None


def _may_be_verb(head: Head, situation: Situation) -> bool:
    first = head.rest[0]
    lists = language()
    is_other = (
        first in STOP_WORDS
        or first in ASKING
        or first in lists["prepositions"]
        or first in lists["pronouns"]
        or first in lists["determiners"]
    )
    return not is_other and len(first) > 2 and not situation.index.knows(first)
