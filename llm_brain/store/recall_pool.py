"""What of a campaign may be recalled for a question: the segments nearest in meaning, those that share its words, and the
turns around both, each with its numbers. One statement; what the segments say is fetched for the chosen few. OFFSET 0 keeps
the planner at looking up a few hundred rows by an index instead of reading a long campaign whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.embedders import FIRST
from llm_brain.store.rows import fetch_all
from llm_brain.store.story_segments import vector_literal

LATEST = 300
"""In how many of the last turns common words are looked for."""
OF_EACH = 15
"""How many of the nearest, and of those that share words, are candidates: more change nothing among the first ten."""
IN_PROMPT = 20
"""How many of the nearest may be too new: what the prompt holds anyway is not recalled."""
NO_WORD = " "
"""What no text is ever made into."""

NEAR = """
nearest AS MATERIALIZED (
    SELECT segment_id, embedding <=> %(vector)s AS distance FROM story_embeddings
    WHERE segment_id = ANY(%(likely)s::bigint[]) AND embedder = %(embedder)s
    ORDER BY distance, segment_id LIMIT %(of_each)s + %(in_prompt)s
), near AS MATERIALIZED (
    SELECT s.id, s.kind, s.last_turn FROM nearest JOIN story_segments s ON s.id = nearest.segment_id
    WHERE s.campaign_id = %(campaign)s AND s.undone_by IS NULL AND s.last_turn < %(before)s
    ORDER BY nearest.distance, s.id LIMIT %(of_each)s
)"""
NOTHING_NEAR = "near AS (SELECT id, kind, last_turn FROM story_segments WHERE false)"
POOL = """
WITH {near}, wanted AS (
    SELECT %(every)s::tsquery AS every, %(rare)s::tsquery AS rare
), latest AS MATERIALIZED (
    SELECT id, kind, last_turn, undone_by, words FROM story_segments
    WHERE {has_common} AND campaign_id = %(campaign)s AND last_turn >= %(before)s - %(latest)s AND last_turn < %(before)s
), rarely AS MATERIALIZED (
    SELECT id, kind, last_turn, undone_by, words FROM story_segments
    WHERE words @@ (%(of_campaign)s::tsquery && %(rare)s::tsquery) AND campaign_id + 0 = %(campaign)s
), looked_at AS (
    SELECT * FROM rarely UNION ALL SELECT latest.* FROM latest, wanted WHERE words @@ every AND NOT words @@ rare
), worded AS MATERIALIZED (
    SELECT s.id, s.kind, s.last_turn FROM looked_at s WHERE s.undone_by IS NULL AND s.last_turn < %(before)s
    ORDER BY {shared} DESC, s.id DESC LIMIT %(of_each)s
), hits AS MATERIALIZED (
    SELECT * FROM near UNION SELECT * FROM worded
), pool AS (
    SELECT DISTINCT ON (id) beside.* FROM hits, LATERAL (
        SELECT id, kind, last_turn, words FROM story_segments
        WHERE campaign_id = %(campaign)s AND last_turn BETWEEN hits.last_turn - %(reach)s AND hits.last_turn + %(reach)s
          AND last_turn < %(before)s AND undone_by IS NULL
          AND (id = hits.id OR kind = 'turn' AND hits.kind = 'turn') OFFSET 0
    ) AS beside ORDER BY id
)
SELECT s.id, s.kind, s.last_turn, length(s.words) - 1 AS words, {shared} AS shared, {likeness} AS likeness
FROM pool s LEFT JOIN LATERAL (
    SELECT embedding FROM story_embeddings WHERE segment_id = s.id AND embedder = %(embedder)s OFFSET 0
) AS e ON {has_vector}
"""


@dataclass(frozen=True, slots=True)
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
    likely: Sequence[int],
    weights: Mapping[str, float],
    common: Sequence[str],
    before_turn: int,
    reach: int,
    embedder: int = FIRST,
) -> list[Pooled]:
    """Return what may be recalled among the turns before `before_turn`, in no order.

    `weights` are the question's lexemes (letters only) with what each is worth; the `common` ones among them are looked for
    in the latest turns only. The vectors of the `likely` segments are compared. Neighbours are up to `reach`
    turns away.
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
        has_vector="false" if vector is None else "true",
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
            "likely": list(likely),
            "latest": LATEST,
            "of_each": OF_EACH,
            "reach": reach,
            "in_prompt": IN_PROMPT,
            "embedder": embedder,
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
