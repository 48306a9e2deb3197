"""Tables `story_segments` and `story_embeddings`: the story in words, and its vectors. Search stays within one campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from llm_brain.store.rows import execute, fetch_all, fetch_one

MOST_RECENT = 40
"""More segments than the turns that stand in the prompt themselves can have."""
MEASURED = 300
"""How many segments are likely enough, by their signatures, for their vectors to be compared."""
LATEST = 300
"""In how many of the last turns common words are looked for."""
NO_WORD = " "
"""What no text is ever made into."""

MATCHING = """
WITH wanted AS (SELECT %(every)s::tsquery AS every)
SELECT s.id, s.kind, s.first_turn, s.last_turn, s.content, ts_rank(s.words, every) AS rank
FROM story_segments s, wanted
WHERE s.campaign_id = %(campaign)s AND s.undone_by IS NULL AND s.last_turn < %(before)s
  AND s.words @@ (%(of_campaign)s::tsquery && %(words)s::tsquery)
ORDER BY rank DESC, s.id DESC LIMIT %(limit)s
"""
MATCHING_LATEST = """
WITH wanted AS (
    SELECT %(every)s::tsquery AS every, %(words)s::tsquery AS rare
), latest AS MATERIALIZED (
    SELECT * FROM story_segments
    WHERE campaign_id = %(campaign)s AND last_turn >= %(before)s - %(latest)s AND last_turn < %(before)s
), looked_at AS (
    SELECT s.* FROM story_segments s
    WHERE s.campaign_id = %(campaign)s AND s.words @@ (%(of_campaign)s::tsquery && %(words)s::tsquery)
    UNION ALL
    SELECT latest.* FROM latest, wanted WHERE words @@ every AND NOT words @@ rare
)
SELECT s.id, s.kind, s.first_turn, s.last_turn, s.content, ts_rank(s.words, every) AS rank
FROM looked_at s, wanted
WHERE s.undone_by IS NULL AND s.last_turn < %(before)s
ORDER BY rank DESC, s.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Segment:
    """A row of `story_segments`; `kind` is `turn` (one told turn) or `scene` (several, in brief)."""

    id: int
    kind: str
    first_turn: int
    last_turn: int
    content: str


