"""Who is called what at a table: refs (`c1`, `n3`) to names, from everything the players have seen."""

from collections.abc import Iterable
from typing import Any

from web_service.campaigns.models import Campaign
from web_service.play.models import Turn


def names_at(campaign: Campaign, turns: Iterable[Turn] = ()) -> dict[str, str]:
    """Return a name for every ref that the table view or these turns mention."""
    view = campaign.view
    known: list[dict[str, Any]] = [
        speaker
        for turn in turns
        for sentence in turn.sentences
        if (speaker := sentence.get("speaker"))
    ]
    known += (view.get("scene") or {}).get("people", [])
    known += (view.get("encounter") or {}).get("order", [])
    known += view.get("heroes", [])
    return {row["ref"]: row["name"] for row in known if row.get("ref")}
