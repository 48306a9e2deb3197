"""Table `lore_entries`: what people wrote down or imported for a campaign's Dungeon Master."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection
from psycopg2.extras import Json

from llm_brain.store.rows import execute, fetch_all, fetch_one
from llm_brain.store.story_segments import vector_literal

COLUMNS = """id, campaign_id, kind, title, content, keys, secondary_keys, secondary_rule, is_constant, by_meaning, is_enabled,
             is_hidden, priority, turn_number, author, source, person, ref, created_at, updated_at"""
CHANGEABLE = frozenset(
    "title content keys secondary_keys secondary_rule is_constant by_meaning is_enabled is_hidden priority".split()
)


@dataclass(frozen=True)
class Entry:
    """A row of `lore_entries`. `likeness` is its cosine to what was asked, where that was asked for."""

    id: int
    campaign_id: int
    kind: str
    title: str
    content: str
    keys: tuple[str, ...]
    secondary_keys: tuple[str, ...]
    secondary_rule: str
    is_constant: bool
    by_meaning: bool
    is_enabled: bool
    is_hidden: bool
    priority: int
    turn_number: int | None
    author: str
    source: str
    person: dict[str, Any]
    ref: str | None
    created_at: datetime
    updated_at: datetime
    likeness: float | None = None


def _entry(row: dict[str, Any]) -> Entry:
    tuples = {name: tuple(row[name]) for name in ("keys", "secondary_keys")}
    return Entry(**row | tuples)


def add(held: connection, campaign_id: int, **fields: Any) -> int:
    """Insert an entry; return its id. `fields` are columns; those left out have their defaults."""
    values = {name: Json(v) if name == "person" else v for name, v in fields.items()}
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    assert values.keys() <= CHANGEABLE | {"kind", "turn_number", "author", "source", "person"}
    names = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    row = fetch_one(
        held,
        f"INSERT INTO lore_entries (campaign_id, {names}) VALUES (%(campaign)s, {marks}) RETURNING id",  # noqa: S608
        {**values, "campaign": campaign_id},
    )
    assert row is not None
    return int(row["id"])


def change(held: connection, campaign_id: int, entry_id: int, changes: dict[str, Any]) -> bool:
    """Change some columns; other words need another vector. False when there is no such entry."""
    assert changes.keys() <= CHANGEABLE
    marks = "".join(f"{name} = %({name})s, " for name in changes)
    forget = "embedding = NULL, embedder = NULL, " if changes.keys() & {"title", "content"} else ""
    done = execute(
        held,
        f"UPDATE lore_entries SET {marks}{forget}updated_at = now() WHERE campaign_id = %(campaign)s AND id = %(id)s",  # noqa: S608
        {**changes, "campaign": campaign_id, "id": entry_id},
    )
    return done > 0


def delete(held: connection, campaign_id: int, entry_id: int) -> bool:
    """Delete an entry; False when there is none."""
    return (
        execute(
            held,
            "DELETE FROM lore_entries WHERE campaign_id = %s AND id = %s",
            (campaign_id, entry_id),
        )
        > 0
    )


def get(held: connection, campaign_id: int, entry_id: int) -> Entry | None:
    """Return one entry."""
    row = fetch_one(
        held,
        f"SELECT {COLUMNS} FROM lore_entries WHERE campaign_id = %s AND id = %s",  # noqa: S608
        (campaign_id, entry_id),
    )
    return _entry(row) if row else None


def all_of(held: connection, campaign_id: int) -> list[Entry]:
    """Return every entry of a campaign, in the order they were made."""
    rows = fetch_all(
        held,
        f"SELECT {COLUMNS} FROM lore_entries WHERE campaign_id = %s ORDER BY id",  # noqa: S608
        (campaign_id,),
    )
    return [_entry(row) for row in rows]


def that_count(
    held: connection,
    campaign_id: int,
    vector: Sequence[float] | None,
    before_turn: int,
    embedder: int | None,
) -> list[Entry]:
    """Return the entries that count for a turn, each with its likeness to a vector where it goes by meaning."""
    likeness = (
        "CASE WHEN embedder = %(embedder)s THEN 1 - (embedding <=> %(vector)s) END"
        if vector is not None
        else "NULL::float8"
    )
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS}, CASE WHEN by_meaning THEN {likeness} END AS likeness FROM lore_entries
            WHERE campaign_id = %(campaign)s AND is_enabled AND coalesce(turn_number, 0) <= %(before)s
            ORDER BY id""",  # noqa: S608
        {
            "campaign": campaign_id,
            "before": before_turn,
            "embedder": embedder,
            "vector": None if vector is None else vector_literal(vector),
        },
    )
    return [_entry(row) for row in rows]


