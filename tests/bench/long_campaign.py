"""What a turn costs at turn 10,000 of a campaign beside 1,000 other campaigns, against turn 10 of one alone.

Sixty real turns are played; the rest of the past is made of copies of their rows with numbers that go on, so that every table
and index has its true size. Run: `python -m tests.bench.long_campaign [TURNS] [CAMPAIGNS]`. It prints a ratio.
"""

import os
import secrets
import statistics
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.ports import choose_port
from tests.bench.turn_latency import FREE_TEXT, a_brain, say

PLAYED = 60
MEASURED = 40
COPY_TURNS = """
WITH past AS (
    INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message, dm_response, status, actions,
        sentences, suggestions, memories, phrases, prompt, timings_ms, narrator, image_state, audio_state, told_at)
    SELECT %(into)s, turn_number + %(by)s, gen_random_uuid()::text, character_id, player_message, dm_response, status, actions,
        sentences, suggestions, memories, phrases, prompt, timings_ms, narrator, image_state, audio_state, told_at
    FROM conversations WHERE campaign_id = %(source)s AND turn_number BETWEEN 2 AND %(played)s RETURNING id, turn_number
), written AS (
    INSERT INTO events (campaign_id, seq, turn_id, type, payload)
    SELECT %(into)s, e.seq + %(seq)s, past.id, e.type, e.payload FROM events e
    JOIN conversations c ON c.id = e.turn_id JOIN past ON past.turn_number = c.turn_number + %(by)s
    WHERE e.campaign_id = %(source)s AND c.turn_number BETWEEN 2 AND %(played)s
), kept AS (
    INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector)
    SELECT %(into)s, past.id, s.kind, s.first_turn + %(by)s, s.last_turn + %(by)s,
           s.content || ' ' || substr(md5((s.id * 7919 + %(by)s)::text), 1, 6), true
    FROM story_segments s JOIN conversations c ON c.id = s.turn_id JOIN past ON past.turn_number = c.turn_number + %(by)s
    WHERE s.campaign_id = %(source)s AND c.turn_number BETWEEN 2 AND %(played)s RETURNING id, content
)
INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
SELECT %(into)s, kept.id, kept.content,
       (SELECT array_agg(random() - 0.5) FROM generate_series(1, 384) WHERE kept.id > 0)::real[]::vector FROM kept
"""
COPY_CAMPAIGN = """
INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256, world, table_view, last_seq, last_turn)
SELECT name, theme, adventure_seed, dice_seed, dice_seed_sha256, world, table_view, last_seq, last_turn
FROM campaigns WHERE id = %s RETURNING id
"""
COPIED_TABLES = {
    "characters": "id, name, race, class, level, xp, hp, hp_max, armor_class, is_dead, location, sheet",
    "npcs": "id, name, stat_block, attitude, hp, hp_max, is_dead, location, sheet",
    "quests": "key, title, is_main, status, stages_done, details",
    "locations": "key, name, kind, is_known, is_visited, details",
}


Played = list[tuple[float, dict[str, Any]]]


def play(http: httpx.Client, campaign: int, turns: int) -> Played:
    """Play some turns of free text; return their milliseconds and the turns."""
    return [say(http, campaign, FREE_TEXT[n % len(FREE_TEXT)]) for n in range(turns)]


def line(name: str, played: Played) -> float:
    """Print the median of some turns and of their steps; return it."""
    median = statistics.median(took for took, _ in played)
    steps = played[-1][1]["timings_ms"]
    parts = {
        s: statistics.median(turn["timings_ms"].get(s, 0.0) for _, turn in played) for s in steps
    }
    print(f"{name:<44} p50 {median:7.1f} ms   n {len(played)}")
    print("   " + ", ".join(f"{step} {ms:.1f}" for step, ms in parts.items()))
    return median


def lengthen(cursor: Any, campaign: int, turns: int) -> None:
    """Give a campaign a past of so many turns more, and let it go on from there."""
    cursor.execute("SELECT last_seq, last_turn FROM campaigns WHERE id = %s", (campaign,))
    last_seq, last_turn = cursor.fetchone()
    step, seq_step = PLAYED, last_seq
    copies = max(0, (turns - last_turn) // step)
    for copy in range(1, copies + 1):
        values = {"into": campaign, "source": campaign, "by": copy * step, "seq": copy * seq_step}
        cursor.execute(COPY_TURNS, values | {"played": PLAYED + 1})
    cursor.execute(
        "UPDATE campaigns SET last_turn = last_turn + %s, last_seq = last_seq + %s WHERE id = %s",
        (copies * step, copies * seq_step, campaign),
    )


def add_neighbours(cursor: Any, campaign: int, count: int) -> None:
    """Put other campaigns with twenty turns each beside it."""
    for _ in range(count):
        cursor.execute(COPY_CAMPAIGN, (campaign,))
        (other,) = cursor.fetchone()
        values = {"into": other, "source": campaign, "by": 0, "seq": 0, "played": 21}
        cursor.execute(COPY_TURNS, values)
        for table, columns in COPIED_TABLES.items():
            cursor.execute(
                f"INSERT INTO {table} (campaign_id, {columns}) SELECT %s, {columns} FROM {table} WHERE campaign_id = %s",
                (other, campaign),
            )


def new_campaign(http: httpx.Client, seed: int) -> int:
    made: int = http.post("/campaigns", json={"name": "Long", "adventure_seed": seed}).json()["id"]
    http.post(f"/campaigns/{made}/characters", json={"pregenerated": "fighter"}).raise_for_status()
    http.post(f"/campaigns/{made}/begin").raise_for_status()
    return made


def measure(server: EmbeddedPostgres, passwords: dict[str, str], turns: int, others: int) -> None:
    with a_brain(server, passwords, os.environ.get("EMBEDDER", "auto")) as http:
        campaign = new_campaign(http, 11)
        alone = play(http, campaign, PLAYED)[10:]
        with psycopg2.connect(server.dsn()) as connection, connection.cursor() as cursor:
            add_neighbours(cursor, campaign, others)
            lengthen(cursor, campaign, turns)
        with closing(psycopg2.connect(server.dsn())) as connection:
            connection.autocommit = True
            connection.cursor().execute("VACUUM ANALYZE")
        late = play(http, campaign, MEASURED)
        again = new_campaign(http, 12)
        beside = play(http, again, PLAYED)[10:]
    short = line("turns 10 to 60 of a campaign alone", alone)
    long = line(f"turn {turns:,} and on, beside {others:,} campaigns", late)
    new = line("turns 10 to 60 of a new one beside them", beside)
    print(f"ratio {long / short:.2f}; of the new one beside them {new / short:.2f}")


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    others = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    passwords = {"APP_DB_PASS": secrets.token_hex(8), "WEB_DB_PASS": secrets.token_hex(8)}
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(
            Path(folder), admin_password=secrets.token_hex(8), wanted_port=choose_port(57_300)
        )
        with server:
            bring_up_to_date(server, passwords)
            measure(server, passwords, turns, others)


if __name__ == "__main__":
    main()
