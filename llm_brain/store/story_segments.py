"""Tables `story_segments` and `story_embeddings`: the story in words, and its vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from llm_brain.store.embedders import FIRST
from llm_brain.store.rows import execute, fetch_all, fetch_one


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
    held: connection,
    campaign_id: int,
    segment_id: int,
    content: str,
    vector: Sequence[float],
    embedder: int = FIRST,
) -> bool:
    """Insert the vector of a segment, 384 numbers; False when it is gone, undone or says something else, or when another
    embedder than this one has been chosen."""
    done = execute(
        held,
        """WITH whose AS (
               UPDATE story_segments SET has_vector = true
               WHERE campaign_id = %(campaign)s AND id = %(segment)s AND content = %(content)s
                 AND undone_by IS NULL AND (SELECT id FROM chosen_embedder) = %(embedder)s RETURNING id
           )
           INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding, embedder)
           SELECT %(campaign)s, id, %(content)s, %(vector)s, %(embedder)s FROM whose
           ON CONFLICT (segment_id) DO UPDATE
           SET id = DEFAULT, content = excluded.content, embedding = excluded.embedding,
               embedder = excluded.embedder""",
        {
            "campaign": campaign_id,
            "segment": segment_id,
            "content": content,
            "vector": vector_literal(vector),
            "embedder": embedder,
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
           INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding, embedder)
           SELECT %(target)s, c.id, e.content, e.embedding, e.embedder
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


def scenes_after(held: connection, campaign_id: int, turn_number: int, limit: int) -> list[Segment]:
    """Return the scene segments that end after a turn, oldest first."""
    rows = fetch_all(
        held,
        """SELECT id, kind, first_turn, last_turn, content FROM story_segments
           WHERE campaign_id = %s AND kind = 'scene' AND undone_by IS NULL AND last_turn > %s
           ORDER BY last_turn, id LIMIT %s""",
        (campaign_id, turn_number, limit),
    )
    return [Segment(**row) for row in rows]


def corrected(
    held: connection, campaign_id: int, ids: Sequence[int], turns: Sequence[int]
) -> set[int]:
    """Return which of some segments tell of any of these turns."""
    rows = fetch_all(
        held,
        """SELECT id FROM story_segments s WHERE campaign_id = %s AND id = ANY(%s)
           AND EXISTS (SELECT 1 FROM unnest(%s::int[]) AS t (turn) WHERE t.turn BETWEEN s.first_turn AND s.last_turn)""",
        (campaign_id, list(ids), list(turns)),
    )
    return {row["id"] for row in rows}
