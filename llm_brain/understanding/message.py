"""A whole message read clause by clause, each hearing what the one before was about.

What is denied is no action; what cannot be understood joins its neighbour's text, so that no word is lost; if nothing is left,
the table waits (something was denied) or asks back.
"""

import re
from collections.abc import Sequence

from llm_brain.ledger.state import State
from llm_brain.memory.embedder import Embedder
from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Scene
from llm_brain.understanding import asking, kinds
from llm_brain.understanding.asides import is_out_of_character
from llm_brain.understanding.clauses import Clause, clauses_of
from llm_brain.understanding.exemplars import likeliest
from llm_brain.understanding.heads import head_of
from llm_brain.understanding.moods import without_the_left_out
from llm_brain.understanding.reading import Heard, read_as
from llm_brain.understanding.settling import settled
from llm_brain.understanding.targets import CREATURES, Situation
from llm_brain.understanding.words import plain_words

HAILING = re.compile(r"^\s*(?:(?:hey|hi|yo|hello|oi|psst|excuse me|dear|good \w+)[,!]?\s+)?(?P<name>[\w'’ -]{2,30}?)\s*[,!:]\s+(?P<said>\S.*)$", re.IGNORECASE | re.DOTALL)
HAILING_BARE = re.compile(r"^\s*(?:hey|yo|oi|psst|hi|hello),? (?P<said>.+)$", re.IGNORECASE | re.DOTALL)
MOST_CLAUSES = 12
MOST_LETTERS = 4000


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
        self.situation = Situation(scene, state, actor, [ref for ref in recent_refs if ref != actor])
        self.embedder = embedder
        self.used_embedder = False
        self.heroes = [noun.name for noun in scene.of_kind("hero")]
        self.heroes += [noun.name.split()[-1] for noun in scene.of_kind("hero")]

    def read(self, message: str) -> list[Action]:
        """Return the actions, at least one."""
        text = message.strip()
        if not plain_words(text[:MOST_LETTERS]):
            return [asking.what(text, self.situation)]
        if is_out_of_character(text[:MOST_LETTERS]):
            return [Action(kind="out_of_character", text=text)]
        hailed = self._hailed(text)
        if hailed is not None:
            return [hailed]
        return self._by_clauses(text)

    def _by_clauses(self, text: str) -> list[Action]:
        clauses = clauses_of(text[:MOST_LETTERS], self.heroes)
        made: list[Action] = []
        lost: list[str] = []
        was_denied = False
        for clause in clauses[:MOST_CLAUSES]:
            read = self._clause(clause)
            if read is None or not read:
                was_denied = was_denied or read is not None
                if read is None and not made:
                    self._note_mention(clause)
                _keep_text(clause.text, made, lost)
                continue
            if lost:
                read[0] = _with_text(read[0], " ".join((*lost, read[0].text)))
                lost.clear()
            made = _joined(made, read, clause)
            for action in read:
                self.situation.mention(action.recipient_ref)
                self.situation.mention(action.target_ref)
        made = [a for a in made if a.kind != "unclear"] or made[:1]
        if made:
            return made
        if was_denied:
            return [Action(kind="wait", text=text)]
        return [asking.what(text, self.situation)]

    def _hailed(self, text: str) -> Action | None:
        """Return speech when a message opens with somebody's name: "Wen, what is down there?"."""
        match = HAILING.match(text)
        words = plain_words(match["name"]) if match else ()
        if match is None or not 0 < len(words) <= 3:
            bare = HAILING_BARE.match(text)
            if bare is None:
                return None
            words = plain_words(bare["said"])[:2]
            said = bare["said"]
        else:
            said = match["said"]
        found = self.situation.index.matches(words, ("person", "hero", "foe"))
        named = [m for m in found if m.noun.ref != self.situation.actor and m.score >= 0.9]
        if not named or len(plain_words(match["name"] if match else said)) > len(words) + 12:
            return None
        clause = Clause(text=text, words=plain_words(text), head=head_of(plain_words(said)))
        kind = kinds.spoken(clause, said).kind
        return Action(kind=kind, text=text, target=named[0].noun.name, target_ref=named[0].noun.ref)

    def _clause(self, clause: Clause) -> list[Action] | None:
        """Return a clause's actions: none when it denies, None when it is not understood."""
        words = without_the_left_out(clause.words)
        if words != clause.words:
            if not words:
                return []
            clause.words, clause.head = words, head_of(words, self.heroes)
        if clause.head.is_negated and not clause.is_asked:
            return []
        heard = kinds.heard(clause, self.situation)
        if heard is None:
            heard = self._by_likeness(clause)
        if heard is None:
            return None
        return [settled(a, heard.head, self.situation) for a in read_as(heard, self.situation)]

    def _by_likeness(self, clause: Clause) -> Heard | None:
        if self.embedder is None or len(clause.words) < 2:
            return None
        self.used_embedder = True
        found = likeliest(clause, self.situation, self.embedder)
        if found is None:
            return None
        return Heard(clause, clause.head, found.kind, found.skill)

    def _note_mention(self, clause: Clause) -> None:
        """Note whom an unfinished clause speaks of: "not the ghoul, the zombie! …"."""
        named = self.situation.index.matches(clause.words, CREATURES)
        if named:
            self.situation.mention(named[0].noun.ref)


def _with_text(action: Action, text: str) -> Action:
    return action.model_copy(update={"text": text})


def _keep_text(text: str, made: list[Action], lost: list[str]) -> None:
    if made:
        made[-1] = _with_text(made[-1], f"{made[-1].text}, {text}")
    else:
        lost.append(text)


def _joined(made: list[Action], read: list[Action], clause: Clause) -> list[Action]:
    """Return both, one action where the second only carries on the first: "lie to Wen and tell him …"."""
    if not made or not read:
        return [*made, *read]
    last, first = made[-1], read[0]
    is_same_person = first.target_ref in (last.target_ref, None)
    carries_on = last.kind in ("persuade", "deceive", "intimidate") and first.kind in ("talk", last.kind)
    if carries_on and is_same_person and clause.seam in ("and", ", and", ","):
        return [*made[:-1], _with_text(last, f"{last.text} {first.text}"), *read[1:]]
    return [*made, *read]
