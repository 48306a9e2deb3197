"""A whole message read clause by clause, each hearing what the one before was about.

What is denied is no action; what cannot be understood joins its neighbour's text, so that no word is lost; if nothing is left,
the table waits (something was denied) or asks back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from llm_brain.ledger.state import State
from llm_brain.memory.embedder import Embedder
from llm_brain.referee.actions import Action, ActionKind
from llm_brain.referee.scene import Scene
from llm_brain.understanding import asking, kinds, second_opinion
from llm_brain.understanding.aiming import aimed
from llm_brain.understanding.asides import is_out_of_character
from llm_brain.understanding.bare_blows import bare_blow
from llm_brain.understanding.bending import bent, unbent
from llm_brain.understanding.clauses import Clause, clauses_of
from llm_brain.understanding.defaulting import by_what_is_named
from llm_brain.understanding.exemplars import HARMING, likeliest
from llm_brain.understanding.hailing import hailing, told_after
from llm_brain.understanding.heads import Head, head_of
from llm_brain.understanding.heard import Heard
from llm_brain.understanding.joining import joined, lent
from llm_brain.understanding.moods import (
    asks_for_the_same,
    is_only_named,
    only_opens,
    only_retracts,
    retracts,
    says_none,
    tells_of_want,
    without_the_left_out,
)
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.reading import read_as
from llm_brain.understanding.settling import settled
from llm_brain.understanding.shorthand import written_out
from llm_brain.understanding.slips import is_surely_a_slip
from llm_brain.understanding.targets import CREATURES, Situation
from llm_brain.understanding.words import plain_words

MOST_CLAUSES = 12
MOST_LETTERS = 4000
BUT = ("but", ", but")
LEAST_TO_HARM = 3
# A second opinion counts when it is this sure, and thinks what patterns made this unlikely.
SURE, SURE_TO_HARM, STILL_LIKELY = 0.35, 0.5, 0.12
SURER_BY_WORDS_ALONE = 0.25
DENIAL = re.compile(
    r"n['’]?t\b|\b(?:no|not|never|nothing|nobody|without|instead|forget)\b", re.IGNORECASE
)
LISTED = ("sell", "take", "drop", "give", "equip")


class MessageReader:
    """Reads one message of one player in one scene."""

    def __init__(
        self,
        scene: Scene,
        state: State,
        actor: str,
        embedder: Embedder | None = None,
        recent_refs: Sequence[str] = (),
    ) -> None:
        self.situation = Situation(
            scene, state, actor, [ref for ref in recent_refs if ref != actor]
        )
        self.embedder = embedder
        self.used_embedder = False
        self.is_unsure = False
        self.likely: dict[ActionKind, float] = {}
        self._last: Heard | None = None
        self.heroes = [noun.name for noun in scene.of_kind("hero")]
        self.heroes += [noun.name.split()[-1] for noun in scene.of_kind("hero")]

    def read(self, message: str) -> list[Action]:
        """Return the actions, at least one."""
        text = written_out(message)
        if not plain_words(text[:MOST_LETTERS]):
            return [asking.what(text, self.situation)]
        if is_out_of_character(text[:MOST_LETTERS]):
            return [Action(kind="out_of_character", text=text)]
        if asks_for_the_same(plain_words(text)):
            return [asking.what(text, self.situation)]
        hailed = self._hailed(text)
        made = self._reconsidered(text, hailed or self._by_clauses(text))
        self.is_unsure = self.is_unsure or all(action.kind == "unclear" for action in made)
        return made

    def _reconsidered(self, text: str, made: list[Action]) -> list[Action]:
        """Return what was made of a message, or what a second opinion that is sure of something else makes of it."""
        if len(made) != 1 or DENIAL.search(text):
            return made
        likely = self.likely = second_opinion.opinion(text, self.situation, self.embedder)
        self.used_embedder = self.embedder is not None
        kind = max(likely, key=lambda k: likely[k])
        sure = SURE_TO_HARM if kind in HARMING else SURE
        sure += 0.0 if self.used_embedder else SURER_BY_WORDS_ALONE
        if likely.get(made[0].kind, 0.0) > STILL_LIKELY:
            return made
        if likely[kind] < sure:
            self.is_unsure = True  # it doubts what patterns made of this, and knows nothing better
            return made
        if made[0].kind == "unclear" and kind in HARMING:
            return made  # what patterns would ask about is asked, not done
        if kind == "unclear":
            return [asking.what(text, self.situation)]
        return self._read_as(kind, text) or made

    def _read_as(self, kind: ActionKind, text: str) -> list[Action]:
        """Return the message read as one deed of a kind; nothing where that makes no sense."""
        clause = max(clauses_of(text[:MOST_LETTERS], self.heroes), key=lambda c: len(c.words))
        found = kinds.heard(clause, self.situation)
        spell = found.spell if found is not None and kind == "cast" else None
        heard = Heard(clause, clause.head, kind, None, spell)
        read = [settled(a, clause.head, self.situation) for a in read_as(heard, self.situation)]
        if len(read) != 1 or read[0].kind in ("unclear",):
            return []
        return [_with_text(read[0], text)]

    def _hailed(self, text: str) -> list[Action]:
        """Return the speech that hails somebody, and what is done after it; nothing for any other message."""
        called, deed = told_after(text)
        hailed = hailing(called, self.situation) if deed else None
        if hailed is not None:
            self.situation.mention(hailed.target_ref)
            return [hailed, *self._by_clauses(deed)]
        hailed = hailing(text, self.situation)
        return [] if hailed is None else [hailed]

    def _by_clauses(self, text: str) -> list[Action]:
        clauses = clauses_of(text[:MOST_LETTERS], self.heroes)
        made: list[Action] = []
        lost: list[str] = []
        was_denied = was_only_possible = False
        for clause in clauses[:MOST_CLAUSES]:
            if made and (retracts(clause.words) or (was_only_possible and clause.seam in BUT)):
                made = []
            was_only_possible = "could" in clause.head.peeled and not clause.is_asked
            self._note_opening(clause)
            upon = aimed(made, clause, self.situation)
            if upon is not None:
                made[-1] = upon
                continue
            read = self._clause(clause, made)
            if read is None or not read:
                was_denied = was_denied or read is not None
                if not made:
                    self._note_mention(clause)
                _keep_text(clause.text, made, lost)
                continue
            if lost:
                read[0] = _with_text(read[0], " ".join((*lost, read[0].text)))
                lost.clear()
            made = joined(made, read, clause)
            if read[0].kind in ("wait", "ready") and read[0].target_ref is None:
                self._note_mention(clause)
            for action in read:
                self.situation.mention(action.recipient_ref)
                self.situation.mention(action.target_ref)
        return self._ended(text, clauses, made, was_denied=was_denied)

    def _ended(
        self, text: str, clauses: Sequence[Clause], made: list[Action], *, was_denied: bool
    ) -> list[Action]:
        """Return what was made, with the words left over; where nothing was, a blow, a pause or a question."""
        if made and all(action.kind == "unclear" for action in made):
            made = [_with_text(made[0], " ".join(action.text for action in made))]
        if made:
            rest = " ".join(
                (*(c.text for c in clauses[MOST_CLAUSES:]), text[MOST_LETTERS:])
            ).strip()
            return [*made[:-1], _with_text(made[-1], f"{made[-1].text} {rest}")] if rest else made
        struck = bare_blow(clauses, self.situation) if not made else None
        if struck is not None:
            return [struck.model_copy(update={"text": text})]
        if was_denied:
            return [Action(kind="wait", text=text)]
        return [asking.what(text, self.situation)]

    def _clause(self, clause: Clause, made: Sequence[Action]) -> list[Action] | None:
        """Return a clause's actions: none when it denies, None when it is not understood."""
        words = without_the_left_out(clause.words)
        if words != clause.words:
            if not words:
                return []
            clause.words, clause.head = words, head_of(words, self.heroes)
        if not clause.quotes and only_opens(clause.words):
            return None
        if tells_of_want(clause.words) and not clause.is_asked:
            return None
        if only_retracts(clause.words) and not clause.is_asked:
            return None
        if _rules_out(clause) or (clause.head.is_negated and not clause.is_asked):
            return []
        heard = (
            self._listed_on(clause)
            or kinds.heard(clause, self.situation)
            or self._again(clause)
            or (kinds.mended_deed(clause, self.situation) if _is_swapped(clause) else None)
            or self._by_likeness(clause)
            or kinds.mended_deed(clause, self.situation)
            or (kinds.spoken(clause, " ".join(clause.quotes)) if clause.quotes else None)
            or by_what_is_named(clause, self.situation)
        )
        if heard is None:
            return None
        self._last = heard
        heard = bent(heard, self.situation)
        read = [unbent(a, heard, self.situation) for a in read_as(heard, self.situation)]
        read = [lent(a, made, clause, self.situation) for a in read]
        return [settled(a, heard.head, self.situation) for a in read]

    def _again(self, clause: Clause) -> Heard | None:
        """Return the last deed upon somebody else: "attack the boss, then the rat"."""
        last = self._last
        if last is None or last.head.verb == "" or clause.seam not in ("then", "and then"):
            return None
        if not self.situation.index.matches(clause.head.rest, (*CREATURES, "feature", "exit")):
            return None
        head = Head("", last.head.verb, (last.head.rest[0], *clause.head.rest))
        return replace(last, clause=clause, head=head)

    def _listed_on(self, clause: Clause) -> Heard | None:
        """Return the last deed upon one more thing: "sell the pelt and ring"."""
        last = self._last
        if last is None or last.kind not in LISTED or clause.seam not in ("and", ",", ", and"):
            return None
        words = clause.words
        if len(words) > 2 or clause.is_asked or not self.situation.index.knows(words[-1]):
            return None
        if not self.situation.index.matches(words, ("item_carried", "item_here")):
            return None
        return replace(
            last, clause=clause, head=Head("", last.head.verb, (last.head.rest[0], *words))
        )

    def _by_likeness(self, clause: Clause) -> Heard | None:
        if self.embedder is None or len(clause.words) < 2 or is_only_named(clause.words):
            return None
        self.used_embedder = True
        found = likeliest(clause, self.situation, self.embedder)
        if found is None or (found.kind in HARMING and len(clause.words) < LEAST_TO_HARM):
            return None
        return Heard(clause, clause.head, found.kind, found.skill)

    def _note_opening(self, clause: Clause) -> None:
        """Note what leads up to a clause speaks of: "before opening the chest, I check it"."""
        if clause.opening:
            self._note_words(clause.opening)

    def _note_mention(self, clause: Clause) -> None:
        """Note whom an unfinished clause speaks of: "not the ghoul, the zombie! …"."""
        self._note_words(clause.words)

    def _note_words(self, words: Sequence[str]) -> None:
        for phrase in phrases_of(words):
            named = self.situation.index.matches(phrase.words, CREATURES)
            named = named or self.situation.index.matches(phrase.words, ("feature", "item_here"))
            if named:
                self.situation.mention(named[0].noun.ref)


def _rules_out(clause: Clause) -> bool:
    """Say whether a clause says only what shall not be."""
    return not clause.is_asked and not clause.head.subject and says_none(clause.words)


def _is_swapped(clause: Clause) -> bool:
    """Say whether a clause's first word is surely a slip: a verb's own letters, out of order or doubled."""
    return bool(clause.head.rest) and is_surely_a_slip(clause.head.rest[0])


def _with_text(action: Action, text: str) -> Action:
    return action.model_copy(update={"text": text})


def _keep_text(text: str, made: list[Action], lost: list[str]) -> None:
    if made:
        made[-1] = _with_text(made[-1], f"{made[-1].text}, {text}")
    else:
        lost.append(text)
