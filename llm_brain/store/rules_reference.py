"""Table `rules_reference`: rules taken in from outside the turns, looked up by name and by their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json, execute_values

from llm_brain.rules_reference.piece import Piece
from llm_brain.store.rows import execute, fetch_all, fetch_one

COLUMNS = "key, kind, topic, keywords, content, facts, source, license"
LOCK_KEY = 5_005_006
"""One import or refresh at a time, whoever does it."""


@dataclass(frozen=True)
class Stored:
    """What an import changed."""

    added: int
    changed: int
    unchanged: int
    removed: int


def _piece(row: dict[str, Any]) -> Piece:
    return Piece(
        key=row["key"],
        kind=row["kind"],
        name=row["topic"],
        names=tuple(row["keywords"]),
        text=row["content"],
        facts=tuple((str(label), str(value)) for label, value in row["facts"]),
        source=row["source"],
        license=row["license"],
    )


def replace(held: connection, source: str, pieces: Sequence[Piece]) -> Stored:
    """Store the pieces of a source; what it no longer holds goes. Done again with the same pieces it changes nothing."""
    execute(held, "SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
    rows = [
        (p.key, p.kind, p.name, list(p.names), p.text, Json([list(f) for f in p.facts]), p.source, p.license)
        for p in pieces
    ]  # fmt: skip
    with held.cursor() as cursor:
        done = execute_values(
            cursor,
            f"""INSERT INTO rules_reference AS known ({COLUMNS}) VALUES %s
                ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, topic = excluded.topic,
                    keywords = excluded.keywords, content = excluded.content, facts = excluded.facts,
                    source = excluded.source, license = excluded.license
                WHERE (known.kind, known.topic, known.keywords, known.content, known.facts, known.source, known.license)
                    IS DISTINCT FROM (excluded.kind, excluded.topic, excluded.keywords, excluded.content,
                                      excluded.facts, excluded.source, excluded.license)
                RETURNING xmax = 0""",  # noqa: S608
            rows,
            page_size=500,
            fetch=True,
        )
    keys = [p.key for p in pieces]
    removed = execute(
        held, "DELETE FROM rules_reference WHERE source = %s AND key <> ALL(%s)", (source, keys)
    )
    execute(held, "UPDATE rules_reference SET fetched_at = now() WHERE source = %s", (source,))
    added = sum(bool(is_new) for (is_new,) in done)
    return Stored(added, len(done) - added, len(rows) - len(done), removed)


def count(held: connection) -> int:
    """Return how many pieces are stored."""
    row = fetch_one(held, "SELECT count(*) AS n FROM rules_reference")
    return int(row["n"]) if row else 0


def age_s(held: connection, source: str) -> float | None:
    """Return how long ago a source was last stored, in seconds; None when it never was."""
    row = fetch_one(
        held,
        "SELECT extract(epoch FROM now() - max(fetched_at)) AS age FROM rules_reference WHERE source = %s",
        (source,),
    )
    return None if row is None or row["age"] is None else float(row["age"])


def named(held: connection, names: Sequence[str], limit: int = 40) -> list[Piece]:
    """Return the pieces that go by one of some names, as `plain` spells them."""
    rows = fetch_all(
        held,
        f"SELECT {COLUMNS} FROM rules_reference WHERE keywords && %s::text[] ORDER BY key LIMIT %s",  # noqa: S608
        (list(names), limit),
    )
    return [_piece(row) for row in rows]


def headed(held: connection, text: str, kinds: Sequence[str], limit: int) -> list[Piece]:
    """Return the pieces of some kinds whose name shares a word with a text, best first."""
    rows = fetch_all(
        held,
        f"""WITH asked AS (
                SELECT string_agg(quote_literal(lexeme) || ':A', ' | ')::tsquery AS any_of
                FROM unnest(tsvector_to_array(to_tsvector('english', %s))) AS lexeme)
            SELECT {COLUMNS} FROM rules_reference, asked
            WHERE words @@ any_of AND kind = ANY(%s)
            ORDER BY ts_rank('{{0, 0, 0.1, 1}}', words, any_of, 1) DESC, key LIMIT %s""",  # noqa: S608
        (text, list(kinds), limit),
    )
    return [_piece(row) for row in rows]


SEARCH = f"""
WITH asked AS (
    SELECT websearch_to_tsquery('english', %(text)s) AS all_of,
           (SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery
            FROM unnest(tsvector_to_array(to_tsvector('english', %(text)s))) AS lexeme) AS any_of)
SELECT {COLUMNS} FROM rules_reference, asked
WHERE keywords && %(names)s::text[] OR words @@ any_of OR starts_with(lower(topic), lower(%(text)s))
ORDER BY lower(topic) = lower(%(text)s) DESC,
         (SELECT max(length(name)) FROM unnest(keywords) AS name WHERE name = ANY(%(names)s)) DESC NULLS LAST,
         coalesce(words @@ all_of, false) DESC, starts_with(lower(topic), lower(%(text)s)) DESC,
         CASE WHEN keywords && %(names)s::text[] THEN array_position(%(kinds)s::text[], kind) END,
         ts_rank('{{0, 0, 0.2, 1}}', words, any_of, 1) DESC, key
LIMIT %(limit)s
"""  # noqa: S608
FIRST_KINDS = [
    "conditions",
    "spells",
    "rule-sections",
    "monsters",
    "equipment",
    "magic-items",
    "skills",
    "features",
]
"""Of two entries that answer alike, the one more often meant."""


def search(held: connection, text: str, names: Sequence[str], limit: int) -> list[Piece]:
    """Return what answers a question best: what goes by one of the names, then what has all its words, then any of them."""
    wanted = {"text": text, "names": list(names), "kinds": FIRST_KINDS, "limit": limit}
    return [_piece(row) for row in fetch_all(held, SEARCH, wanted)]
