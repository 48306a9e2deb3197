"""Embedders for tests whose vectors follow from the letters of a text, and campaigns with a long made-up past."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Sql = Callable[..., list[tuple[Any, ...]]]
LENGTHEN = """
WITH past AS (
    INSERT INTO conversations (campaign_id, turn_number, token, status)
    SELECT %s, n, gen_random_uuid()::text, 'told' FROM generate_series(1001, 1000 + %s) AS n RETURNING id, turn_number
)
INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector)
SELECT %s, id, 'turn', turn_number, turn_number, texts.said, true
FROM past JOIN unnest(%s::text[]) WITH ORDINALITY AS texts (said, n) ON turn_number = 1000 + n
RETURNING id, last_turn, content
"""
ADD_VECTORS = """
INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding, embedder)
SELECT %s, unnest(%s), 'x', unnest(%s)::vector, %s RETURNING id
"""
WORDS = (
    "lantern ferry mill stone raven cellar herring bell orchard widow tinker cloak gate ember saddle moss barrel "
    "thistle harbour copper candle goose ladder tower quill marsh anvil ribbon barley crypt"
).split()


class Letters:
    """An embedder for tests: texts with like letters are alike."""

    def __init__(self, name: str = "letters", dimensions: int = 384, turned_by: int = 0) -> None:
        self.name, self.dimensions, self._turned_by = name, dimensions, turned_by

    def embed(self, texts: Sequence[str]) -> Any:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                row[(ord(letter) * 31 + self._turned_by) % self.dimensions] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.maximum(lengths, 1e-9)


def made_up_past(sql: Sql, campaign_id: int, turns: int, seed: int) -> list[tuple[int, int, str]]:
    """Give a campaign turns 1001 and on, of twelve words each; return (segment, turn, content)."""
    chance = np.random.default_rng(seed)
    texts = [" ".join(chance.choice(WORDS, 12)) for _ in range(turns)]
    return [
        (id_, turn, said)
        for id_, turn, said in sql(LENGTHEN, campaign_id, turns, campaign_id, texts)
    ]


def literal(vector: Sequence[float]) -> str:
    """Return a vector as pgvector reads it."""
    return "[" + ",".join(f"{x:.7g}" for x in vector) + "]"
