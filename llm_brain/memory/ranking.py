"""Which memories matter now: likeness of meaning and shared words on one scale, what stands beside a hit counted in.

Pure arithmetic over candidates; where they come from (Postgres for a turn, a file for the evaluation) it does not know. A score
depends on a candidate and its neighbours alone, so it is the same whoever else was looked at.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BESIDE = {1: 0.4, 2: 0.2}
"""How much of the score of a neighbour so many turns away is added: an answer often stands beside its question."""
REACH = max(BESIDE)
FAINT = 2.0
"""Only what a neighbour scores above this is added: most of what stands around is about something else."""
USUAL_LIKENESS, LIKENESS_UNIT = 0.2, 0.1
"""The cosine of texts that have little to do with each other, and about how widely cosines spread around it."""
ALL_WORDS = 12.0
"""What it is worth to hold every word of the question, in the unit above."""
PARTLY = 2.5
"""Half of the words are worth far less than half of it: the words left over may be the ones that matter."""
SAID_BY_NAMED = 1.5
"""For what was said by somebody whom the question names."""
LENGTH_SHARE, SATURATION = 0.1, 1.2
"""BM25's b and k1. A turn is short, and a long one is seldom about more things: its length takes little away."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be recalled.

    `position` counts turns; `part` is what neighbours do not reach over, such as a session. `likeness` is a cosine, None
    without a vector. `shared` is the rarity of the question's words that it holds as a share (0..1) of that of all of them,
    `length` its different words over their average number. What covers several turns (not `is_turn`) is nobody's neighbour.
    """

    id: int
    position: int
    likeness: float | None
    shared: float
    length: float
    is_turn: bool = True
    part: int = 0
    is_by_named: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score, and how much of it comes from the meaning, the words and the neighbours."""

    candidate: Candidate
    score: float
    meaning: float
    wording: float
    neighbours: float


def rarity(holding: int, total: int) -> float:
    """Return how much a word says that so many of all texts hold: BM25's inverse document frequency."""
    return math.log(1 + (max(total, holding) - holding + 0.5) / (holding + 0.5))


def rank(candidates: Iterable[Candidate]) -> list[Ranked]:
    """Return the candidates, best first; of equals the latest."""
    found = [(candidate, *_alone(candidate)) for candidate in candidates]
    at = {(one.part, one.position): score for one, score, _, _ in found if one.is_turn}
    ranked = []
    for candidate, score, meaning, wording in found:
        added = _from_beside(candidate, at)
        ranked.append(Ranked(candidate, score + added, meaning, wording, added))
    return sorted(ranked, key=lambda r: (-r.score, -r.candidate.position, -r.candidate.id))


def _alone(candidate: Candidate) -> tuple[float, float, float]:
    """Return the score without neighbours, and what of it is meaning and wording."""
    likeness = USUAL_LIKENESS if candidate.likeness is None else candidate.likeness
    meaning = (likeness - USUAL_LIKENESS) / LIKENESS_UNIT
    wording = ALL_WORDS * (candidate.shared * _for_length(candidate.length)) ** PARTLY
    return meaning + wording + SAID_BY_NAMED * candidate.is_by_named, meaning, wording


def _for_length(length: float) -> float:
    """Return BM25's share for a word that a text of this length holds once: 1 at the average."""
    return (SATURATION + 1) / (1 + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length))


def _from_beside(candidate: Candidate, at: dict[tuple[int, int], float]) -> float:
    """Return what the turns before and after add."""
    if not candidate.is_turn:
        return 0.0
    added = 0.0
    for away, share in BESIDE.items():
        for place in (candidate.position - away, candidate.position + away):
            added += share * max(at.get((candidate.part, place), FAINT) - FAINT, 0.0)
    return added


def share_of_words(weights: Sequence[float], held: Sequence[bool]) -> float:
    """Return the rarity of the words that are held as a share of that of all; 0 when nothing was asked."""
    total = sum(weights)
    return (
        sum(w for w, is_held in zip(weights, held, strict=True) if is_held) / total
        if total
        else 0.0
    )
