"""Tables over a real wire, for tests that break things: found one, play at it, and say whether it is whole afterwards."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg2

PASSWORDS = {"APP_DB_PASS": "app-for-tests", "WEB_DB_PASS": "web-for-tests"}
PATIENCE_S = 120.0
"""Ends a test that would never end; no measure of anything."""
Sql = Callable[..., list[tuple[Any, ...]]]

EXPIRED = """
SELECT id, kind, status, attempts FROM media_jobs
WHERE campaign_id = %s AND status = 'leased' AND leased_until < now()
"""
TURNS = """
SELECT turn_number, player_message, status, image_state, image_url, audio_state, audio_url, audio_clips
FROM conversations WHERE campaign_id = %s AND undone_by IS NULL ORDER BY turn_number
"""


def founded(url: str, name: str = "The test", hero: str = "fighter") -> int:
    """Make a campaign with a hero and its opening told; return its id."""
    new = {"name": name, "theme": "high_fantasy", "adventure_seed": 7}
    with httpx.Client(base_url=url, timeout=60) as http:
        campaign_id = int(http.post("/campaigns", json=new).raise_for_status().json()["id"])
        path = f"/campaigns/{campaign_id}"
        http.post(f"{path}/characters", json={"pregenerated": hero}).raise_for_status()
        http.post(f"{path}/begin").raise_for_status()
    return campaign_id


def say(
    url: str, campaign_id: int, message: str, key: str, timeout_s: float = 60.0
) -> httpx.Response:
    """Take a turn under a key."""
    body = {"campaign_id": campaign_id, "message": message, "idempotency_key": key}
    return httpx.post(f"{url}/dm_turn", json=body, timeout=timeout_s)


def insist(url: str, campaign_id: int, message: str) -> str:
    """Say something until it is acknowledged, as a page does; return the message."""
    give_up_at = time.monotonic() + PATIENCE_S
    said = "nothing"
    while time.monotonic() < give_up_at:
        try:
            answer = say(url, campaign_id, message, key=message)
        except httpx.TransportError as error:
            said = repr(error)
        else:
            if answer.status_code == 200:
                return message
            said = answer.text
            assert answer.status_code in (409, 503), said
        time.sleep(0.05)
    raise AssertionError(f"{message!r} was never acknowledged; the last answer: {said}")


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for a state."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up_at, f"never: {what}"
        time.sleep(0.02)


def asking(dsn: str) -> Sql:
    """Return a way to ask a database that may break off: each query on a connection of its own."""

    def ask(query: str, *params: Any) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(dsn)) as held, held.cursor() as cursor:
            held.autocommit = True
            cursor.execute(query, params)
            return list(cursor.fetchall()) if cursor.description else []

    return ask


TELLING = """
SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND relation = 'story_segments'::regclass
"""


@contextmanager
def held_in_the_middle(dsn: str) -> Iterator[Callable[[], int]]:
    """Let turns be resolved but not told; yields a wait for one that stands so, its backend's process id given."""
    ask = asking(dsn)

    def standing() -> int:
        found: list[tuple[Any, ...]] = []
        until(lambda: bool(found.extend(ask(TELLING)) or found), "a turn resolved and not told")
        return int(found[0][0])

    with closing(psycopg2.connect(dsn)) as held, held.cursor() as cursor:
        cursor.execute("LOCK TABLE story_segments IN SHARE MODE")
        yield standing


def is_refused_in_words(answer: httpx.Response) -> None:
    """Assert that this is what a brain without its database says: a code, what to do, and when to come again."""
    assert answer.status_code == 503, answer.text
    error = answer.json()["error"]
    assert error["code"] == "database_unavailable"
    assert len(error["message"].split()) > 5
    assert int(answer.headers["Retry-After"]) > 0


def is_whole(
    url: str, sql: Sql, campaign_id: int, acknowledged: list[str], media: Path | None = None
) -> None:
    """Assert what must hold after anything: `acknowledged` are the messages that were answered, in any order.

    Each of them is stored exactly once and told, numbers have no gap, no job is past its lease, every media address resolves
    to a file below `media` or is marked failed or pending, and the ledger replays to the tables.
    """
    until(
        lambda: all(row[2] in ("told", "stopped") for row in sql(TURNS, campaign_id)),
        "every turn told",
    )
    rows = sql(TURNS, campaign_id)
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    said = [row[1] for row in rows]
    assert sorted(text for text in said if text in set(acknowledged)) == sorted(acknowledged)
    until(lambda: sql(EXPIRED, campaign_id) == [], "no job left past its lease")
    for _, _, _, image_state, image_url, audio_state, audio_url, clips in rows:
        for state, urls in ((image_state, [image_url]), (audio_state, [audio_url, *(clips or ())])):
            assert state in ("none", "pending", "ready", "failed")
            addresses = [address for address in urls if address]
            assert bool(addresses) == (state == "ready")
            if media is not None:
                for address in addresses:
                    assert (media / Path(address).name).stat().st_size > 100
    found = httpx.post(f"{url}/campaigns/{campaign_id}/check", timeout=60).json()
    assert found == {"ok": True, "differences": []}
