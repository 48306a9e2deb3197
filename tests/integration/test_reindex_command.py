"""`make reindex`: the memory's indexes of a game that is down or up."""

from contextlib import closing
from pathlib import Path

import psycopg2

from db_init.reindex import INDEXES
from deploy.play import reindex
from deploy.play.layout import Layout
from deploy.play.rules import reachable

FILES = "SELECT relfilenode FROM pg_class WHERE relname = ANY(%s)"


def files(layout: Layout) -> set[int]:
    with reachable(layout) as (port, password):
        dsn = f"host=127.0.0.1 port={port} dbname=dungeon_data user=llama_user password={password}"
        with closing(psycopg2.connect(dsn)) as held, held.cursor() as cursor:
            cursor.execute(FILES, (list(INDEXES),))
            return {row[0] for row in cursor.fetchall()}


def test_the_indexes_are_built_anew_whether_the_game_is_down_or_up(tmp_path: Path) -> None:
    layout = Layout(var=tmp_path / "var")
    command = ["--var", str(layout.var)]
    first = files(layout)
    assert reindex.main(command) == 0
    second = files(layout)
    with reachable(layout):  # up: another process holds the lock
        assert reindex.main(command) == 0
    third = files(layout)
    assert len(first) == len(second) == len(third) == len(INDEXES)
    assert not first & second
    assert not second & third


def test_a_length_that_signs_cannot_be_packed_for_is_refused(tmp_path: Path) -> None:
    assert reindex.main(["--var", str(tmp_path / "var"), "--dimensions", "100"]) != 0
