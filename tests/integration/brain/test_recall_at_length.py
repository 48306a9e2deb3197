"""The quick way of recall finds what the slow one finds, whatever happened to the campaign and whoever looks."""

from contextlib import closing

import numpy as np
import psycopg2
import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from llm_brain.brain import Brain
from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.ranking import REACH, rank, rarity
from llm_brain.memory.recall import MEASURED, _candidates, query_words, recall, split
from llm_brain.store import recall_pool, signatures, story_words
from llm_brain.turn.recover import remember_missing_vectors
from tests.integration.brain.conftest import Table
from tests.integration.brain.lettering import (
    ADD_VECTORS,
    WORDS,
    Letters,
    Sql,
    literal,
    made_up_past,
)
from tests.integration.brain.slow_recall import slow_pool

TURNS = MEASURED - 20
EVERY = 10**6


def vectors_like(ids: int, seed: int) -> np.ndarray:
    """Return random unit vectors."""
    found = np.random.default_rng(seed).normal(size=(ids, 384))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def keep(sql: Sql, campaign: int, segments: list[int], vectors: np.ndarray, embedder: int) -> None:
    sql(ADD_VECTORS, campaign, segments, [literal(vector) for vector in vectors], embedder)


@pytest.fixture
def embedder(brain: Brain) -> int:
    """Whose the vectors of these tests are."""
    brain.embedder = Letters()
    found = brain.embedder_id()
    assert found is not None
    return found


def test_the_quick_way_ranks_as_the_slow_one(
    table: Table, brain: Brain, sql: Sql, embedder: int
) -> None:
    campaign = table.begun().campaign_id
    past = made_up_past(sql, campaign, TURNS, seed=5)
    vectors = vectors_like(TURNS, 6)
    keep(sql, campaign, [id_ for id_, _, _ in past], vectors, embedder)
    chance = np.random.default_rng(7)
    for number in range(12):
        asked = vectors[chance.integers(TURNS)] + 0.05 * chance.normal(size=384)
        text = " ".join(chance.choice(WORDS, 3)) + " herring"
        before = int(chance.integers(1200, 1000 + TURNS + 50)) if number % 2 else EVERY
        quick, slow = brain.database.read(
            lambda held, v=asked, t=text, b=before: _both(held, campaign, v, t, b, embedder)
        )
        assert quick == slow
        assert len(quick) > 30


def _both(held, campaign, vector, text, before, embedder):  # type: ignore[no-untyped-def]
    words = story_words.known(held, campaign, query_words(text))
    weights = {word.lexeme: rarity(word.segments, 1000 + TURNS) for word in words}
    same = {
        "weights": weights, "common": split(words)[1], "before_turn": before, "reach": REACH,
        "vector": vector.tolist(), "embedder": embedder,
    }  # fmt: skip
    likely = FirstLook().likely(held, campaign, embedder, vector.tolist(), MEASURED)
    pools = (
        recall_pool.pooled(held, campaign, likely=likely, **same),
        slow_pool(held, campaign, **same),
    )
    return [
        [found.candidate.id for found in rank(_candidates(pool, sum(weights.values())))]
        for pool in pools
    ]


def test_the_signs_in_the_brain_are_those_in_postgres(
    table: Table, brain: Brain, sql: Sql, embedder: int
) -> None:
    campaign = table.begun().campaign_id
    past = made_up_past(sql, campaign, 400, seed=1)
    vectors = vectors_like(401, 2)
    keep(sql, campaign, [id_ for id_, _, _ in past], vectors[:400], embedder)
    kept = sql(
        "SELECT segment_id, signature::text FROM story_embeddings WHERE campaign_id = %s", campaign
    )
    fit = {
        id_: sum(x if bit == "1" else -x for bit, x in zip(bits, vectors[400], strict=True))
        for id_, bits in kept
    }
    likely = brain.database.read(
        lambda held: FirstLook().likely(held, campaign, embedder, vectors[400].tolist(), 40)
    )
    assert set(likely) == set(sorted(fit, key=lambda id_: -fit[id_])[:40])