def counts(held: connection, campaign_id: int) -> dict[str, int]:
    """Return how many entries of each kind a campaign has."""
    rows = fetch_all(
        held,
        "SELECT kind, count(*) AS many FROM lore_entries WHERE campaign_id = %s GROUP BY kind",
        (campaign_id,),
    )
    return {row["kind"]: row["many"] for row in rows}


def corrections(held: connection, campaign_id: int) -> list[Entry]:
    """Return the corrections that count, oldest first."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM lore_entries
            WHERE campaign_id = %s AND kind = 'correction' AND is_enabled ORDER BY id""",  # noqa: S608
        (campaign_id,),
    )
    return [_entry(row) for row in rows]


def without_vector(held: connection, embedder: int, limit: int) -> list[Entry]:
    """Return entries that go by meaning and wait for a vector of this embedder; none unless it is the one that is chosen."""
    rows = fetch_all(
        held,
        f"SELECT {COLUMNS} FROM lore_entries WHERE by_meaning AND embedder IS DISTINCT FROM %s"  # noqa: S608
        " AND (SELECT id FROM chosen_embedder) = %s ORDER BY id LIMIT %s",
        (embedder, embedder, limit),
    )
    return [_entry(row) for row in rows]


def set_vector(held: connection, entry: Entry, vector: Sequence[float], embedder: int) -> None:
    """Keep the vector of an entry, unless its words have changed meanwhile."""
    execute(
        held,
        """UPDATE lore_entries SET embedding = %s, embedder = %s
           WHERE campaign_id = %s AND id = %s AND title = %s AND content = %s""",
        (vector_literal(vector), embedder, entry.campaign_id, entry.id, entry.title, entry.content),
    )


def people_waiting(held: connection, campaign_id: int) -> list[Entry]:
    """Return the people from cards who are not in the world yet."""
    rows = fetch_all(
        held,
        f"""SELECT {COLUMNS} FROM lore_entries
            WHERE campaign_id = %s AND kind = 'person' AND ref IS NULL AND is_enabled ORDER BY id""",  # noqa: S608
        (campaign_id,),
    )
    return [_entry(row) for row in rows]


def set_ref(held: connection, campaign_id: int, entry_id: int, ref: str) -> None:
    """Note who a person from a card is in the world."""
    execute(
        held,
        "UPDATE lore_entries SET ref = %s WHERE campaign_id = %s AND id = %s",
        (ref, campaign_id, entry_id),
    )


def forget_turns_after(held: connection, campaign_id: int, last_turn: int) -> None:
    """Delete the pins and corrections of turns that are no more."""
    execute(
        held,
        "DELETE FROM lore_entries WHERE campaign_id = %s AND turn_number > %s",
        (campaign_id, last_turn),
    )


def put_away_turn(held: connection, campaign_id: int, turn_number: int) -> None:
    """Switch off what was pinned from a turn, and show it to the owner alone."""
    execute(
        held,
        """UPDATE lore_entries SET is_enabled = false, is_hidden = true, updated_at = now()
           WHERE campaign_id = %s AND turn_number = %s AND kind = 'pin'""",
        (campaign_id, turn_number),
    )


def copy(held: connection, *, source: int, target: int, up_to_turn: int, up_to_seq: int) -> None:
    """Copy a campaign's entries to another one, but for those of later turns; whoever came later is still to come."""
    execute(
        held,
        """INSERT INTO lore_entries (campaign_id, kind, title, content, keys, secondary_keys, secondary_rule, is_constant,
                by_meaning, is_enabled, is_hidden, priority, turn_number, author, source, person, ref, embedding,
                embedder)
           SELECT %(target)s, kind, title, content, keys, secondary_keys, secondary_rule, is_constant, by_meaning, is_enabled,
                is_hidden, priority, turn_number, author, source, person,
                (SELECT ref FROM events e WHERE e.campaign_id = %(source)s AND e.type = 'person_arrived' AND e.undone_by IS NULL
                   AND e.seq <= %(up_to_seq)s AND e.payload #>> '{creature,ref}' = l.ref LIMIT 1),
                embedding, embedder
           FROM lore_entries l
           WHERE campaign_id = %(source)s AND coalesce(turn_number, 0) <= %(up_to)s ORDER BY id""",
        {"source": source, "target": target, "up_to": up_to_turn, "up_to_seq": up_to_seq},
    )
