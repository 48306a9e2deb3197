"""Our forward pass against sentence-transformers on the same weights: texts short, long, empty and odd."""

import numpy as np
import pytest

from llm_brain.memory.embedder import MiniLM, weights_folder

pytestmark = pytest.mark.heavy

TEXTS = [
    "",
    "n",
    "attack!",
    "I sneak past the guard, grab the key and run for the stairs.",
    "“Wen,” I whisper, “what is down in the cellar?”",
    "Die alte Mühle steht am Fluß — ☃ 井戸",
    "x" * 400,
    "the bell rang under the water " * 100,
    *(f"Segment {n}: the party went down to the crypt and found {n} coins." for n in range(24)),
]


def test_every_vector_is_the_reference_s_to_1e_4() -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    ours = MiniLM()
    ours.load()
    reference = sentence_transformers.SentenceTransformer(str(weights_folder()), device="cpu")
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    got = ours.embed(TEXTS)
    assert np.abs(got - expected).max() < 1e-4
    assert (got * expected).sum(axis=1).min() > 0.9999
