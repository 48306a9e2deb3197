"""Who has the floor: in a fight the hero who is up, outside it everybody. Pure; it reads a campaign's table view."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Floor:
    """Whose turn it is. `character_id` is None when anybody may speak: outside a fight, or while a foe is up."""

    is_fight: bool = False
    character_id: int | None = None
    name: str = ""

    def is_open_to(self, character_id: int | None) -> bool:
        """Whether this hero may act now."""
        return self.character_id is None or self.character_id == character_id


def floor_of(view: dict[str, Any]) -> Floor:
    """Return who has the floor."""
    encounter = view.get("encounter")
    if not encounter:
        return Floor()
    up = encounter.get("turn_of")
    for hero in view.get("heroes", []):
        if hero["ref"] == up and not hero.get("is_dead"):
            return Floor(True, int(hero["id"]), hero["name"])
    return Floor(is_fight=True)
