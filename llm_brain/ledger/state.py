"""The whole mechanical state of a campaign: what the ledger folds into and what the tables hold.

It is a value: the fold makes a new one. It does not know its campaign's id, its database or its narrator.
"""

from typing import Any, Self

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.fact import Fact
from llm_brain.ledger.world import Adventure, Clue, Encounter, Location, Quest


class State(Fact):
    """Everything that rules and story may read. Maps are keyed by `ref` (creatures) or `key` (the rest)."""

    clock_min: int = 8 * 60
    weather: str = "clear"
    location: str = ""
    adventure: Adventure = Adventure()
    creatures: dict[str, Creature] = {}
    locations: dict[str, Location] = {}
    quests: dict[str, Quest] = {}
    clues: dict[str, Clue] = {}
    encounters: dict[str, Encounter] = {}
    flags: dict[str, str] = {}

    @property
    def encounter(self) -> Encounter | None:
        """The fight that is on, or None."""
        return next((e for e in self.encounters.values() if e.status == "active"), None)

    @property
    def here(self) -> Location | None:
        return self.locations.get(self.location)

    @property
    def heroes(self) -> list[Creature]:
        return [creature for creature in self.creatures.values() if creature.is_hero]

    def at(self, location: str) -> list[Creature]:
        """Everybody at a location who is not a hero: the living, the dying and the dead."""
        return [
            creature
            for creature in self.creatures.values()
            if creature.location == location and not creature.is_hero and not creature.has_fled
        ]

    def with_creature(self, ref: str, **changes: Any) -> Self:
        """Return the state with some fields of one creature changed."""
        changed = self.creatures[ref].model_copy(update=changes)
        return self.model_copy(update={"creatures": {**self.creatures, ref: changed}})

    def with_sheet(self, ref: str, **changes: Any) -> Self:
        """Return the state with some fields of one hero's sheet changed."""
        sheet = self.creatures[ref].sheet
        assert sheet is not None, f"{ref} has no sheet"
        return self.with_creature(ref, sheet=sheet.model_copy(update=changes))

    def with_location(self, key: str, **changes: Any) -> Self:
        """Return the state with some fields of one location changed."""
        changed = self.locations[key].model_copy(update=changes)
        return self.model_copy(update={"locations": {**self.locations, key: changed}})

    def with_quest(self, key: str, **changes: Any) -> Self:
        """Return the state with some fields of one quest changed."""
        changed = self.quests[key].model_copy(update=changes)
        return self.model_copy(update={"quests": {**self.quests, key: changed}})

    def with_encounter(self, key: str, **changes: Any) -> Self:
        """Return the state with some fields of one encounter changed."""
        changed = self.encounters[key].model_copy(update=changes)
        return self.model_copy(update={"encounters": {**self.encounters, key: changed}})
