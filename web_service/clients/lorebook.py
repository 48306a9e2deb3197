"""The brain's calls about what a table writes down: one more entry, another wording, one less, a whole file."""

from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from web_service.clients.calling import Json, Line

QUICK_S = 10.0
FILE_S = 30.0
"""Enough to carry a picture over and have its text read."""


@dataclass(frozen=True, slots=True)
class Lorebook:
    """One brain's lorebooks. `transport` is a seam for tests."""

    base_url: str
    token: str = ""
    transport: httpx.BaseTransport | None = None

    def add(self, campaign_id: int, **fields: Any) -> Json:
        """Write something down."""
        return self._line.ask_object("POST", f"/campaigns/{campaign_id}/lore", QUICK_S, json=fields)

    def change(self, campaign_id: int, entry_id: int, **fields: Any) -> Json:
        """Change an entry, or switch it on or off."""
        path = f"/campaigns/{campaign_id}/lore/{entry_id}"
        return self._line.ask_object("PATCH", path, QUICK_S, json=fields)

    def delete(self, campaign_id: int, entry_id: int) -> None:
        """Delete an entry."""
        self._line.ask("DELETE", f"/campaigns/{campaign_id}/lore/{entry_id}", QUICK_S)

    def bring(self, campaign_id: int, data: bytes, author: str) -> Json:
        """Have a lorebook or a character card taken in."""
        return self._line.ask_object(
            "POST",
            f"/campaigns/{campaign_id}/lore/import",
            FILE_S,
            params={"author": author},
            content=data,
            headers={"Content-Type": "application/octet-stream"},
        )

    @property
    def _line(self) -> Line:
        return Line("brain", self.base_url, self.token, self.transport)


def get_lorebook() -> Lorebook:
    """Return the lorebooks of the brain the settings name."""
    transport = getattr(settings, "BRAIN_TRANSPORT", None)
    return Lorebook(settings.LLM_API, settings.SERVICE_TOKEN, transport)
