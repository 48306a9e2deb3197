"""One conversation in memory, giving candidates as Postgres gives them for a campaign."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from llm_brain.memory.embedder import Embedder, Vectors
from llm_brain.memory.evaluate.reading import Turn
from llm_brain.memory.lexemes import lexemes
from llm_brain.memory.ranking import Candidate, rarity, share_of_words

TIME_WORD = re.compile(r"[^\W\d_]{3,}|\d{4}")
"""What of a time a question may name: a month, a day of the week, a year."""


class Shelf:
    """The turns of one conversation with their vectors and words. A turn is also known by the words of its time."""

    def __init__(self, turns: Sequence[Turn], embedder: Embedder) -> None:
        self.turns = turns
        said = [f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns]
        self.vectors: Vectors = embedder.embed(said)
        self.words = [frozenset(lexemes(text)) for text in said]
        self.known_by = [
            words | set(lexemes(" ".join(TIME_WORD.findall(turn.time))))
            for words, turn in zip(self.words, turns, strict=True)
        ]
        self.counts = [Counter(lexemes(text)) for text in said]
        self.holding = Counter(word for words in self.words for word in words)
        self.known_in = Counter(word for words in self.known_by for word in words)
        self.usual_words = max(sum(map(len, self.words)) / len(turns), 1.0)
        self.speakers = {turn.speaker for turn in turns if turn.speaker}
        self.names = {word for name in self.speakers for word in lexemes(name)}
        sessions = {turn.session: None for turn in turns}
        self.parts = {session: number for number, session in enumerate(sessions)}

    def likenesses(self, vector: Vectors) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        """Return the cosine of every turn with a question."""
        found: np.ndarray[tuple[int], np.dtype[np.float32]] = self.vectors @ vector
        return found

    def named(self, question: str) -> set[str]:
        """Return the speakers a question names."""
        asked = set(lexemes(question))
        return {name for name in self.speakers if asked & set(lexemes(name))}

    def candidates(self, question: str, vector: Vectors) -> list[Candidate]:
        """Return every turn as a candidate."""
        asked = sorted(set(lexemes(question)) - self.names)
        weights = [rarity(self.known_in[word], len(self.turns)) for word in asked]
        named = self.named(question)
        likenesses = self.likenesses(vector)
        return [
            Candidate(
                id=i,
                position=i,
                likeness=float(likenesses[i]),
                shared=share_of_words(weights, [word in self.known_by[i] for word in asked]),
                length=len(self.words[i]) / self.usual_words,
                part=self.parts[turn.session],
                is_by_named=turn.speaker in named and len(named) < len(self.speakers),
            )
            for i, turn in enumerate(self.turns)
        ]
