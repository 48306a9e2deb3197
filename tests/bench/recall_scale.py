"""Recall at size: a campaign of 10,000 memories among a million of all campaigns, and one of 100,000.

    python -m tests.bench.recall_scale [--memories 1000000] [--largest 100000] [--questions 100]

Texts of made-up words (their frequencies fall as those of a language do) and vectors about made-up subjects are laid down
as the game would lay them, in a durable Postgres of its own. It prints the time of a recall in campaigns of several sizes,
and what share of the memories found the exact search finds too.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import numpy as np
import psycopg2

from deploy.play.embedded_postgres import EmbeddedPostgres
from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.recall import MEASURED, recall
from llm_brain.store.embedders import FIRST
from llm_brain.store.story_segments import vector_literal
from tests.bench.long_campaign import a_server

Connection = Any
VOCABULARY = 4_000
WORDS_A_TEXT = 28
SUBJECTS, SHADES = 400, 5_000
PREPARE = """
SELECT setseed(0.5);
CREATE TABLE bench_words AS
SELECT n, substr(translate(md5(n::text), '0123456789', 'ghijklmnop'), 1, 7) || 'o' AS word
FROM generate_series(1, %(vocabulary)s) AS n;
CREATE UNIQUE INDEX ON bench_words (n);
CREATE TABLE bench_vectors AS
SELECT n, (SELECT array_agg((random() + random() + random() - 1.5) * scale)
           FROM generate_series(1, 384) AS i, LATERAL (
               SELECT CASE WHEN n < %(subjects)s THEN 1.0 ELSE 0.8 END + 0 * i
           ) AS s (scale)
          )::real[]::vector AS vector
FROM generate_series(0, %(subjects)s + %(shades)s - 1) AS n;
CREATE UNIQUE INDEX ON bench_vectors (n);
ANALYZE bench_words; ANALYZE bench_vectors;
"""
CAMPAIGN = """
WITH made AS (
    INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256, last_turn)
    VALUES ('bench', 'high_fantasy', 1, decode(repeat('00', 32), 'hex'), 'x', %(turns)s) RETURNING id
)
INSERT INTO conversations (campaign_id, turn_number, token, status)
SELECT id, 1, gen_random_uuid()::text, 'told' FROM made RETURNING campaign_id, id
"""
SEGMENTS = """
INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector)
SELECT c.campaign, c.turn, 'turn', n, n,
       (SELECT string_agg(w.word, ' ') FROM (
            SELECT floor(%(vocabulary)s ^ random())::int AS pick FROM generate_series(1, %(words)s) WHERE n > 0
        ) AS p JOIN bench_words w ON w.n = p.pick), true
FROM unnest(%(campaigns)s::bigint[], %(turns)s::bigint[], %(sizes)s::int[]) AS c (campaign, turn, size),
     generate_series(%(first)s, %(last)s) AS n
WHERE n <= c.size
ORDER BY n, c.campaign
"""
VECTORS = """
INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
SELECT s.campaign_id, s.id, s.content, l2_normalize(a.vector + b.vector + c.vector)
FROM story_segments s
JOIN bench_vectors a ON a.n = abs(hashint8(s.id)) %% %(subjects)s
JOIN bench_vectors b ON b.n = %(subjects)s + abs(hashint8(s.id * 2 + 1)) %% %(shades)s
JOIN bench_vectors c ON c.n = %(subjects)s + abs(hashint8(s.id * 3 + 5)) %% %(shades)s
WHERE s.id > %(after)s ORDER BY s.id
"""
WARM = 10
"""Questions before those that are timed: the first reads the campaign's signs."""
SLICE = 500
"""Turns of all campaigns that are laid down together: campaigns lie mixed, as if played side by side."""


