"""What kind of deed a whole message is, learnt from labelled ones: asked about every message that patterns made one action of.

A linear model over the words, their pairs and, if an embedder is there, the message's vector. Names of the scene are masked,
so that nothing is learnt about anybody. `tests/bench/train_second_opinion.py` makes its file from the labelled utterances.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from llm_brain.memory.embedder import Embedder
from llm_brain.referee.actions import ActionKind
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.targets import Situation

WEIGHTS = Path(__file__).parent / "data" / "second_opinion.npz"
MASKS = {
    "foe": "enemy", "person": "man", "hero": "friend", "body": "corpse", "exit": "door", "feature": "thing",
    "item_here": "loot", "item_carried": "gear", "item_sold": "goods",
}  # fmt: skip
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[?!]")
VECTOR_SCALE = 3.0
WORD_SCALE = 0.7

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """The words it knows, the kinds it tells apart, and its weights: one row a feature, one column a kind."""

    features: dict[str, int]
    kinds: tuple[ActionKind, ...]
    weights: Floats


def masked(text: str, situation: Situation) -> str:
    """Return a message in lower case, the names of the scene replaced by what they are."""
    names: dict[str, str] = {}
    for entry in reversed(situation.index.entries):
        mask = MASKS.get(entry.noun.kind)
        for word in content_words(entry.noun.name.lower().replace("-", " ").split()):
            names[word] = mask or word
    said: list[str] = []
    for word in WORD.findall(text.lower().replace("’", "'")):
        shown = names.get(word) or names.get(word.removesuffix("s")) or word
        if not said or said[-1] != shown:
            said.append(shown)
    return " ".join(said)


def features_of(said: str) -> set[str]:
    """Return the words, pairs and first words of a masked message."""
    words = said.split()
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    return {*words, *pairs, *(f"^{word}" for word in words[:2])}


def row_of(said: str, features: dict[str, int], vector: Floats | None) -> Floats:
    """Return a message as the model sees it: its vector if there is one, its words, and 1."""
    words = np.zeros(len(features), dtype=np.float32)
    for feature in features_of(said):
        if feature in features:
            words[features[feature]] = WORD_SCALE
    one = np.ones(1, dtype=np.float32)
    return np.concatenate([one, words] if vector is None else [one, words, vector * VECTOR_SCALE])


@lru_cache(maxsize=2)
def model(*, with_vector: bool) -> Model:
    """Return the model for messages with or without a vector."""
    with np.load(WEIGHTS) as stored:
        words = tuple(str(word) for word in stored["features"])
        weights = stored["with_vector" if with_vector else "words_alone"].astype(np.float32)
        kinds = TypeAdapter(tuple[ActionKind, ...]).validate_python(stored["kinds"].tolist())
    return Model({word: i for i, word in enumerate(words)}, kinds, weights)


def opinion(text: str, situation: Situation, embedder: Embedder | None) -> dict[ActionKind, float]:
    """Return how likely each kind of deed is, 0 to 1."""
    said = masked(text, situation)
    known = model(with_vector=embedder is not None)
    vector = None if embedder is None else embedder.embed([said])[0]
    scores = row_of(said, known.features, vector) @ known.weights
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    return {kind: float(p) for kind, p in zip(known.kinds, likely, strict=True)}
