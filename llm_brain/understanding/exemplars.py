"""What an utterance is most like among labelled ones, by meaning: for clauses that patterns leave open.

The names in a clause are masked, so that "flambé the torn-eared goblin" is compared as "flambé the enemy". The exemplars'
vectors are made once per embedder, on first use, and kept.
"""

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from llm_brain.memory.embedder import Embedder, Vectors
from llm_brain.referee.actions import ActionKind
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import QUOTE_MARK
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import read_data, singular

NEIGHBOURS = 5
ENOUGH = 0.5
# Kinds that spend something or hurt somebody want more certainty.
ENOUGH_TO_HARM = 0.6
HARMING = frozenset(
    ("attack", "cast", "use_item", "grapple", "shove", "give", "drop", "sell", "buy")
)
MASKS = {"foe": "enemy", "person": "man", "hero": "friend", "body": "corpse", "exit": "door"}


@dataclass(frozen=True)
class Likely:
    """A kind and how like its exemplars a clause is, 0 to 1."""

    kind: ActionKind
    likeness: float
    skill: str | None = None


_vectors: WeakKeyDictionary[Embedder, Vectors] = WeakKeyDictionary()
_lock = threading.Lock()


def warm_up(embedder: Embedder) -> None:
    """Make the exemplars' vectors now rather than with the first message that needs them."""
    _exemplar_vectors(embedder)


def likeliest(clause: Clause, situation: Situation, embedder: Embedder) -> Likely | None:
    """Return the kind most like a clause, None when nothing is like enough."""
    rows: list[dict[str, str]] = read_data("exemplars.json")
    vectors = _exemplar_vectors(embedder)
    scores = vectors @ embedder.embed([masked(clause, situation)])[0]
    nearest = np.argsort(-scores)[:NEIGHBOURS]
    votes: dict[str, float] = {}
    for index in nearest:
        kind = rows[int(index)]["kind"]
        votes[kind] = votes.get(kind, 0.0) + max(0.0, float(scores[index])) ** 4
    kind = max(votes, key=lambda k: votes[k])
    best = next(int(i) for i in nearest if rows[int(i)]["kind"] == kind)
    likeness = float(scores[best])
    if kind == "unclear" or likeness < (ENOUGH_TO_HARM if kind in HARMING else ENOUGH):
        return None
    return Likely(kind, likeness, rows[best].get("skill"))  # type: ignore[arg-type]


def masked(clause: Clause, situation: Situation) -> str:
    """Return a clause's words with the names of the scene replaced by what they are."""
    names = {
        word: MASKS[entry.noun.kind]
        for entry in situation.index.entries
        if entry.noun.kind in MASKS and entry.noun.kind not in ("exit",)
        for word in content_words(entry.noun.name.lower().replace("-", " ").split())
    }
    out: list[str] = []
    for word in clause.head.rest or clause.words:
        shown = names.get(word) or names.get(singular(word)) or word
        if shown == QUOTE_MARK:
            shown = "something"
        if not out or out[-1] != shown:
            out.append(shown)
    return " ".join(out)


def _exemplar_vectors(embedder: Embedder) -> Vectors:
    with _lock:
        vectors = _vectors.get(embedder)
        if vectors is None:
            vectors = embedder.embed([row["text"] for row in read_data("exemplars.json")])
            _vectors[embedder] = vectors
        return vectors
