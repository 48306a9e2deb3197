"""`make rules`: into the database of a game that is down, never was, or is up."""

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from deploy.play import rules
from deploy.play.layout import Layout
from tests.unit.llm_brain.rules_reference.small_database import write_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "database"
    made.mkdir()
    return write_database(made)


def stored(layout: Layout) -> int:
    with rules.reachable(layout) as (port, password):
        dsn = f"host=127.0.0.1 port={port} dbname=dungeon_data user=llama_user password={password}"
        with closing(psycopg2.connect(dsn)) as held, held.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM rules_reference")
            row = cursor.fetchone()
            assert row is not None
            return int(row[0])


def test_rules_are_taken_in_whether_the_game_is_down_or_up(folder: Path, tmp_path: Path) -> None:
    layout = Layout(var=tmp_path / "var")
    command = [str(folder), "--var", str(layout.var)]
    assert rules.main(command) == 0
    many = stored(layout)
    assert many > 0
    (folder / "5e-SRD-Conditions.json").unlink()
    with rules.reachable(layout):  # up: another process holds the lock
        assert rules.main(command) == 0
    assert stored(layout) == many - 1


def test_a_folder_without_rules_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    layout = Layout(var=tmp_path / "var")
    assert rules.main([str(tmp_path / "nowhere"), "--var", str(layout.var)]) == 1
    assert stored(layout) == 0
