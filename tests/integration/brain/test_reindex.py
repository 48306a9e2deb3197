"""The indexes of the memory built anew while turns are played; vectors of another length made room for."""

import threading
from collections.abc import Callable, Iterator

import pytest

from db_init.reindex import INDEXES, main, reindex
from deploy.play.embedded_postgres import EmbeddedPostgres
from llm_brain.brain import Brain
from llm_brain.turn.recover import remember_missing_vectors
from tests.integration.brain.conftest import Table
from tests.integration.brain.lettering import Letters, Sql

OIDS = "SELECT relname, relfilenode FROM pg_class WHERE relname = ANY(%s)"
KEPT = """
SELECT format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'story_embeddings'::regclass AND attname = 'embedding'
"""


@pytest.fixture
def as_before(server: EmbeddedPostgres) -> Iterator[None]:
    """Vectors have their usual length again at the end."""
    yield
    list(reindex(server.dsn(), 384))


def test_every_index_is_built_anew_while_turns_go_on(
    server: EmbeddedPostgres, table: Table, sql: Sql
) -> None:
    table.begun()
    before = dict(sql(OIDS, list(INDEXES)))
    assert set(before) == set(INDEXES)
    answers = []
    playing = threading.Thread(
        target=lambda: answers.extend(table.say("I hum a song about herring") for _ in range(4))
    )
    playing.start()
    done = list(reindex(server.dsn()))
    playing.join(30)
    after = dict(sql(OIDS, list(INDEXES)))
    assert set(after) == set(before)
    assert not set(after.values()) & set(before.values())
    assert len(done) == len(INDEXES)
    assert [answer.status_code for answer in answers] == [200] * 4


def test_vectors_of_another_length_are_made_room_for_and_made(
    server: EmbeddedPostgres,
    open_table: Callable[..., Table],
    brain: Brain,
    sql: Sql,
    as_before: None,
) -> None:
    table = open_table(sweep_s=3600).begun()
    brain.embedder = Letters()
    while remember_missing_vectors(brain):
        pass
    brain.embedder = Letters("long letters", dimensions=512)
    assert brain.embedder_id() is None
    list(reindex(server.dsn(), 512))
    assert sql(KEPT) == [("vector(512)",)]
    while remember_missing_vectors(brain):
        pass
    assert brain.whose.refusal == ""
    lengths = "SELECT DISTINCT vector_dims(embedding) FROM story_embeddings WHERE campaign_id = %s"
    assert sql(lengths, table.campaign_id) == [(512,)]
    vector = brain.embed("I look")
    embedder = brain.embedder_id()
    assert vector is not None
    assert embedder is not None
    assert brain.database.read(
        lambda held: brain.first_look.likely(held, table.campaign_id, embedder, vector, 9)
    )


def test_without_a_password_the_command_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DB_PASS", raising=False)
    assert main([]) == 1
    assert "DB_PASS" in capsys.readouterr().err