def _likely(
    brain: Brain, look: FirstLook, campaign: int, embedder: int, vector: np.ndarray
) -> set[int]:
    return set(
        brain.database.read(
            lambda held: look.likely(held, campaign, embedder, vector.tolist(), 1000)
        )
    )


def test_what_was_written_since_the_last_look_is_seen_by_every_brain(
    table: Table, brain: Brain, sql: Sql, embedder: int
) -> None:
    campaign = table.begun().campaign_id
    ids = [id_ for id_, _, _ in made_up_past(sql, campaign, 60, seed=1)]
    vectors = vectors_like(60, 3)
    keep(sql, campaign, ids[:50], vectors[:50], embedder)
    first, second = FirstLook(), FirstLook(most_kept=1)
    assert _likely(brain, first, campaign, embedder, vectors[0]) == set(ids[:50])
    keep(sql, campaign, ids[50:], vectors[50:], embedder)
    for look in (first, second, FirstLook()):
        assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids)


def test_a_row_that_is_committed_after_a_later_one_is_not_missed(
    table: Table, brain: Brain, sql: Sql, embedder: int, server: EmbeddedPostgres
) -> None:
    campaign = table.begun().campaign_id
    ids = [id_ for id_, _, _ in made_up_past(sql, campaign, 3, seed=1)]
    vectors, look = vectors_like(3, 3), FirstLook()
    with closing(psycopg2.connect(server.dsn())) as slow, slow.cursor() as cursor:
        cursor.execute(ADD_VECTORS, (campaign, ids[:1], [literal(vectors[0])], embedder))
        keep(sql, campaign, ids[1:], vectors[1:], embedder)
        assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids[1:])
        slow.commit()
    assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids)


def test_what_was_undone_is_not_recalled_by_a_brain_that_had_looked_before(
    table: Table, brain: Brain, sql: Sql, embedder: int
) -> None:
    table.begun().say("I hum a song about herring")
    while remember_missing_vectors(brain):
        pass
    asked = tuple(float(x) for x in Letters().embed(["I hum a song about herring"])[0])

    def told() -> list[str]:
        found = brain.database.read(
            lambda held: recall(
                held, table.campaign_id, "zzzz", asked, before_turn=EVERY, limit=9,
                embedder=embedder, first_look=brain.first_look,
            )
        )  # fmt: skip
        return [memory.text for memory in found.memories]

    assert any("herring" in text for text in told())
    other = table.post("branch", {"after_turn": 2}).json()["id"]
    assert table.post("undo", {"turns": 1}).status_code == 200
    assert not any("herring" in text for text in told())
    assert len(_likely(brain, brain.first_look, other, embedder, np.array(asked))) >= 2


def test_what_was_taken_back_since_the_last_look_is_dropped(
    table: Table, brain: Brain, sql: Sql, embedder: int
) -> None:
    campaign = table.begun().campaign_id
    ids = [id_ for id_, _, _ in made_up_past(sql, campaign, 60, seed=1)]
    look, vectors = FirstLook(), vectors_like(60, 3)
    keep(sql, campaign, ids, vectors, embedder)
    assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids)
    sql(
        "DELETE FROM story_embeddings WHERE campaign_id = %s AND segment_id > %s RETURNING id",
        campaign,
        ids[20],
    )
    assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids[:21])


def test_the_campaigns_played_longest_ago_make_room(
    brain: Brain, table: Table, sql: Sql, embedder: int
) -> None:
    look, vectors = FirstLook(most_kept=10), vectors_like(8, 1)
    campaigns = [table.begun().campaign_id for _ in range(3)]
    for campaign in campaigns:
        ids = [id_ for id_, _, _ in made_up_past(sql, campaign, 8, seed=1)]
        keep(sql, campaign, ids, vectors, embedder)
        assert _likely(brain, look, campaign, embedder, vectors[0]) == set(ids)
    assert look.kept() == 8


def test_no_vectors_give_nothing_likely(brain: Brain, table: Table, embedder: int) -> None:
    campaign = table.begun().campaign_id
    read = brain.database.read(lambda held: signatures.after(held, campaign, embedder + 1, 0))
    assert len(read.ids) == 0
    assert _likely(brain, FirstLook(), campaign, embedder + 1, vectors_like(1, 1)[0]) == set()
