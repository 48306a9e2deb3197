"""Ways of finding turns for a question: ours, and the four that it is measured against."""

from collections.abc import Callable, Sequence

import numpy as np

from llm_brain.memory.embedder import Vectors
from llm_brain.memory.evaluate.shelf import Shelf
from llm_brain.memory.lexemes import lexemes
from llm_brain.memory.ranking import rank, rarity

LENGTH_SHARE, SATURATION = 0.75, 1.2
"""BM25's b and k1, as most of the literature sets them."""
RANK_CONSTANT = 60
FUSED = 100
"""How much of each ranking the plain fusion looks at."""
Way = Callable[[Shelf, str, Vectors], Sequence[int]]
"""Returns places of turns, best first."""


def last_turns(shelf: Shelf, _question: str, _vector: Vectors) -> Sequence[int]:
    """Return the latest first."""
    return range(len(shelf.turns) - 1, -1, -1)


def vectors_alone(shelf: Shelf, _question: str, vector: Vectors) -> Sequence[int]:
    """Return the likest in meaning first."""
    return [int(i) for i in np.argsort(-shelf.likenesses(vector), kind="stable")]


def full_text_alone(shelf: Shelf, question: str, _vector: Vectors) -> Sequence[int]:
    """Return BM25's order, stemmed and without stop words, of the turns that share a word."""
    lengths = [counts.total() for counts in shelf.counts]
    average = max(sum(lengths) / len(lengths), 1.0)
    scores = np.zeros(len(shelf.turns))
    for word in set(lexemes(question)):
        weight = rarity(shelf.holding[word], len(shelf.turns))
        for i, counts in enumerate(shelf.counts):
            if often := counts[word]:
                norm = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths[i] / average
                scores[i] += weight * often * (SATURATION + 1) / (often + SATURATION * norm)
    return [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > 0]


def plain_fusion(shelf: Shelf, question: str, vector: Vectors) -> Sequence[int]:
    """Return the reciprocal-rank fusion of the two above."""
    scores: dict[int, float] = {}
    for way in (vectors_alone, full_text_alone):
        for place, i in enumerate(way(shelf, question, vector)[:FUSED], start=1):
            scores[i] = scores.get(i, 0.0) + 1 / (RANK_CONSTANT + place)
    return sorted(scores, key=lambda i: (-scores[i], i))


def ours(shelf: Shelf, question: str, vector: Vectors) -> Sequence[int]:
    """Return the order of a turn's recall."""
    return [found.candidate.id for found in rank(shelf.candidates(question, vector))]


WAYS: dict[str, Way] = {
    "last turns only": last_turns,
    "vectors alone": vectors_alone,
    "full text alone (BM25)": full_text_alone,
    "plain rank fusion (RRF)": plain_fusion,
    "this recall": ours,
}
