"""Small ways of asking psycopg2 for rows as dictionaries. No SQL lives here."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2.extensions import connection, cursor

Params = Sequence[Any] | Mapping[str, Any]


def fetch_all(held: connection, sql: str, params: Params = ()) -> list[dict[str, Any]]:
    """Return every row."""
    with held.cursor() as asked:
        asked.execute(sql, params)
        names = _names(asked)
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def fetch_one(held: connection, sql: str, params: Params = ()) -> dict[str, Any] | None:
    """Return the first row or None."""
    with held.cursor() as asked:
        asked.execute(sql, params)
        row = asked.fetchone()
        return None if row is None else dict(zip(_names(asked), row, strict=True))


def execute(held: connection, sql: str, params: Params = ()) -> int:
    """Run a statement; return how many rows it touched."""
    with held.cursor() as asked:
        asked.execute(sql, params)
        return int(asked.rowcount)


def _names(asked: cursor) -> list[str]:
    return [column.name for column in asked.description or ()]
