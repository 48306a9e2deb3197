"""What a turn costs at turn 10,000 of a campaign beside 1,000 other campaigns, against turn 10 of one alone.

Sixty real turns are played; the rest of the past and the other campaigns are made of copies of their rows with numbers that go
on, laid down in the order in which they would have been played, so that every table and index has its true size and disorder.
The one alone has a database and a brain of its own; the turns compared are played alternately. It prints ratios. Run:
`python -m tests.bench.long_campaign [TURNS] [CAMPAIGNS]`, with EMBEDDER=none for a brain without vectors.
"""

import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.ports import choose_port
from tests.bench.turn_latency import FREE_TEXT, a_brain, say

PLAYED = 60
OF_A_NEIGHBOUR = 20
BEFORE = 10
MEASURED = 50
PREPARE = """
CREATE TEMP TABLE copies (campaign_id bigint, by integer, seq bigint, last integer, of_turns integer);
CREATE TEMP TABLE noise AS
SELECT n, (SELECT array_agg((random() - 0.5) * 0.08) FROM generate_series(1, 384) WHERE n >= 0)::real[]::vector AS vector
FROM generate_series(0, 499) AS n;
"""
NEIGHBOURS = """
WITH made AS (
    INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256, world, table_view, last_seq, last_turn)
    SELECT name, theme, adventure_seed, dice_seed, dice_seed_sha256, world, table_view, last_seq, %(turns)s
    FROM campaigns, generate_series(1, %(count)s) WHERE id = %(source)s RETURNING id
)
INSERT INTO copies SELECT id, 0, 0, %(turns)s + 1, %(turns)s FROM made
"""
COPY_TURNS = """
WITH past AS (
    INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message, dm_response, status, actions,
        sentences, suggestions, memories, phrases, prompt, timings_ms, narrator, image_state, audio_state, told_at)
    SELECT copies.campaign_id, turn_number + by, gen_random_uuid()::text, character_id, player_message, dm_response, status,
        actions, sentences, suggestions, memories, phrases, prompt, timings_ms, narrator, image_state, audio_state, told_at
    FROM conversations c, copies WHERE c.campaign_id = %(source)s AND turn_number BETWEEN 2 AND last
    ORDER BY (turn_number + by)::real / of_turns, copies.campaign_id, turn_number RETURNING id, campaign_id, turn_number
), pairs AS MATERIALIZED (
    SELECT past.id, past.campaign_id, copies.by, copies.seq, c.id AS source_id
    FROM past JOIN copies ON copies.campaign_id = past.campaign_id AND past.turn_number BETWEEN by + 2 AND by + last
    JOIN conversations c ON c.campaign_id = %(source)s AND c.turn_number = past.turn_number - by
), written AS (
    INSERT INTO events (campaign_id, seq, turn_id, type, payload)
    SELECT p.campaign_id, e.seq + p.seq, p.id, e.type, e.payload FROM pairs p JOIN events e ON e.turn_id = p.source_id
    ORDER BY p.id, e.seq
), kept AS (
    INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector)
    SELECT p.campaign_id, p.id, s.kind, s.first_turn + by, s.last_turn + by,
           s.content || ' ' || substr(md5((s.id * 7919 + p.id)::text), 1, 6), s.has_vector
    FROM pairs p JOIN story_segments s ON s.turn_id = p.source_id ORDER BY p.id, s.id
    RETURNING id, campaign_id, turn_id, kind, content
)
INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
SELECT kept.campaign_id, kept.id, kept.content, l2_normalize(e.embedding + noise.vector)
FROM kept JOIN pairs p ON p.id = kept.turn_id JOIN story_segments s ON s.turn_id = p.source_id AND s.kind = kept.kind
JOIN story_embeddings e ON e.segment_id = s.id JOIN noise ON noise.n = kept.id %% 500
ORDER BY kept.id
"""
COPIED_TABLES = {
    "characters": "id, name, race, class, level, xp, hp, hp_max, armor_class, is_dead, location, sheet",
    "npcs": "id, name, stat_block, attitude, hp, hp_max, is_dead, location, sheet",
    "quests": "key, title, is_main, status, stages_done, details",
    "locations": "key, name, kind, is_known, is_visited, details",
    "encounters": "key, name, status, round, details",
    "inventory": "owner, position, key, name, quantity, is_equipped",
}
WITHOUT_VECTORS = "SELECT count(*) FROM story_segments WHERE NOT has_vector AND undone_by IS NULL"

Played = list[tuple[float, dict[str, Any]]]


def play(http: httpx.Client, campaign: int, turns: int) -> Played:
    """Play some turns of free text; return their milliseconds and the turns."""
    return [say(http, campaign, FREE_TEXT[n % len(FREE_TEXT)]) for n in range(turns)]


def parts(played: Played) -> dict[str, float]:
    """Return the median milliseconds of the turns and of their parts; `the rest` is the second commit and the wire."""
    found: dict[str, list[float]] = {"a turn, as the client sees it": [took for took, _ in played]}
    for took, turn in played:
        steps = turn["timings_ms"]
        inner = sum(ms for step, ms in steps.items() if step != "release")
        for step, ms in (steps | {"the rest": took - inner}).items():
            found.setdefault(step, []).append(ms)
    return {part: statistics.median(values) for part, values in found.items()}


