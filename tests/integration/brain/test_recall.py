from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from llm_brain.brain import Brain
from llm_brain.memory.evaluate.reading import Turn
from llm_brain.memory.evaluate.shelf import Shelf
from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.lexemes import lexemes
from llm_brain.memory.ranking import rank
from llm_brain.memory.recall import MEASURED, recall
from llm_brain.store.embedders import FIRST
from llm_brain.store.recall_pool import LATEST, pooled
from llm_brain.store.story_segments import add_vector, vector_literal
from llm_brain.store.story_words import known
from llm_brain.turn.recover import remember_missing_vectors
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]


class Letters:
    """An embedder for tests: texts with like letters are alike."""

    name = "letters"

    def embed(self, texts: Sequence[str]) -> Any:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for i, text in enumerate(texts):
            for letter in text.lower():
                rows[i, ord(letter) % 384] += 1
            rows[i] /= np.linalg.norm(rows[i]) or 1
        return rows


@pytest.fixture
def told(table: Table) -> Table:
    table.begun()
    for text in (
        "I hum a song about herring",
        "I count the rafters",
        "I think of my grandmother",
        "I wait",
        "I wait",
    ):
        table.say(text)
    return table


def _recall(brain: Brain, campaign_id: int, text: str, before_turn: int = 100) -> list[int]:
    embedder = brain.embedder_id()
    vector = brain.embed(text)
    found = brain.database.run(
        lambda held: recall(
            held,
            campaign_id,
            text,
            vector,
            before_turn=before_turn,
            limit=3,
            embedder=embedder,
            first_look=brain.first_look,
        )
    )
    return [memory.turn_number or 0 for memory in found.memories]


def test_full_text_alone_finds_the_turn_that_speaks_of_it(told: Table, brain: Brain) -> None:
    assert _recall(brain, told.campaign_id, "what was that about the herrings?")[0] == 2


def test_vectors_written_later_take_part(told: Table, brain: Brain, sql: Sql) -> None:
    brain.embedder = Letters()
    while remember_missing_vectors(brain):
        pass
    missing = "SELECT count(*) FROM story_segments s WHERE NOT EXISTS (SELECT 1 FROM story_embeddings WHERE segment_id = s.id)"
    assert sql(missing + " AND s.campaign_id = %s", told.campaign_id) == [(0,)]
    assert 2 in _recall(brain, told.campaign_id, "I hum a song about herring")


def test_another_campaign_is_never_recalled(told: Table, brain: Brain, table: Table) -> None:
    other = Table(table.http).begun()
    other.say("I look around")
    brain.embedder = Letters()
    while remember_missing_vectors(brain):
        pass
    found = brain.database.run(
        lambda held: recall(
            held,
            other.campaign_id,
            "herring",
            brain.embed("I hum a song about herring"),
            before_turn=99,
            limit=10,
            embedder=brain.embedder_id(),
        )
    )
    assert not any("herring" in memory.text for memory in found.memories)


def test_what_the_prompt_already_holds_is_not_recalled(told: Table, brain: Brain) -> None:
    assert _recall(brain, told.campaign_id, "herring", before_turn=2) == []


def test_a_turn_returns_what_it_recalled(told: Table) -> None:
    for _ in range(3):
        told.say("I wait")
    turn = told.say("I hum that herring song once more").json()
    assert any("herring" in memory["text"] for memory in turn["memories"])
    assert all({"segment_id", "text", "score"} <= set(memory) for memory in turn["memories"])


def test_a_turn_can_be_looked_into(told: Table) -> None:
    for _ in range(3):
        told.say("I wait")
    number = told.say("I hum that herring song once more").json()["turn_number"]
    seen = told.http.get(f"/campaigns/{told.campaign_id}/turns/{number}/inspect").json()
    assert {"Standing orders", "Place", "Remembered", "What just happened"} <= {
        p["name"] for p in seen["parts"]
    }
    assert seen["tokens"] == sum(part["tokens"] for part in seen["parts"]) > 100
    best = seen["recalled"][0]
    assert best["score"] == pytest.approx(
        best["meaning"] + best["wording"] + best["neighbours"], abs=0.02
    )
    assert told.http.get(f"/campaigns/{told.campaign_id}/turns/99/inspect").status_code == 404


def test_a_scene_is_kept_when_ten_turns_have_passed(told: Table, sql: Sql) -> None:
    for _ in range(6):
        told.say("I wait")
    scenes = (
        "SELECT first_turn, last_turn FROM story_segments WHERE campaign_id = %s AND kind = 'scene'"
    )
    assert sql(scenes, told.campaign_id)


def test_a_vector_of_words_that_were_changed_meanwhile_is_not_kept(
    told: Table, brain: Brain, sql: Sql
) -> None:
    campaign = told.campaign_id
    ((segment,),) = sql(
        "SELECT id FROM story_segments WHERE campaign_id = %s ORDER BY id LIMIT 1", campaign
    )
    vector = tuple([0.1] * 384)
    kept = brain.database.run(
        lambda held: add_vector(held, campaign, segment, "words it once had", vector)
    )
    assert not kept
    assert sql("SELECT count(*) FROM story_embeddings WHERE segment_id = %s", segment) == [(0,)]


