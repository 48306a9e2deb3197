"""Reading heroes: the ready-made ones from the brain, those at a table from its view."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.http import Http404

from web_service.campaigns.models import Campaign
from web_service.characters.names import name_beside
from web_service.characters.sheet import Sheet, sheet_of
from web_service.clients.brain import Brain

CACHED_S = 300


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A hero that can be played at once."""

    key: str
    name: str
    kind: str
    summary: str
    look: str

    @property
    def monogram(self) -> str:
        """Return the letter on their token."""
        return self.name[:1]


def ready_made(brain: Brain) -> list[ReadyMade]:
    """Return the ready-made heroes, remembered for a few minutes."""
    rows: list[dict[str, Any]] | None = cache.get("ready_made")
    if rows is None:
        rows = brain.pregenerated()
        cache.set("ready_made", rows, CACHED_S)
    return [
        ReadyMade(
            key=row["key"],
            name=row["name"],
            kind=f"{row.get('race', '')} {row.get('class_name') or row.get('class', '')}".strip(),
            summary=row.get("summary", ""),
            look=row.get("look", ""),
        )
        for row in rows
    ]


def ready_made_for(brain: Brain, campaign: Campaign) -> list[ReadyMade]:
    """Return the ready-made heroes, those already at the table last and under a name of their own."""
    there = {hero["name"] for hero in campaign.view.get("heroes", [])}
    heroes = [replace(hero, name=name_beside(there, hero.name)) for hero in ready_made(brain)]
    known = {hero.name for hero in ready_made(brain)}
    return sorted(heroes, key=lambda hero: hero.name not in known)


def sheet_at(campaign: Campaign, ref: str) -> Sheet:
    """Return a hero's sheet. Raises Http404 when nobody at this table is called so."""
    for hero in campaign.view.get("heroes", []):
        if hero["ref"] == ref:
            return sheet_of(hero)
    raise Http404
