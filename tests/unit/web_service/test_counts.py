"""Counting what somebody did lately, for all websites at one database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("django")

from django.core.cache import cache
from django.db import connection, connections

from web_service.accounts import counts


def _end_window(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rate_counts SET ends_at = now() - interval '1 second' WHERE key = %s", [key]
        )


def test_a_window_counts_up_and_begins_anew_when_it_ended(game_dsn: str) -> None:
    assert counts.counted("knock") == 0
    assert [counts.count("knock", 60) for _ in range(3)] == [1, 2, 3]
    assert counts.counted("knock") == 3
    assert counts.counted("another") == 0
    _end_window("knock")
    assert counts.counted("knock") == 0
    assert counts.count("knock", 60) == 1


def test_nothing_is_lost_when_many_count_at_once(game_dsn: str) -> None:
    def knock(_: int) -> int:
        try:
            return counts.count("crowd", 60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as crowd:
        numbers = list(crowd.map(knock, range(64)))
    assert sorted(numbers) == list(range(1, 65))


def test_old_windows_are_forgotten(game_dsn: str) -> None:
    counts.count("old", 60)
    _end_window("old")
    cache.clear()
    counts.count("new", 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM rate_counts WHERE key IN ('old', 'new')")
        assert cursor.fetchall() == [("new",)]