def add(
    held: connection,
    campaign_id: int,
    turn_id: int,
    kind: str,
    first_turn: int,
    last_turn: int,
    content: str,
) -> int:
    """Insert a segment; return its id. Its vector is made after the turn."""
    row = fetch_one(
        held,
        """INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content)
           VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        (campaign_id, turn_id, kind, first_turn, last_turn, content),
    )
    assert row is not None
    return int(row["id"])


def add_vector(
    held: connection, campaign_id: int, segment_id: int, content: str, vector: Sequence[float]
) -> bool:
    """Insert the vector of a segment, 384 numbers; False when it is gone, undone or says something else."""
    done = execute(
        held,
        """WITH whose AS (
               UPDATE story_segments SET has_vector = true
               WHERE campaign_id = %(campaign)s AND id = %(segment)s AND content = %(content)s
                 AND undone_by IS NULL RETURNING id
           )
           INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
           SELECT %(campaign)s, id, %(content)s, %(vector)s FROM whose
           ON CONFLICT (segment_id) DO UPDATE SET content = excluded.content, embedding = excluded.embedding""",
        {
            "campaign": campaign_id,
            "segment": segment_id,
            "content": content,
            "vector": vector_literal(vector),
        },
    )
    return done > 0


def vector_literal(vector: Sequence[float]) -> str:
    """Return a vector as pgvector reads it."""
    return "[" + ",".join(f"{x:.7g}" for x in vector) + "]"


def last_scenes(held: connection, campaign_id: int, count: int) -> list[Segment]:
    """Return the last scene segments, oldest first."""
    rows = fetch_all(
        held,
        """SELECT id, kind, first_turn, last_turn, content FROM story_segments
           WHERE campaign_id = %s AND kind = 'scene' AND undone_by IS NULL ORDER BY id DESC LIMIT %s""",
        (campaign_id, count),
    )
    return [Segment(**row) for row in reversed(rows)]


def nearest(
    held: connection, campaign_id: int, vector: Sequence[float], *, before_turn: int, limit: int
) -> list[tuple[Segment, float]]:
    """Return the segments nearest in meaning with their cosine distance: exactly those of a campaign of up to
    MEASURED segments, and of a longer one the nearest among the MEASURED whose signatures differ least."""
    rows = fetch_all(
        held,
        """WITH likely AS MATERIALIZED (
               SELECT segment_id FROM story_embeddings WHERE campaign_id = %(campaign)s
               ORDER BY signature <~> binary_quantize(%(vector)s::vector)::bit(384) LIMIT %(measured)s
           ), near AS MATERIALIZED (
               SELECT e.segment_id, e.embedding <=> %(vector)s AS distance
               FROM likely JOIN story_embeddings e ON e.segment_id = likely.segment_id
               WHERE e.campaign_id = %(campaign)s ORDER BY distance, e.segment_id LIMIT %(limit)s + %(recent)s
           )
           SELECT s.id, s.kind, s.first_turn, s.last_turn, s.content, near.distance
           FROM near JOIN story_segments s ON s.id = near.segment_id
           WHERE s.campaign_id = %(campaign)s AND s.undone_by IS NULL AND s.last_turn < %(before)s
           ORDER BY near.distance, s.id LIMIT %(limit)s""",
        {
            "campaign": campaign_id,
            "vector": vector_literal(vector),
            "before": before_turn,
            "limit": limit,
            "recent": MOST_RECENT,
            "measured": MEASURED,
        },
    )
    return [(_segment(row), float(row["distance"])) for row in rows]


def matching(
    held: connection,
    campaign_id: int,
    words: Sequence[str],
    common: Sequence[str],
    *,
    before_turn: int,
    limit: int,
) -> list[tuple[Segment, float]]:
    """Return the segments that hold any of some lexemes, best first, with their rank.

    `words` are looked for in the whole story, `common` ones only in its latest part. All of them count for the rank.
    """
    rows = fetch_all(
        held,
        MATCHING_LATEST if common else MATCHING,
        {
            "campaign": campaign_id,
            "of_campaign": f"campaign{campaign_id}",
            "words": _any_of(words),
            "every": _any_of([*words, *common]),
            "before": before_turn,
            "limit": limit,
            "latest": LATEST,
        },
    )
    return [(_segment(row), float(row["rank"])) for row in rows]


def _any_of(lexemes: Sequence[str]) -> str:
    """Return a text query, as Postgres reads it, for any of some lexemes; they have letters only. None find nothing."""
    return " | ".join(f"'{lexeme}'" for lexeme in lexemes or [NO_WORD])


def without_vector(held: connection, limit: int) -> list[tuple[int, int, str]]:
    """Return (campaign, segment, content) of segments that wait for their vector, oldest first."""
    rows = fetch_all(
        held,
        """SELECT campaign_id, id, content FROM story_segments
           WHERE NOT has_vector AND undone_by IS NULL ORDER BY id LIMIT %s""",
        (limit,),
    )
    return [(row["campaign_id"], row["id"], row["content"]) for row in rows]


def mark_undone(
    held: connection, campaign_id: int, turn_ids: Sequence[int], undone_by: int
) -> None:
    """Take the segments of some turns out of memory."""
    execute(
        held,
        """DELETE FROM story_embeddings e USING story_segments s
           WHERE s.id = e.segment_id AND s.campaign_id = %s AND s.turn_id = ANY(%s)""",
        (campaign_id, list(turn_ids)),
    )
    execute(
        held,
        "UPDATE story_segments SET undone_by = %s WHERE campaign_id = %s AND turn_id = ANY(%s)",
        (undone_by, campaign_id, list(turn_ids)),
    )


def forget_turn(held: connection, campaign_id: int, turn_id: int) -> None:
    """Delete what is remembered of one turn's words, before they are told anew or withdrawn."""
    execute(
        held,
        "DELETE FROM story_segments WHERE campaign_id = %s AND turn_id = %s",
        (campaign_id, turn_id),
    )


def scenes_over(held: connection, campaign_id: int, turn_number: int) -> list[Segment]:
    """Return the scene segments that tell of a turn."""
    rows = fetch_all(
        held,
        """SELECT id, kind, first_turn, last_turn, content FROM story_segments
           WHERE campaign_id = %s AND kind = 'scene' AND undone_by IS NULL
             AND %s BETWEEN first_turn AND last_turn""",
        (campaign_id, turn_number),
    )
    return [Segment(**row) for row in rows]


def rewrite(held: connection, campaign_id: int, segment_id: int, content: str) -> None:
    """Change what a segment says; its vector is no longer true and is made anew by the sweeper."""
    execute(
        held,
        "UPDATE story_segments SET content = %s, has_vector = false WHERE campaign_id = %s AND id = %s",
        (content, campaign_id, segment_id),
    )
    execute(
        held,
        "DELETE FROM story_embeddings WHERE campaign_id = %s AND segment_id = %s",
        (campaign_id, segment_id),
    )


def copy(held: connection, *, source: int, target: int, turn_ids: dict[int, int]) -> None:
    """Copy the segments and vectors of the copied turns to another campaign."""
    execute(
        held,
        """WITH mapped AS (
               SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m (old_id, new_id)
           ), originals AS (
               SELECT s.*, m.new_id FROM story_segments s JOIN mapped m ON m.old_id = s.turn_id
               WHERE s.campaign_id = %(source)s AND s.undone_by IS NULL
           ), copied AS (
               INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector,
                                           created_at)
               SELECT %(target)s, new_id, kind, first_turn, last_turn, content, has_vector, created_at FROM originals
               RETURNING id, turn_id, kind, first_turn, content
           )
           INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
           SELECT %(target)s, c.id, e.content, e.embedding
           FROM copied c
           JOIN originals o ON o.new_id = c.turn_id AND o.kind = c.kind AND o.first_turn = c.first_turn
                           AND o.content = c.content
           JOIN story_embeddings e ON e.segment_id = o.id""",
        {
            "source": source,
            "target": target,
            "old": list(turn_ids.keys()),
            "new": list(turn_ids.values()),
        },
    )


def _segment(row: dict[str, Any]) -> Segment:
    return Segment(
        id=row["id"],
        kind=row["kind"],
        first_turn=row["first_turn"],
        last_turn=row["last_turn"],
        content=row["content"],
    )
