"""What of a campaign may be recalled for a question: the segments nearest in meaning, those that share its words, and the
turns around both, each with its numbers. One statement; what the segments say is fetched for the chosen few. OFFSET 0 keeps
the planner at looking up a few hundred rows by an index instead of reading a long campaign whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.rows import fetch_all
from llm_brain.store.story_segments import vector_literal

MEASURED = 300
"""How many segments are likely enough, by their signatures, for their vectors to be compared."""
LATEST = 300
"""In how many of the last turns common words are looked for."""
OF_EACH = 30
"""How many of the nearest, and of those that share words, are candidates."""
NO_WORD = " "
"""What no text is ever made into."""

NEAR = """
likely AS MATERIALIZED (
    SELECT segment_id FROM story_embeddings WHERE campaign_id = %(campaign)s
    ORDER BY signature <~> binary_quantize(%(vector)s::vector)::bit(384) LIMIT %(measured)s
), near AS MATERIALIZED (
    SELECT s.id FROM likely
    JOIN story_embeddings e ON e.segment_id = likely.segment_id
    JOIN story_segments s ON s.id = likely.segment_id
    WHERE s.campaign_id = %(campaign)s AND s.undone_by IS NULL AND s.last_turn < %(before)s
    ORDER BY e.embedding <=> %(vector)s, s.id LIMIT %(of_each)s
)"""
NOTHING_NEAR = "near AS (SELECT NULL::bigint AS id WHERE false)"
POOL = """
WITH {near}, wanted AS (
    SELECT %(every)s::tsquery AS every, %(rare)s::tsquery AS rare
), latest AS MATERIALIZED (
    SELECT id, last_turn, undone_by, words FROM story_segments
    WHERE {has_common} AND campaign_id = %(campaign)s AND last_turn >= %(before)s - %(latest)s AND last_turn < %(before)s
), looked_at AS (
    SELECT id, last_turn, undone_by, words FROM story_segments
    WHERE campaign_id = %(campaign)s AND words @@ (%(of_campaign)s::tsquery && %(rare)s::tsquery)
    UNION ALL
    SELECT latest.* FROM latest, wanted WHERE words @@ every AND NOT words @@ rare
), worded AS MATERIALIZED (
    SELECT s.id FROM looked_at s WHERE s.undone_by IS NULL AND s.last_turn < %(before)s
    ORDER BY {shared} DESC, s.id DESC LIMIT %(of_each)s
), hits AS (
    SELECT id FROM near UNION SELECT id FROM worded
), places AS (
    SELECT DISTINCT s.last_turn + away AS turn
    FROM hits JOIN story_segments s ON s.id = hits.id, generate_series(-%(reach)s, %(reach)s) AS away
    WHERE s.kind = 'turn' AND s.last_turn < %(before)s
), pool AS (
    SELECT id FROM hits
    UNION
    SELECT beside.id FROM places, LATERAL (
        SELECT id FROM story_segments WHERE campaign_id = %(campaign)s AND last_turn = places.turn AND kind = 'turn' OFFSET 0
    ) AS beside
)
SELECT s.id, s.kind, s.last_turn, length(s.words) - 1 AS words, {shared} AS shared, {likeness} AS likeness
FROM pool, LATERAL (SELECT * FROM story_segments WHERE id = pool.id OFFSET 0) AS s
LEFT JOIN story_embeddings e ON e.segment_id = s.id
WHERE s.campaign_id = %(campaign)s AND s.undone_by IS NULL AND s.last_turn < %(before)s
"""


@dataclass(frozen=True)
class Pooled:
    """A segment's numbers: its cosine (None without a vector), the summed weight of the words it shares, how many it has."""

    id: int
    kind: str
    last_turn: int
    words: int
    shared: float
    likeness: float | None


def pooled(
    held: connection,
    campaign_id: int,
    *,
    vector: Sequence[float] | None,
    weights: Mapping[str, float],
    common: Sequence[str],
    before_turn: int,
    reach: int,
) -> list[Pooled]:
    """Return what may be recalled among the turns before `before_turn`, in no order.

    `weights` are the question's lexemes (letters only) with what each is worth; the `common` ones among them are looked for
    in the latest turns only. Neighbours are taken in up to `reach` turns away.
    """
    lexemes = list(weights)
    parts = [
        f"(s.words @@ %(word{i})s::tsquery)::int * %(weight{i})s::float8"
        for i in range(len(lexemes))
    ]
    sql = POOL.format(
        near=NOTHING_NEAR if vector is None else NEAR,
        has_common="true" if common else "false",
        shared=f"({' + '.join(parts) or '0'})::float8",
        likeness="NULL::float8" if vector is None else "1 - (e.embedding <=> %(vector)s)",
    )
    words = {f"word{i}": f"'{lexeme}'" for i, lexeme in enumerate(lexemes)}
    worth = {f"weight{i}": weights[lexeme] for i, lexeme in enumerate(lexemes)}
    rows = fetch_all(
        held,
        sql,
        {
            "campaign": campaign_id,
            "of_campaign": f"campaign{campaign_id}",
            "vector": None if vector is None else vector_literal(vector),
            "rare": _any_of([lexeme for lexeme in lexemes if lexeme not in common]),
            "every": _any_of(lexemes),
            "before": before_turn,
            "measured": MEASURED,
            "latest": LATEST,
            "of_each": OF_EACH,
            "reach": reach,
            **words,
            **worth,
        },
    )
    return [Pooled(**row) for row in rows]


def contents(held: connection, campaign_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Return what some segments say, by id."""
    rows = fetch_all(
        held,
        "SELECT id, content FROM story_segments WHERE campaign_id = %s AND id = ANY(%s)",
        (campaign_id, list(ids)),
    )
    return {row["id"]: row["content"] for row in rows}


def _any_of(lexemes: Sequence[str]) -> str:
    """Return a text query, as Postgres reads it, for any of some lexemes; they have letters only. None find nothing."""
    return " | ".join(f"'{lexeme}'" for lexeme in lexemes or [NO_WORD])
