"""Which kind of action a clause is: questions and moods first, then spells, speech and patterns.

It settles kind, skill and spell; targets are `reading.py`'s. None means that words alone did not tell.
"""

import re
from dataclasses import replace
from functools import cache

from llm_brain.referee.actions import ActionKind
from llm_brain.understanding import belongings, questions
from llm_brain.understanding.asides import tells_untruth
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.frames import framed
from llm_brain.understanding.heads import QUOTE_MARK, Head
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.moods import hangs_on_an_if
from llm_brain.understanding.ordering import ordered
from llm_brain.understanding.patterns import first_rule, mended
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.recasting import recast
from llm_brain.understanding.spells_heard import casting_told, with_spell
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import read_data

HARDLY_DONE_SPEAKING = frozenset(
    ("short_rest", "skill_check", "interact", "look", "use_item", "give", "drop")
)
SOCIAL = frozenset(("talk", "persuade", "deceive", "intimidate"))


@cache
def _speech(name: str) -> re.Pattern[str]:
    return re.compile(read_data("speech.json")[name], re.IGNORECASE)


def heard(clause: Clause, situation: Situation) -> Heard | None:
    """Return what kind of action a clause is, None when the words do not tell."""
    asked = _asked(clause, situation)
    if asked is not None:
        return asked
    return _deed(clause, clause.head, situation)


def mended_deed(clause: Clause, situation: Situation) -> Heard | None:
    """Return the deed of a clause whose verb is a slip of the fingers, None for any other."""
    if clause.head.rest and situation.index.knows(clause.head.rest[0]):
        return None
    meant = mended(clause.head)
    found = _by_pattern(clause, meant, situation) if meant is not None else None
    return found if found is not None and _is_sure(found) else None


def _asked(clause: Clause, situation: Situation) -> Heard | None:
    if QUOTE_MARK in clause.words or not questions.is_question(
        clause.words, has_mark=clause.is_asked
    ):
        return None
    if not clause.is_asked and hangs_on_an_if(clause.words, clause.head.verb):
        return None
    if clause.head.subject in ("i", "we") and not questions.opens_asking(clause.words):
        return None
    if questions.deed_asked_for(clause.words):
        return None
    if not questions.opens_asking(clause.words):
        rule = first_rule(clause.head.line)
        if rule is not None and rule.kind in (*SOCIAL, "look", "search", "skill_check"):
            return None
    answer = questions.asked(clause.words)
    kind: ActionKind = answer.kind  # type: ignore[assignment]
    if kind == "talk" and not situation.scene.of_kind("person"):
        kind = "look"
    return Heard(clause, Head("", "", clause.words), kind, answer.skill)


def _deed(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    if hangs_on_an_if(clause.words, head.verb):
        return with_spell(Heard(clause, head, "ready"), situation)
    spelled = casting_told(clause, head, situation)
    if spelled is not None:
        return _awaiting(spelled)
    wanted = ordered(clause, head, situation)
    if wanted is not None:
        return wanted
    for candidate in (head, recast(head)):
        if candidate is None:
            continue
        found = _by_pattern(clause, candidate, situation)
        if found is not None:
            return found
    return None


def _awaiting(spelled: Heard) -> Heard:
    """Return a casting as readied where it hangs on what somebody else does: "I'll counterspell if he casts"."""
    line = " ".join(spelled.clause.words)
    return replace(spelled, kind="ready") if AWAITED.search(line) else spelled


AWAITED = re.compile(
    r" (?:if|when|as soon as|the moment|once) (?:the |a |any |he |she |it |they |any(?:one|body) |"
    r"some(?:one|body) )?(?:\w+ )?(?:tries|casts?|moves?|comes?|attacks?|gets?|starts?|steps?|approaches|"
    r"does|goes|charges?|shoots?|runs?|looks?|turns?|raises?|begins?)\b"
)


def _is_sure(found: Heard) -> bool:
    """Say whether a verb guessed through a slip may stand: a blow only at somebody or with something named."""
    return found.kind not in ("attack", "grapple", "shove") or len(found.head.rest) > 1


def _is_a_state(head: Head) -> bool:
    """Say whether a clause only says how one feels: "I'm scared", "we are finished"."""
    is_so = head.peeled[-1:] in (("am",), ("are",))
    return is_so and len(head.rest) == 1 and head.rest[0].endswith(("ed", "en"))


def _by_pattern(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    if _is_a_state(head):
        return Heard(clause, head, "wait")
    behind = head.rest[1:]
    owns = (
        any(belongings.carried(p.words, situation) for p in phrases_of(behind)) if behind else False
    )
    rule = framed(head, situation) or first_rule(head.line, names_something_carried=owns)
    if rule is None:
        return None
    found = Heard(clause, head, rule.kind, rule.skill)  # type: ignore[arg-type]
    if clause.words[:1] == (QUOTE_MARK,) and found.kind in HARDLY_DONE_SPEAKING:
        return _social(replace(found, kind="talk", skill=None))
    if found.kind in SOCIAL:
        return _social(found)
    if found.kind == "ready":
        return with_spell(found, situation)
    return found


def _social(found: Heard) -> Heard:
    """Return speech with its means: what is in quotes or told decides between asking, pleading, lying and threatening."""
    if any(tells_untruth(aside) for aside in found.clause.asides):
        return replace(found, kind="deceive")
    if found.kind != "talk":
        return found
    said = " ".join(found.clause.quotes)
    if _speech("threat").search(said):
        return replace(found, kind="intimidate")
    if _speech("plea").search(said):
        return replace(found, kind="persuade")
    return found


def spoken(clause: Clause, text: str) -> Heard:
    """Return words spoken straight to somebody, without a verb of saying."""
    kind: ActionKind = (
        "intimidate"
        if _speech("threat").search(text)
        else "persuade"
        if _speech("plea").search(text)
        else "talk"
    )
    return Heard(clause, clause.head, kind)
