"""Tables `characters`, `npcs`, `quests`, `locations`, `encounters`, `inventory` and the world of `campaigns`:
read whole to make the state, written by difference in the transaction of the events.
"""

from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json, execute_values

from llm_brain.ledger.projections import Rows, project, state_from
from llm_brain.ledger.state import State
from llm_brain.store import campaigns
from llm_brain.store.rows import execute, fetch_all, fetch_one

COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "characters": (
        ("id",),
        ("name", "race", "class", "level", "xp", "hp", "hp_max", "armor_class", "is_dead", "location", "sheet"),
    ),
    "npcs": (
        ("id",),
        ("name", "stat_block", "attitude", "hp", "hp_max", "is_dead", "location", "sheet"),
    ),
    "quests": (("key",), ("title", "is_main", "status", "stages_done", "details")),
    "locations": (("key",), ("name", "kind", "is_known", "is_visited", "details")),
    "encounters": (("key",), ("name", "status", "round", "details")),
    "inventory": (("owner", "position"), ("key", "name", "quantity", "is_equipped")),
}  # fmt: skip
"""Each table's key within the campaign, and its other columns."""


def read(held: connection, campaign_id: int) -> Rows:
    """Return every projected row of a campaign."""
    rows: Rows = {}
    for table, (keys, columns) in COLUMNS.items():
        names = ", ".join((*keys, *columns))
        sql = f"SELECT {names} FROM {table} WHERE campaign_id = %s"  # noqa: S608  (names are ours)
        found = fetch_all(held, sql, (campaign_id,))
        rows[table] = {
            tuple(row[key] for key in keys): {column: row[column] for column in columns}
            for row in found
        }
    campaign = campaigns.get(held, campaign_id)
    rows["campaigns"] = {(): {"world": campaign.world, "table_view": campaign.table_view}}
    return rows


WHOLE = {
    "characters": "sheet", "npcs": "sheet", "quests": "details", "locations": "details", "encounters": "details",
}  # fmt: skip
"""Each table's column that holds an entity whole."""
LOAD = "SELECT " + ", ".join(  # noqa: S608  (names are ours)
    f"(SELECT json_agg({whole}) FROM {table} WHERE campaign_id = %(id)s) AS {table}"  # noqa: S608
    for table, whole in WHOLE.items()
)


def load(held: connection, campaign_id: int, world: dict[str, Any] | None = None) -> State:
    """Return the campaign's state as the tables hold it; `world` if its row was read already."""
    if world is None:
        world = campaigns.get(held, campaign_id).world
    found = fetch_one(held, LOAD, {"id": campaign_id})
    assert found is not None
    return state_from(world, {table: entities or [] for table, entities in found.items()})


def write(held: connection, campaign_id: int, before: State, after: State) -> None:
    """Make the tables hold `after`, touching only what changed since `before`."""
    changed = project(after, against=before)
    for table in COLUMNS:
        if table == "inventory":
            continue
        _upsert(held, campaign_id, table, changed[table])
    owners = [
        ref
        for ref in {*before.creatures, *after.creatures}
        if before.creatures.get(ref) is not after.creatures.get(ref)
    ]
    if owners:
        execute(
            held,
            "DELETE FROM inventory WHERE campaign_id = %s AND owner = ANY(%s)",
            (campaign_id, owners),
        )
        _upsert(held, campaign_id, "inventory", changed["inventory"])
    _delete_gone(held, campaign_id, before, after)
    row = changed["campaigns"][()]
    campaigns.write_world(held, campaign_id, row["world"], row["table_view"])


def _upsert(
    held: connection, campaign_id: int, table: str, rows: dict[Any, dict[str, Any]]
) -> None:
    if not rows:
        return
    keys, columns = COLUMNS[table]
    names = ", ".join(("campaign_id", *keys, *columns))
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    conflict = ", ".join(("campaign_id", *keys))
    values = [
        (campaign_id, *key, *(_value(row[column]) for column in columns))
        for key, row in rows.items()
    ]
    with held.cursor() as cursor:
        execute_values(
            cursor,
            f"INSERT INTO {table} ({names}) VALUES %s ON CONFLICT ({conflict}) DO UPDATE SET {updates}",  # noqa: S608
            values,
            page_size=500,
        )


def _delete_gone(held: connection, campaign_id: int, before: State, after: State) -> None:
    gone: dict[str, list[Any]] = {
        "quests": [key for key in before.quests if key not in after.quests],
        "locations": [key for key in before.locations if key not in after.locations],
        "encounters": [key for key in before.encounters if key not in after.encounters],
    }
    for ref, creature in before.creatures.items():
        if ref not in after.creatures:
            table = "characters" if creature.is_hero else "npcs"
            gone.setdefault(table, []).append(int(ref[1:]))
    for table, keys in gone.items():
        if keys:
            column = COLUMNS[table][0][0]
            execute(
                held,
                f"DELETE FROM {table} WHERE campaign_id = %s AND {column} = ANY(%s)",  # noqa: S608
                (campaign_id, keys),
            )


def _value(value: Any) -> Any:
    return Json(value) if isinstance(value, dict | list) else value
