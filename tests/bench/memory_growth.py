"""What a campaign's memory grows by: rows a turn, disk for every 1,000 turns table by table, and how fast texts are embedded.

    python -m tests.bench.memory_growth [TURNS]

A campaign is played by its suggestions and by free text against a real brain with the embedder; the sizes are those of the
tables with their indexes after VACUUM, above what they were before the first turn.
"""

import sys
import time
from collections.abc import Callable
from contextlib import closing

import psycopg2

from deploy.play.embedded_postgres import EmbeddedPostgres
from llm_brain.memory.embedder import MiniLM
from tests.bench.long_campaign import a_server, until_remembered
from tests.bench.turn_latency import _play, a_brain

TABLES = (
    "conversations", "events", "story_segments", "story_embeddings", "story_words", "media_jobs",
)  # fmt: skip
BATCH = 64


def sizes(server: EmbeddedPostgres) -> dict[str, tuple[int, int]]:
    """Return rows and bytes of each table, indexes and long values included."""
    found = {}
    with closing(psycopg2.connect(server.dsn())) as held, held.cursor() as cursor:
        held.autocommit = True
        cursor.execute("VACUUM (FULL, ANALYZE)")
        for table in TABLES:
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {table}), pg_total_relation_size('{table}')"
            )
            rows, size = cursor.fetchone() or (0, 0)
            found[table] = (rows, size)
    return found


def rate(embed: Callable[[], int]) -> float:
    """Return texts a second."""
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < 3:
        done += embed()
    return done / (time.perf_counter() - began)


def embedding(server: EmbeddedPostgres) -> None:
    """Print how many of the campaign's own memories are embedded a second, one at a time and together."""
    with closing(psycopg2.connect(server.dsn())) as held, held.cursor() as cursor:
        cursor.execute("SELECT content FROM story_segments ORDER BY id LIMIT %s", (BATCH * 4,))
        texts = [content for (content,) in cursor.fetchall()]
    minilm = MiniLM()
    minilm.load()
    words = sum(len(text.split()) for text in texts) / len(texts)
    one = rate(lambda: len([minilm.embed([text]) for text in texts[:20]]))
    many = rate(lambda: len(minilm.embed(texts[:BATCH])))
    print(
        f"memories of {words:.0f} words embedded a second: one by one {one:.0f}, {BATCH} together {many:.0f}"
    )


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with a_server(57_600) as (server, passwords):
        before = sizes(server)
        with a_brain(server, passwords, "auto") as http:
            _play(http, turns)
            until_remembered(server)
        after = sizes(server)
        print(
            f"{'a campaign of ' + str(turns) + ' turns':<24}{'rows a turn':>14}{'MiB/1,000 turns':>18}"
        )
        total = 0
        for table in TABLES:
            rows, size = (after[table][i] - before[table][i] for i in (0, 1))
            total += size
            print(f"{table:<24}{rows / turns:14.2f}{size / 2**20 / turns * 1000:18.2f}")
        print(f"{'all of these':<24}{'':14}{total / 2**20 / turns * 1000:18.2f}")
        embedding(server)


if __name__ == "__main__":
    main()
