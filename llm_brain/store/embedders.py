"""Table `embedders`: whose vectors there are, and which embedder was chosen last. Vectors of different embedders are never
compared: each row of `story_embeddings` says whose it is."""

from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.rows import fetch_all, fetch_one

FIRST = 1
"""all-MiniLM-L6-v2 as the first release had it: whose the vectors were before they said so."""


@dataclass(frozen=True)
class VectorsWaiting:
    """What the chosen embedder has still to do: segments without a vector, and with another embedder's."""

    embedder: str
    missing: int
    of_another: int


def choose(held: connection, name: str, dimensions: int) -> int:
    """Note that new vectors are this embedder's from now on; return its id."""
    row = fetch_one(
        held,
        """INSERT INTO embedders AS known (name, dimensions) VALUES (%s, %s)
           ON CONFLICT (name) DO UPDATE SET chosen_at = clock_timestamp() RETURNING id""",
        (name, dimensions),
    )
    assert row is not None
    return int(row["id"])


def kept_dimensions(held: connection) -> int:
    """Return how many numbers a vector has in `story_embeddings`."""
    row = fetch_one(
        held,
        """SELECT atttypmod FROM pg_attribute
           WHERE attrelid = 'story_embeddings'::regclass AND attname = 'embedding'""",
    )
    assert row is not None
    return int(row["atttypmod"])


def with_foreign_vector(held: connection, embedder: int, limit: int) -> list[tuple[int, int, str]]:
    """Return (campaign, segment, content) of segments whose vector another embedder made; none unless this one is chosen."""
    rows = fetch_all(
        held,
        """SELECT s.campaign_id, s.id, s.content FROM (
                (SELECT segment_id FROM story_embeddings WHERE embedder < %(embedder)s LIMIT %(limit)s)
                UNION ALL
                (SELECT segment_id FROM story_embeddings WHERE embedder > %(embedder)s LIMIT %(limit)s)
            ) AS foreign_made JOIN story_segments s ON s.id = segment_id
            WHERE %(embedder)s = (SELECT id FROM chosen_embedder) LIMIT %(limit)s""",
        {"embedder": embedder, "limit": limit},
    )
    return [(row["campaign_id"], row["id"], row["content"]) for row in rows]


def waiting(held: connection) -> VectorsWaiting:
    """Return what the chosen embedder has still to do."""
    row = fetch_one(
        held,
        """SELECT name AS embedder,
                   (SELECT count(*) FROM story_segments WHERE NOT has_vector AND undone_by IS NULL) AS missing,
                   (SELECT count(*) FROM story_embeddings WHERE embedder < chosen.id)
                   + (SELECT count(*) FROM story_embeddings WHERE embedder > chosen.id) AS of_another
            FROM chosen_embedder AS chosen""",
    )
    assert row is not None
    return VectorsWaiting(**row)
