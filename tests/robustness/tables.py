"""Tables over a real wire, for tests that break things: found one, play at it, and say whether it is whole afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

PASSWORDS = {"APP_DB_PASS": "app-for-tests", "WEB_DB_PASS": "web-for-tests"}
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


def is_whole(
    url: str, sql: Sql, campaign_id: int, acknowledged: list[str], media: Path | None = None
) -> None:
    """Assert what must hold after anything: `acknowledged` are the messages that were answered, in any order.

    Each of them is stored exactly once, numbers have no gap, no job is past its lease, every media address resolves to a
    file below `media` or is marked failed or pending, and the ledger replays to the tables.
    """
    rows = sql(TURNS, campaign_id)
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    said = [row[1] for row in rows]
    assert sorted(text for text in said if text in set(acknowledged)) == sorted(acknowledged)
    assert sql(EXPIRED, campaign_id) == []
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
