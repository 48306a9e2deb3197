"""Which kind of action a clause is: questions and moods first, then spells, speech and patterns.

It settles kind, skill and spell; targets are `reading.py`'s. None means that words alone did not tell.
"""

import re
from dataclasses import replace
from functools import cache

from llm_brain.referee.actions import ActionKind
from llm_brain.understanding import belongings, questions
from llm_brain.understanding.asides import tells_untruth
from llm_brain.understanding.clauses import QUOTE_MARK, Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.moods import hangs_on_an_if
from llm_brain.understanding.patterns import first_rule, mended
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.spell_names import SpellFound, find_spell, is_plain_word, spells_of
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import read_data

SOCIAL = frozenset(("talk", "persuade", "deceive", "intimidate"))


@cache
def _speech(name: str) -> re.Pattern[str]:
    return re.compile(read_data("speech.json")[name], re.IGNORECASE)


def heard(clause: Clause, situation: Situation) -> Heard | None:
    """Return what kind of action a clause is, None when the words do not tell."""
    asked = _asked(clause, situation)
    if asked is not None:
        return asked
    head = clause.head
    return _deed(clause, head, situation)


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
        return _with_spell(Heard(clause, head, "ready"), situation)
    spelled = _casting(clause, head, situation)
    if spelled is not None:
        return spelled
    for candidate in (head, mended(head)):
        if candidate is None:
            continue
        found = _by_pattern(clause, candidate, situation)
        if found is not None:
            return found
    return None


def _by_pattern(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    behind = head.rest[1:]
    owns = (
        any(belongings.carried(p.words, situation) for p in phrases_of(behind)) if behind else False
    )
    rule = first_rule(head.line, names_something_carried=owns)
    if rule is None:
        return None
    found = Heard(clause, head, rule.kind, rule.skill)  # type: ignore[arg-type]
    if found.kind in SOCIAL:
        return _social(found)
    if found.kind == "ready":
        return _with_spell(found, situation)
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


def _with_spell(found: Heard, situation: Situation) -> Heard:
    known = spells_of(situation.state, situation.actor)
    return replace(
        found, spell=find_spell(found.head.rest, known, is_casting="cast" in found.head.rest)
    )


def _casting(clause: Clause, head: Head, situation: Situation) -> Heard | None:
    """Return a casting: "cast …", a spell named with a verb that goes with it, or a spell's name standing alone."""
    if not head.rest:
        return None
    known = spells_of(situation.state, situation.actor)
    words = head.rest
    is_cast = head.verb in ("cast", "upcast") or words[:2] == ("ritual", "cast") or "spell" in words
    if words[:2] == ("sleep", "on") and "sleep" in known and situation.scene.is_fight:
        is_cast = True
    spell = find_spell(words, known, is_casting=is_cast)
    if spell is not None and (is_cast or _is_cast_by(head, spell.start, spell.key, known)):
        return Heard(clause, head, "cast", spell=spell)
    if (
        head.verb == "identify"
        and "identify" in known
        and {"magic", "spell", "ritual"} & set(words)
    ):
        return Heard(clause, head, "cast", spell=SpellFound("identify", 0, 1))
    if head.verb == "put" and words[-2:] == ("to", "sleep") and "sleep" in known:
        at = len(words) - 1
        return Heard(clause, head, "cast", spell=SpellFound("sleep", at, at + 1))
    by_verb = next(
        (
            key
            for key in read_data("speech.json")["spells_by_verb"].get(head.verb, ())
            if key in known
        ),
        None,
    )
    if by_verb is not None and len(words) > 1:
        found = find_spell(by_verb.split("-"), known, is_casting=True)
        return Heard(clause, head, "cast", spell=replace(found, start=0, end=1)) if found else None
    return Heard(clause, head, "cast") if is_cast and head.verb in ("cast", "upcast") else None


def _is_cast_by(head: Head, start: int, key: str, known: tuple[str, ...]) -> bool:
    if start == 0:
        return not is_plain_word(key) or (
            key in known and key in read_data("spells.json")["castable_as_verb"]
        )
    return (
        head.verb in read_data("speech.json")["casting_verbs"]
        or key in known
        or head.rest[start - 1] in ("cast", "a", "my")
    )
