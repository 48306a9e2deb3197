"""Vectors of different embedders are never compared; those of another are made anew while turns go on."""

import time
from collections.abc import Callable

import pytest

from llm_brain.brain import Brain
from llm_brain.memory.recall import recall
from llm_brain.store import embedders, lore_entries, story_segments
from llm_brain.turn.chronicler import vectors_of_lore
from llm_brain.turn.recover import BACKFILL_BATCH, remember_missing_vectors
from tests.integration.brain.conftest import Table
from tests.integration.brain.lettering import Letters, Sql, made_up_past

WHOSE = """
SELECT e.name, count(*) FROM story_embeddings s JOIN embedders e ON e.id = s.embedder WHERE campaign_id = %s GROUP BY 1
"""
OLD, NEW = Letters("old letters"), Letters("new letters", turned_by=7)


def made(brain: Brain) -> None:
    while remember_missing_vectors(brain):
        pass


def whose(sql: Sql, campaign: int) -> dict[str, int]:
    return dict(sql(WHOSE, campaign))


def nearest(brain: Brain, campaign: int, text: str) -> list[str]:
    """Return what vectors alone recall: the words asked for are in no text."""
    embedder, vector = brain.embedder_id(), brain.embed(text)
    found = brain.database.read(
        lambda held: recall(
            held, campaign, "zzzz", vector, before_turn=10**6, limit=3,
            embedder=embedder, first_look=brain.first_look,
        )
    )  # fmt: skip
    return [memory.text for memory in found.memories]


@pytest.fixture
def remembered(table: Table, brain: Brain, sql: Sql) -> Table:
    """A campaign whose vectors the old embedder made."""
    sql("DELETE FROM campaigns RETURNING id")  # what other tests left is not to be made anew here
    table.begun()
    made_up_past(sql, table.campaign_id, 30, seed=3)
    sql(
        "UPDATE story_segments SET has_vector = false WHERE campaign_id = %s RETURNING id",
        table.campaign_id,
    )
    brain.embedder = OLD
    made(brain)
    assert set(whose(sql, table.campaign_id)) == {"old letters"}
    return table


def test_another_embedders_vectors_are_left_out_from_the_first_moment(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    ((said,),) = sql(
        "SELECT content FROM story_segments WHERE campaign_id = %s AND last_turn = 1010",
        remembered.campaign_id,
    )
    assert said in nearest(brain, remembered.campaign_id, said)
    brain.embedder = NEW
    assert nearest(brain, remembered.campaign_id, said) == []
    made(brain)
    assert said in nearest(brain, remembered.campaign_id, said)


def test_another_embedders_vectors_are_made_anew_and_none_is_left(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    before = whose(sql, remembered.campaign_id)["old letters"]
    brain.embedder = NEW
    assert remember_missing_vectors(brain) == BACKFILL_BATCH
    half = whose(sql, remembered.campaign_id)
    assert half == {"old letters": before - BACKFILL_BATCH, "new letters": BACKFILL_BATCH}
    made(brain)
    assert whose(sql, remembered.campaign_id) == {"new letters": before}


def test_a_brain_whose_embedder_is_no_longer_chosen_writes_nothing(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    old = brain.embedder_id()
    assert old is not None
    campaign = remembered.campaign_id
    ((id_, said),) = sql(
        "SELECT id, content FROM story_segments WHERE campaign_id = %s AND last_turn = 1010",
        campaign,
    )
    brain.database.run(lambda held: embedders.choose(held, "new letters", 384))
    vector = brain.embed(said)
    assert vector is not None
    written = brain.database.run(
        lambda held: story_segments.add_vector(held, campaign, id_, said, vector, old)
    )
    assert not written
    assert brain.database.read(lambda held: embedders.with_foreign_vector(held, old, 99)) == []
    assert said in nearest(brain, campaign, said)


def test_a_branch_keeps_whose_its_vectors_are(remembered: Table, brain: Brain, sql: Sql) -> None:
    other = remembered.post("branch", {"after_turn": 1}).json()["id"]
    assert set(whose(sql, other)) == {"old letters"}


def test_vectors_of_another_length_are_not_used_and_the_operator_is_told(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    brain.embedder = Letters("long letters", dimensions=512)
    assert brain.embedder_id() is None
    assert remember_missing_vectors(brain) == 0
    assert "make reindex" in brain.whose.refusal
    assert set(whose(sql, remembered.campaign_id)) == {"old letters"}


def test_health_tells_how_many_vectors_are_still_to_be_made(
    remembered: Table, open_table: Callable[..., Table], brain: Brain
) -> None:
    brain.database.run(lambda held: embedders.choose(held, "new letters", 384))
    beside = open_table(sweep_s=3600)
    give_up_at = time.monotonic() + 20
    while not (vectors := beside.http.get("/health").json()["vectors"]):
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    assert vectors["embedder"] == "new letters"
    assert vectors["of_another_embedder"] >= 30


def test_a_restarted_brain_chooses_its_embedder_again(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    brain.embedder = NEW
    assert brain.embedder_id() is not None
    brain.embedder = OLD
    assert brain.embedder_id() is not None
    assert sql("SELECT name FROM chosen_embedder") == [("old letters",)]


def test_health_says_why_vectors_are_not_used(open_table: Callable[..., Table]) -> None:
    table = open_table()
    table.http.app.state.brain.embedder = Letters("long letters", dimensions=512)  # type: ignore[attr-defined]
    give_up_at = time.monotonic() + 20
    while "refused" not in (vectors := table.http.get("/health").json()["vectors"]):
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
    assert "DIMENSIONS=512" in str(vectors["refused"])


def test_lore_that_goes_by_meaning_is_likened_by_its_own_embedder_only(
    remembered: Table, brain: Brain, sql: Sql
) -> None:
    campaign = remembered.campaign_id
    sql("DELETE FROM lore_entries RETURNING id")
    said = "the bell was cast from a coffin"
    answer = remembered.post("lore", {"content": said, "by_meaning": True, "title": "bell"})
    assert answer.status_code == 201

    def likeness() -> float | None:
        embedder, vector = brain.embedder_id(), brain.embed(f"bell. {said}")
        entries = brain.database.read(
            lambda held: lore_entries.that_count(held, campaign, vector, 10**6, embedder)
        )
        return entries[0].likeness

    assert vectors_of_lore(brain) == 1
    assert likeness() == pytest.approx(1)
    brain.embedder = NEW
    assert likeness() is None
    assert vectors_of_lore(brain) == 1
    assert likeness() == pytest.approx(1)
    assert vectors_of_lore(brain) == 0
