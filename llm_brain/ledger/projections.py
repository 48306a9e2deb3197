"""The state as rows, and rows as the state: what `characters`, `npcs`, `quests`, `locations`, `encounters`, `inventory`
and the world of `campaigns` must hold for a folded ledger. Pure; `store/projections.py` does the writing.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.fact import Fact
from llm_brain.ledger.state import State
from llm_brain.ledger.table_view import table_view
from llm_brain.ledger.world import Encounter, Location, Quest

Key = tuple[Any, ...]
Row = dict[str, Any]
Rows = dict[str, dict[Key, Row]]

TABLES = ("characters", "npcs", "quests", "locations", "encounters", "inventory")


def dump(fact: Fact) -> dict[str, Any]:
    """Return a fact as JSON values, leaving out what has its default."""
    return fact.model_dump(mode="json", exclude_defaults=True)


def world_of(state: State) -> dict[str, Any]:
    """Return what the `campaigns` row holds of the state."""
    return {
        "clock_min": state.clock_min,
        "weather": state.weather,
        "location": state.location,
        "adventure": dump(state.adventure),
        "clues": {key: dump(clue) for key, clue in state.clues.items()},
        "flags": dict(state.flags),
    }


def _creature_row(creature: Creature) -> tuple[str, Key, Row]:
    number = int(creature.ref[1:])
    row: Row = {
        "name": creature.name,
        "hp": creature.hp,
        "hp_max": creature.hp_max,
        "is_dead": creature.is_dead,
        "location": creature.location,
        "sheet": dump(creature),
    }
    sheet = creature.sheet
    if sheet is None:
        row |= {"stat_block": creature.stat_block, "attitude": creature.attitude}
        return "npcs", (number,), row
    row |= {
        "race": sheet.race,
        "class": sheet.class_name,
        "level": sheet.level,
        "xp": sheet.xp,
        "armor_class": creature.armor_class,
    }
    return "characters", (number,), row


def _inventory_rows(creature: Creature) -> dict[Key, Row]:
    return {
        (creature.ref, position): {
            "key": item.key,
            "name": item.name,
            "quantity": item.quantity,
            "is_equipped": item.is_equipped,
        }
        for position, item in enumerate(creature.items)
    }


def _quest_row(quest: Quest) -> Row:
    return {
        "title": quest.title,
        "is_main": quest.is_main,
        "status": quest.status,
        "stages_done": sum(stage.is_done for stage in quest.stages),
        "details": dump(quest),
    }


def _location_row(location: Location) -> Row:
    return {
        "name": location.name,
        "kind": location.kind,
        "is_known": location.is_known,
        "is_visited": location.is_visited,
        "details": {
            "map_x": location.map_x,
            "map_y": location.map_y,
            **dump(location),
        },
    }


def _encounter_row(encounter: Encounter) -> Row:
    return {
        "name": encounter.name,
        "status": encounter.status,
        "round": encounter.round,
        "details": dump(encounter),
    }


def project(state: State, against: State | None = None) -> Rows:
    """Return the rows of a state; with `against`, only of what is not the very same value there."""

    def changed(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterable[Any]:
        return (value for key, value in now.items() if then.get(key) is not value)

    then = against or State()
    rows: Rows = {table: {} for table in TABLES}
    for creature in changed(state.creatures, then.creatures):
        table, key, row = _creature_row(creature)
        rows[table][key] = row
        rows["inventory"] |= _inventory_rows(creature)
    for quest in changed(state.quests, then.quests):
        rows["quests"][(quest.key,)] = _quest_row(quest)
    for location in changed(state.locations, then.locations):
        rows["locations"][(location.key,)] = _location_row(location)
    for encounter in changed(state.encounters, then.encounters):
        rows["encounters"][(encounter.key,)] = _encounter_row(encounter)
    rows["campaigns"] = {(): {"world": world_of(state), "table_view": table_view(state)}}
    return rows


def state_from(world: Mapping[str, Any], whole: Mapping[str, Sequence[dict[str, Any]]]) -> State:
    """Return the state that rows hold, the inverse of `project`: `whole` has the entities of each table."""
    creatures: list[Creature] = []
    for table in ("characters", "npcs"):
        found = (Creature.model_validate(sheet) for sheet in whole[table])
        creatures += sorted(found, key=lambda creature: int(creature.ref[1:]))

    def entities(table: str) -> dict[str, dict[str, Any]]:
        return {entity["key"]: entity for entity in sorted(whole[table], key=itemgetter("key"))}

    return State.model_validate(
        {
            **world,
            "locations": entities("locations"),
            "quests": entities("quests"),
            "encounters": entities("encounters"),
        }
    ).model_copy(update={"creatures": {creature.ref: creature for creature in creatures}})