LENGTHEN = """
WITH past AS (
    INSERT INTO conversations (campaign_id, turn_number, token, status)
    SELECT %s, n, gen_random_uuid()::text, 'told' FROM generate_series(1001, 2000) AS n RETURNING id, turn_number
)
INSERT INTO story_segments (campaign_id, turn_id, kind, first_turn, last_turn, content, has_vector)
SELECT %s, id, 'turn', turn_number, turn_number, 'The road goes on past the barn.' ||
       CASE WHEN turn_number = 1100 THEN ' A herring lies there.' ELSE '' END ||
       regexp_replace(translate(md5(turn_number::text), '0123456789', 'ghijklmnop'), '(.{8})', ' \\1', 'g'), true
FROM past RETURNING last_turn
"""


@pytest.fixture
def long(table: Table, sql: Sql) -> Table:
    table.begun()
    assert len(sql(LENGTHEN, table.campaign_id, table.campaign_id)) == 1000
    return table


def test_a_rare_word_is_found_however_long_ago_it_was_told(long: Table, brain: Brain) -> None:
    found = _recall(brain, long.campaign_id, "a herring on the road", before_turn=2001)
    assert found[0] == 1100


def test_a_word_of_every_turn_is_looked_for_in_the_latest_turns(long: Table, brain: Brain) -> None:
    found = _recall(brain, long.campaign_id, "the road", before_turn=1990)
    assert len(found) == 3
    assert all(1990 - LATEST <= turn < 1990 for turn in found)


def test_words_are_counted_within_their_campaign(long: Table, brain: Brain) -> None:
    other = Table(long.http).begun()
    counts = [
        brain.database.run(lambda held, of=of: known(held, of, ["roads"]))[0].segments
        for of in (long.campaign_id, other.campaign_id)
    ]
    assert counts[0] >= 1000 > counts[1]


def test_what_was_undone_is_never_recalled_by_its_words(
    told: Table, brain: Brain, sql: Sql
) -> None:
    undone = "UPDATE story_segments SET undone_by = 1 WHERE campaign_id = %s AND content LIKE '%%herring%%' RETURNING id"
    assert sql(undone, told.campaign_id)
    found = brain.database.run(
        lambda held: recall(held, told.campaign_id, "herring", None, before_turn=100, limit=3)
    )
    assert not any("herring" in memory.text for memory in found.memories)


def test_the_nearest_of_many_vectors_are_the_truly_nearest(
    long: Table, brain: Brain, sql: Sql
) -> None:
    chance = np.random.default_rng(7)
    ids = sql("SELECT id FROM story_segments WHERE campaign_id = %s ORDER BY id", long.campaign_id)
    vectors = chance.normal(size=(len(ids), 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = vectors[500] + 0.03 * chance.normal(size=384)
    add = """INSERT INTO story_embeddings (campaign_id, segment_id, content, embedding)
             SELECT %s, unnest(%s), 'x', unnest(%s)::vector RETURNING id"""
    texts = [vector_literal(vector) for vector in vectors]
    assert sql(add, long.campaign_id, [id_ for (id_,) in ids], texts)
    found = brain.database.run(
        lambda held: pooled(
            held,
            long.campaign_id,
            vector=asked.tolist(),
            likely=FirstLook().likely(held, long.campaign_id, FIRST, asked.tolist(), MEASURED),
            weights={},
            common=[],
            before_turn=3000,
            reach=0,
        )
    )
    best = max(found, key=lambda one: one.likeness or 0.0)
    assert best.id == ids[int(np.argmax(vectors @ asked))][0]


ORDINARY = """The herrings were running past the old bell towers. Nobody's lantern burned; she had promised to carry it
over the fen, quickly, and her horses wouldn't be kept waiting any longer than the weather allowed."""


def test_words_outside_postgres_are_the_words_inside(sql: Sql) -> None:
    ((inside,),) = sql("SELECT tsvector_to_array(to_tsvector('english', %s))", ORDINARY)
    assert set(inside) == set(lexemes(ORDINARY))


def test_the_evaluation_recalls_in_the_order_of_a_turn(told: Table, brain: Brain, sql: Sql) -> None:
    brain.embedder = Letters()
    while remember_missing_vectors(brain):
        pass
    rows = sql(
        "SELECT last_turn, content FROM story_segments WHERE campaign_id = %s AND kind = 'turn' ORDER BY last_turn",
        told.campaign_id,
    )
    sql(
        "DELETE FROM story_segments WHERE campaign_id = %s AND kind = 'scene' RETURNING id",
        told.campaign_id,
    )
    shelf = Shelf([Turn(id=str(turn), text=content) for turn, content in rows], Letters())
    for asked in ("herring song", "the rafters above", "my grandmother", "what did I wait for?"):
        inside = brain.database.run(
            lambda held, asked=asked: recall(
                held,
                told.campaign_id,
                asked,
                brain.embed(asked),
                before_turn=100,
                limit=3,
                embedder=brain.embedder_id(),
            )
        )
        outside = rank(shelf.candidates(asked, Letters().embed([asked])[0]))
        best = [rows[found.candidate.id][0] for found in outside if found.score > 0][:3]
        assert [memory.turn_number for memory in inside.memories][:1] == best[:1]
