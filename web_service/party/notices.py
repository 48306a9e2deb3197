"""Waking everybody who follows a table when something around the game changed: presence, typing, words that wait.

It sends on the channel that the ledger's own news come by (`play/noticeboard.py` listens); it carries no content.
"""

import json

from django.db import connection

CHANNEL = "table"


def wake_table(campaign_id: int) -> None:
    """Have every page at a table look at who is there and what waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"campaign_id": campaign_id})]
        )