def sizes_of(memories: int, largest: int) -> list[int]:
    """Return how many memories each campaign has: one of the largest, ten of 10,000 at most, the rest of 1,000."""
    sizes = [largest] if largest else []
    sizes += [10_000] * min(10, max((memories - sum(sizes)) // 20_000, 1))
    return sizes + [1_000] * max((memories - sum(sizes)) // 1_000, 0)


def fill(server: EmbeddedPostgres, sizes: Sequence[int]) -> list[int]:
    """Lay down campaigns of so many memories; return their ids."""
    settings = {
        "vocabulary": VOCABULARY, "words": WORDS_A_TEXT, "subjects": SUBJECTS, "shades": SHADES,
    }  # fmt: skip
    with closing(psycopg2.connect(server.dsn())) as held, held.cursor() as cursor:
        held.autocommit = True
        cursor.execute(PREPARE, settings)
        made: list[tuple[int, int]] = []
        for size in sizes:
            cursor.execute(CAMPAIGN, {"turns": size})
            made.append(cursor.fetchone())
        after = 0
        for first in range(1, max(sizes) + 1, SLICE):
            values = {
                **settings, "campaigns": [c for c, _ in made], "turns": [t for _, t in made],
                "sizes": list(sizes), "first": first, "last": first + SLICE - 1, "after": after,
            }  # fmt: skip
            cursor.execute(SEGMENTS, values)
            cursor.execute(VECTORS, values)
            cursor.execute("SELECT max(id) FROM story_segments")
            after = cursor.fetchone()[0]
        cursor.execute("VACUUM ANALYZE")
    return [campaign for campaign, _ in made]


def asked_of(held: Connection, campaign: int, count: int) -> list[tuple[str, list[float]]]:
    """Return questions, each about some memory of a campaign: six of its words, and a vector near its own."""
    chance = np.random.default_rng(campaign)
    with held.cursor() as cursor:
        cursor.execute(
            "SELECT content, embedding::text FROM story_embeddings WHERE campaign_id = %s ORDER BY md5(id::text) LIMIT %s",
            (campaign, count),
        )
        rows = cursor.fetchall()
    questions = []
    for content, vector in rows:
        about = np.array([float(x) for x in vector[1:-1].split(",")]) + chance.normal(0, 0.03, 384)
        words = chance.choice(content.split(), 6, replace=False)
        questions.append((" ".join(words), (about / np.linalg.norm(about)).tolist()))
    return questions


def timed(held: Connection, campaign: int, size: int, count: int) -> str:
    """Return the times of recalls in a campaign, in a line."""
    took, look = [], FirstLook()
    for number, (text, vector) in enumerate(asked_of(held, campaign, count + WARM)):
        began = time.perf_counter()
        recall(held, campaign, text, vector, before_turn=size + 1, limit=4, first_look=look)
        if number < WARM:
            continue
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    p95 = took[int(0.95 * (len(took) - 1))]
    return f"{size:>9,} memories   p50 {statistics.median(took):7.1f} ms   p95 {p95:7.1f} ms   n {len(took)}"


def agreement(held: Connection, campaign: int, size: int, count: int) -> str:
    """Return what share of the ten truly nearest is among those measured, in a line."""
    look, shares = FirstLook(), []
    with held.cursor() as cursor:
        for _, vector in asked_of(held, campaign, count):
            cursor.execute(
                "SELECT segment_id FROM story_embeddings WHERE campaign_id = %s ORDER BY embedding <=> %s::vector LIMIT 10",
                (campaign, vector_literal(vector)),
            )
            nearest = {row[0] for row in cursor.fetchall()}
            likely = look.likely(held, campaign, FIRST, vector, MEASURED)
            shares.append(len(nearest & set(likely)) / len(nearest))
    return f"{size:>9,} memories   of the 10 nearest {statistics.fmean(shares):.4f} are measured   n {count}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--memories", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=100)
    asked = parser.parse_args()
    sizes = sizes_of(asked.memories, asked.largest)
    with a_server(57_500) as (server, _passwords):
        began = time.perf_counter()
        campaigns = fill(server, sizes)
        print(
            f"{sum(sizes):,} memories of {len(sizes):,} campaigns, laid down in {time.perf_counter() - began:.0f} s"
        )
        with closing(psycopg2.connect(server.dsn())) as held:
            held.autocommit = True
            of_size = dict(zip(reversed(sizes), reversed(campaigns), strict=True))
            for size in sorted(of_size):
                print(timed(held, of_size[size], size, asked.questions))
            for size in sorted(of_size):
                print(agreement(held, of_size[size], size, min(asked.questions, 40)))


if __name__ == "__main__":
    main()
