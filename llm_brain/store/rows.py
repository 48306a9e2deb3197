"""Small ways of asking psycopg2 for rows as dictionaries. No SQL lives here."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import RealDictCursor

Params = Sequence[Any] | Mapping[str, Any]


def fetch_all(held: connection, sql: str, params: Params = ()) -> list[dict[str, Any]]:
    """Return every row."""
    with held.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(sql, params)
        return [dict(row) for row in cursor.fetchall()]


def fetch_one(held: connection, sql: str, params: Params = ()) -> dict[str, Any] | None:
    """Return the first row or None."""
    with held.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
        return dict(row) if row is not None else None


def execute(held: connection, sql: str, params: Params = ()) -> int:
    """Run a statement; return how many rows it touched."""
    with held.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
