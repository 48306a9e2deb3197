"""What follows a spell only to say where it goes: "fireball, get the zombie and the cultist in it", "…, all darts into Veska".

It sits before the readers of deeds: such a clause is no deed of its own. None means that a clause is one.
"""

from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heard import all_of
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.targets import Situation

LOOSE = (",", ":", "-", "–", "—", ".", "and", ", and")
AIMING = frozenset("get catch hit target aim center centre focus include put place drop".split())
MISSILES = frozenset(
    "dart darts missile missiles bolt bolts ray rays beam beams all both each one two three right "
    "straight centered centred on at into toward".split()
)
UPON = ("foe", "person", "hero")


def aimed(made: Sequence[Action], clause: Clause, situation: Situation) -> Action | None:
    """Return the spell cast before with the targets that a clause gives it, None where it gives none."""
    if not made or made[-1].kind != "cast" or made[-1].spell is None:
        return None
    last, head = made[-1], clause.head
    if last.target_ref is not None or clause.seam not in LOOSE or clause.is_asked:
        return None
    if head.is_negated or head.subject or not head.rest or not _only_aims(clause):
        return None
    phrases = [p for p in phrases_of(head.rest) if content_words(p.words)]
    named = all_of(phrases, UPON, situation)
    if not named:
        return None
    return last.model_copy(
        update={
            "target": named[0].name,
            "target_ref": named[0].ref,
            "more_refs": tuple(noun.ref for noun in named[1:]),
            "text": f"{last.text}, {clause.text}",
        }
    )


def _only_aims(clause: Clause) -> bool:
    """Say whether a clause says no more than where: by its verb with "in it", or by the missiles it speaks of."""
    words = clause.head.rest
    if clause.head.verb in AIMING:
        return clause.seam != "." and (
            words[-2:] in (("in", "it"), ("with", "it"), ("in", "there"), ("with", "both"))
            or clause.head.verb in ("target", "aim", "center", "centre", "include", "catch")
        )
    return words[0] in MISSILES