def show(alone: Played, late: Played, beside: Played, turns: int, others: int) -> None:
    """Print the parts of a turn in three columns, and what they are to the first."""
    columns = [parts(played) for played in (alone, late, beside)]
    print(f"A: turns {BEFORE} to {BEFORE + len(alone)} of a campaign alone")
    print(f"B: turn {turns:,} and on of a campaign beside {others:,} others")
    print(f"C: turns {BEFORE} to {BEFORE + len(beside)} of a new one beside them")
    print(f"{'p50, ms':<32} {'A':>7} {'B':>7} {'C':>7} {'B - A':>7} {'B : A':>6} {'C : A':>6}")
    for part, first in columns[0].items():
        long, new = columns[1].get(part, 0.0), columns[2].get(part, 0.0)
        ratios = (long / first, new / first) if first else (0.0, 0.0)
        print(
            f"{part:<32} {first:7.1f} {long:7.1f} {new:7.1f} {long - first:7.1f} {ratios[0]:6.2f} {ratios[1]:6.2f}"
        )


def fill(server: EmbeddedPostgres, campaign: int, turns: int, others: int) -> None:
    """Give a campaign a past of so many turns, and others beside it; the tables are then as after a night's rest."""
    with (
        closing(psycopg2.connect(server.dsn())) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT last_seq, last_turn FROM campaigns WHERE id = %s", (campaign,))
        last_seq, last_turn = cursor.fetchone() or (0, 0)
        count = max(0, (turns - last_turn) // PLAYED)
        values = {"source": campaign, "count": others, "turns": OF_A_NEIGHBOUR}
        cursor.execute(PREPARE)
        cursor.execute(NEIGHBOURS, values)
        for table, columns in COPIED_TABLES.items():
            cursor.execute(
                f"INSERT INTO {table} (campaign_id, {columns}) SELECT copies.campaign_id, {columns} FROM {table} t, copies"
                " WHERE t.campaign_id = %(source)s",
                values,
            )
        cursor.execute(
            "INSERT INTO copies SELECT %s, n * %s, n * %s, %s, %s FROM generate_series(1, %s) AS n",
            (campaign, PLAYED, last_seq, PLAYED + 1, turns, count),
        )
        cursor.execute(COPY_TURNS, values)
        cursor.execute(
            "UPDATE campaigns SET last_turn = last_turn + %s, last_seq = last_seq + %s WHERE id = %s",
            (count * PLAYED, count * last_seq, campaign),
        )
    with closing(psycopg2.connect(server.dsn())) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")


def new_campaign(http: httpx.Client, seed: int) -> int:
    made: int = http.post("/campaigns", json={"name": "Long", "adventure_seed": seed}).json()["id"]
    http.post(f"/campaigns/{made}/characters", json={"pregenerated": "fighter"}).raise_for_status()
    http.post(f"/campaigns/{made}/begin").raise_for_status()
    return made


def until_remembered(server: EmbeddedPostgres) -> None:
    """Wait until every segment has its vector."""
    with closing(psycopg2.connect(server.dsn())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while True:
            cursor.execute(WITHOUT_VECTORS)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.5)


@contextmanager
def a_server(port: int) -> Iterator[tuple[EmbeddedPostgres, dict[str, str]]]:
    """Run a durable database of its own with the schema; yield it and the passwords of its roles."""
    passwords = {"APP_DB_PASS": secrets.token_hex(8), "WEB_DB_PASS": secrets.token_hex(8)}
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(
            Path(folder), admin_password=secrets.token_hex(8), wanted_port=choose_port(port)
        )
        with server:
            bring_up_to_date(server, passwords)
            yield server, passwords


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    others = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    embedder = os.environ.get("EMBEDDER", "auto")
    with ExitStack() as held:
        quiet, its_passwords = held.enter_context(a_server(57_300))
        full, passwords = held.enter_context(a_server(57_400))
        by_itself = held.enter_context(a_brain(quiet, its_passwords, embedder))
        crowded = held.enter_context(a_brain(full, passwords, embedder))
        campaign = new_campaign(crowded, 11)
        play(crowded, campaign, PLAYED)
        if embedder != "none":
            until_remembered(full)
        fill(full, campaign, turns, others)
        alone, beside = new_campaign(by_itself, 11), new_campaign(crowded, 12)
        tables = ((by_itself, alone), (crowded, campaign), (crowded, beside))
        for http, one in tables:
            play(http, one, BEFORE - 1)
        seen: tuple[Played, ...] = ([], [], [])
        for number in range(MEASURED):
            for (http, one), played in zip(tables, seen, strict=True):
                played.append(say(http, one, FREE_TEXT[(BEFORE + number) % len(FREE_TEXT)]))
        show(*seen, turns, others)


if __name__ == "__main__":
    main()
