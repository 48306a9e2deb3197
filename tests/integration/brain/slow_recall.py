"""Recall's pool as one statement that looks at every vector of a campaign: slow and plain, to compare the quick way with."""

from collections.abc import Mapping, Sequence
from typing import Any

from llm_brain.store.recall_pool import LATEST, OF_EACH, Pooled
from llm_brain.store.rows import fetch_all
from tests.integration.brain.lettering import literal

STATEMENT = """
WITH valid AS MATERIALIZED (
    SELECT * FROM story_segments WHERE campaign_id = %(campaign)s AND undone_by IS NULL AND last_turn < %(before)s
), near AS (
    SELECT s.id FROM valid s JOIN story_embeddings e ON e.segment_id = s.id AND e.embedder = %(embedder)s
    ORDER BY e.embedding <=> %(vector)s, s.id LIMIT %(of_each)s
), worded AS (
    SELECT s.id FROM valid s
    WHERE words @@ %(rare)s::tsquery OR (last_turn >= %(before)s - %(latest)s AND words @@ %(every)s::tsquery)
    ORDER BY {shared} DESC, s.id DESC LIMIT %(of_each)s
), hits AS (
    SELECT id FROM near UNION SELECT id FROM worded
), pool AS (
    SELECT id FROM hits UNION
    SELECT beside.id FROM hits JOIN valid s ON s.id = hits.id
    JOIN valid beside ON beside.kind = 'turn' AND s.kind = 'turn' AND abs(beside.last_turn - s.last_turn) <= %(reach)s
)
SELECT s.id, s.kind, s.last_turn, length(s.words) - 1 AS words, {shared} AS shared,
       1 - (e.embedding <=> %(vector)s) AS likeness
FROM pool JOIN valid s ON s.id = pool.id
LEFT JOIN story_embeddings e ON e.segment_id = s.id AND e.embedder = %(embedder)s
"""


def slow_pool(
    held: Any,
    campaign_id: int,
    *,
    vector: Sequence[float],
    weights: Mapping[str, float],
    common: Sequence[str],
    before_turn: int,
    reach: int,
    embedder: int,
) -> list[Pooled]:
    """Return what may be recalled, with every vector measured."""
    shared = " + ".join(
        f"(s.words @@ '{w}'::tsquery)::int * {x!r}::float8" for w, x in weights.items()
    )
    values = {
        "campaign": campaign_id, "before": before_turn, "vector": literal(vector), "embedder": embedder,
        "rare": " | ".join(w for w in weights if w not in common) or "zzzz", "every": " | ".join(weights),
        "of_each": OF_EACH, "latest": LATEST, "reach": reach,
    }  # fmt: skip
    return [
        Pooled(**row) for row in fetch_all(held, STATEMENT.format(shared=f"({shared})"), values)
    ]
