"""Who comes back to a table after a while is told what happened. When somebody was last here is kept in their session alone."""

import time
from collections.abc import MutableMapping
from typing import Any

from web_service.lore.models import Summary
from web_service.lore.selectors import story_so_far

KEY = "seen_tables"
AWAY_S = 3 * 3600
"""How long somebody is away before they are told."""
NOTED_EVERY_S = 300
MOST_TABLES = 50


def previously(
    session: MutableMapping[str, Any], campaign_id: int, now_s: float | None = None
) -> list[Summary]:
    """Return what happened before, for whoever was not at this table for a while; note that they are here now."""
    now = time.time() if now_s is None else now_s
    seen = {str(key): float(at) for key, at in dict(session.get(KEY) or {}).items()}
    last = seen.get(str(campaign_id))
    if last is None or now - last > NOTED_EVERY_S:
        latest = sorted((seen | {str(campaign_id): now}).items(), key=lambda pair: pair[1])
        session[KEY] = dict(latest[-MOST_TABLES:])
    if last is not None and now - last <= AWAY_S:
        return []
    return story_so_far(campaign_id).previously
