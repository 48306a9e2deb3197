"""How often something happened lately, counted in the database: it holds whichever website of several was asked.

The table is unlogged: after a crash of the database everybody starts at nought, which harms nobody.
"""

from django.core.cache import cache
from django.db import connection

FORGOTTEN_EVERY_S = 60

_COUNT = """
INSERT INTO rate_counts AS r (key, count, ends_at) VALUES (%s, 1, now() + %s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN r.ends_at <= now() THEN 1 ELSE r.count + 1 END,
    ends_at = CASE WHEN r.ends_at <= now() THEN excluded.ends_at ELSE r.ends_at END
RETURNING count"""


def count(key: str, window_s: int) -> int:
    """Count one more; return how many there were since the window began, this one included."""
    _forget_the_old()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, window_s])
        return int(cursor.fetchone()[0])


def counted(key: str) -> int:
    """Return how many there were in the window that is open, 0 without one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count FROM rate_counts WHERE key = %s AND ends_at > now()", [key])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _forget_the_old() -> None:
    """Now and then, delete windows that ended."""
    if cache.add("rate_counts:forgotten", True, FORGOTTEN_EVERY_S):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM rate_counts WHERE ends_at <= now()")
