"""The schema as a real Postgres has it: comments, rights of the roles, the operator's queries, the wiping of a campaign."""

import json

import pytest
from psycopg2 import errors, sql

DICE_SEED = b"s" * 32
TABLES = """
SELECT c.relname, coalesce(obj_description(c.oid), '') FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
COLUMNS_TO_FILL = """
SELECT column_name, data_type, udt_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_default IS NULL
  AND is_nullable = 'NO' AND is_identity = 'NO' AND is_generated = 'NEVER'
"""
TABLES_OF_A_CAMPAIGN = """
SELECT c.table_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.column_name = 'campaign_id' AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name
"""
CHECKED_VALUES = {
    "kind": {
        "story_segments": "turn",
        "media_jobs": "image",
        "lore_entries": "lore",
        "summaries": "chapter",
    },
    "status": {"media_jobs": "queued", "conversations": "told"},
}


def rows(connection, query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def run(connection, query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def new_campaign(connection, name="The Sunken Bell"):
    query = """
        INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256)
        VALUES (%s, 'classic', 7, %s, 'hash') RETURNING id
    """
    return rows(connection, query, name, DICE_SEED)[0][0]


def new_turn(connection, campaign_id, number=1):
    query = """
        INSERT INTO conversations (campaign_id, turn_number, token)
        VALUES (%s, %s, gen_random_uuid()::text) RETURNING id
    """
    return rows(connection, query, campaign_id, number)[0][0]


def new_event(connection, campaign_id, seq=1):
    query = (
        "INSERT INTO events (campaign_id, seq, type, payload) VALUES (%s, %s, 'roll_made', '{}')"
    )
    run(connection, query, campaign_id, seq)


def a_value(table, column, data_type, udt_name, ids):
    """Make some value that a column takes."""
    if column in ids:
        return ids[column]
    if table in CHECKED_VALUES.get(column, {}):
        return CHECKED_VALUES[column][table]
    if udt_name == "vector":
        return json.dumps([0.1] * 384)
    by_type = {
        "bigint": 1, "integer": 1, "smallint": 1, "boolean": False, "jsonb": "{}", "ARRAY": [],
        "bytea": b"x" * 32, "timestamp with time zone": "2026-01-01T00:00:00Z", "text": "x",
        "double precision": 0.5, "real": 0.5,
    }  # fmt: skip
    return by_type[data_type]


def fill(connection, table, ids):
    """Put one row into a table, whatever its columns are."""
    columns = rows(connection, COLUMNS_TO_FILL, table)
    names = [name for name, *_ in columns]
    values = [a_value(table, *column, ids) for column in columns]
    for name in ids.keys() & {"turn_id", "campaign_id"}:
        if name not in names and rows(
            connection,
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            table, name,
        ):  # fmt: skip
            names.append(name)
            values.append(ids[name])
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join([sql.Placeholder()] * len(names)),
    )
    run(connection, query, *values)


def count(connection, table):
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    return rows(connection, query)[0][0]


def test_every_table_says_who_writes_it(as_admin):
    silent = [name for name, comment in rows(as_admin, TABLES) if "ritten by " not in comment]
    assert silent == []


def test_the_game_writes_its_own_tables(as_app):
    campaign = new_campaign(as_app)
    new_turn(as_app, campaign)
    new_event(as_app, campaign)
    assert rows(as_app, "SELECT count(*) FROM events") == [(1,)]


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE events SET payload = '{\"total\": 20}'",
        "UPDATE events SET type = 'x'",
        "DELETE FROM events",
        "TRUNCATE events",
        "CREATE TABLE public.mine (id integer)",
        "SELECT * FROM alembic_version",
    ],
)
def test_the_game_cannot_rewrite_the_ledger(as_app, query):
    new_event(as_app, new_campaign(as_app))
    with pytest.raises(errors.InsufficientPrivilege):
        run(as_app, query)


def test_an_undo_is_noted_on_an_event(as_app):
    new_event(as_app, new_campaign(as_app))
    run(as_app, "UPDATE events SET undone_by = 9")
    assert rows(as_app, "SELECT undone_by FROM events") == [(9,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT dice_seed FROM campaigns",
        "SELECT * FROM npcs",
        "SELECT * FROM events",
        "SELECT * FROM conversations",
        "UPDATE campaigns SET name = 'x'",
        "DELETE FROM campaigns",
        "INSERT INTO events (campaign_id, seq, type, payload) VALUES (1, 1, 'x', '{}')",
        "CREATE TABLE public.mine (id integer)",
    ],
)
def test_the_website_cannot_touch_the_game(as_web, query):
    with pytest.raises(errors.InsufficientPrivilege):
        run(as_web, query)


def test_the_website_reads_every_view_made_for_it(as_web):
    views = rows(as_web, "SELECT viewname FROM pg_views WHERE viewname LIKE 'web_%%'")
    assert views
    for (view,) in views:
        assert count(as_web, view) == 0


def test_the_websites_views_leave_out_what_was_undone(as_app, as_web):
    campaign = new_campaign(as_app)
    new_turn(as_app, campaign)
    new_event(as_app, campaign)
    run(as_app, "UPDATE events SET undone_by = 9")
    run(as_app, "UPDATE conversations SET undone_by = 9")
    assert count(as_web, "web_events") == count(as_web, "web_turns") == 0


def test_the_website_makes_its_own_tables_and_ties_them_to_campaigns(as_app, as_web):
    campaign = new_campaign(as_app)
    table = "CREATE TABLE web.probe (campaign_id bigint REFERENCES public.campaigns (id) ON DELETE CASCADE)"
    run(as_web, table)
    try:
        run(as_web, "INSERT INTO probe VALUES (%s)", campaign)
        run(as_app, "DELETE FROM campaigns WHERE id = %s", campaign)
        assert rows(as_web, "SELECT * FROM probe") == []
    finally:
        run(as_web, "DROP TABLE web.probe")


def test_the_operators_query_for_recent_turns_works(as_app):
    campaign = new_campaign(as_app)
    new_turn(as_app, campaign)
    new_turn(as_app, campaign, 2)
    query = "SELECT campaign_name, turn_number FROM recent_conversations"
    assert rows(as_app, query) == [("The Sunken Bell", 2), ("The Sunken Bell", 1)]


def test_the_operators_query_for_near_memories_works(as_admin):
    campaign = new_campaign(as_admin)
    turn = new_turn(as_admin, campaign)
    for nearness in (0.0, 1.0):
        segment = rows(
            as_admin,
            "INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content)"
            " VALUES (%s, %s, 'turn', 1, 1, 'x') RETURNING id",
            campaign, turn,
        )[0][0]  # fmt: skip
        vector = json.dumps([1.0, nearness] + [0.0] * 382)
        run(
            as_admin,
            "INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)"
            " VALUES (%s, %s, %s, %s)",
            campaign, segment, f"memory {nearness}", vector,
        )  # fmt: skip
    query = (
        "SELECT id, left(content, 50), embedding <-> %s AS distance"
        " FROM story_embeddings ORDER BY distance LIMIT 5"
    )
    found = rows(as_admin, query, json.dumps([1.0] + [0.0] * 383))
    assert [(content, distance) for _, content, distance in found] == [
        ("memory 0.0", 0.0),
        ("memory 1.0", 1.0),
    ]


def test_deleting_a_campaign_leaves_no_row_of_it_anywhere(as_admin):
    """Every table that has a campaign_id, also one that a later release adds."""
    tables = [name for (name,) in rows(as_admin, TABLES_OF_A_CAMPAIGN)]
    assert "events" in tables
    campaign = new_campaign(as_admin)
    turn = new_turn(as_admin, campaign)
    ids = {"campaign_id": campaign, "turn_id": turn}
    fill(as_admin, "story_segments", ids)
    ids["segment_id"] = rows(as_admin, "SELECT id FROM story_segments")[0][0]
    for table in tables:
        if count(as_admin, table) == 0:
            fill(as_admin, table, ids)
    assert [table for table in tables if count(as_admin, table) == 0] == []
    run(as_admin, "DELETE FROM campaigns WHERE id = %s", campaign)
    assert [table for table in tables if count(as_admin, table)] == []
