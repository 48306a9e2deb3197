"""One conversation in memory, giving candidates as Postgres gives them for a campaign."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from llm_brain.memory.embedder import Embedder, Vectors
from llm_brain.memory.evaluate.reading import Turn
from llm_brain.memory.lexemes import lexemes
from llm_brain.memory.ranking import Candidate, rarity, share_of_words


class Shelf:
    """The turns of one conversation with their vectors and words."""

    def __init__(self, turns: Sequence[Turn], embedder: Embedder) -> None:
        self.turns = turns
        said = [f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns]
        self.vectors: Vectors = embedder.embed(said)
        self.words = [frozenset(lexemes(text)) for text in said]
        self.counts = [Counter(lexemes(text)) for text in said]
        self.holding = Counter(word for words in self.words for word in words)
        self.usual_words = max(sum(map(len, self.words)) / len(turns), 1.0)
        self.speakers = {turn.speaker for turn in turns if turn.speaker}
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
        asked = sorted(set(lexemes(question)))
        weights = [rarity(self.holding[word], len(self.turns)) for word in asked]
        named = self.named(question)
        likenesses = self.likenesses(vector)
        return [
            Candidate(
                id=i,
                position=i,
                likeness=float(likenesses[i]),
                shared=share_of_words(weights, [word in self.words[i] for word in asked]),
                length=len(self.words[i]) / self.usual_words,
                part=self.parts[turn.session],
                is_by_named=turn.speaker in named and len(named) < len(self.speakers),
            )
            for i, turn in enumerate(self.turns)
        ]
