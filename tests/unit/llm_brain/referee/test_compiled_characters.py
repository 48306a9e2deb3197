"""The data of characters is what the compiler makes of the source, and the source's numbers are the tables'."""

import os
from pathlib import Path

import pytest

from llm_brain.referee.catalogue import DATA
from llm_brain.referee.characters.tables import CLASSES, RACES, SPELL_LISTS
from llm_brain.referee.compiling.characters import PARTS, compiled

SOURCE = Path(
    os.environ.get("REFERENCE_DATA") or Path(__file__).parents[4] / "data" / "5e-srd-2014"
)


@pytest.mark.skipif(not SOURCE.is_dir(), reason="the folder of 5e-database JSON is not here")
def test_the_files_are_what_the_compiler_makes():
    for name, text in compiled(SOURCE).items():
        assert (DATA / "characters" / f"{name}.json").read_text(encoding="utf-8") == text, name


def test_everything_is_there():
    assert len(RACES) == 9
    assert len(CLASSES) == 12
    assert len(SPELL_LISTS) == 319
    assert all(len(row.levels) == 20 for row in CLASSES.values())
    assert all((DATA / "characters" / f"{name}.json").is_file() for name in PARTS)


def test_no_prose_came_along():
    for path in (DATA / "characters").glob("*.json"):
        assert "You gain" not in path.read_text(encoding="utf-8")
        assert '"desc"' not in path.read_text(encoding="utf-8")
