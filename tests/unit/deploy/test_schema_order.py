"""Which schema files are applied: the new ones in order, and none when the past does not fit."""

import pytest

from deploy.play.errors import SchemaRefused
from deploy.play.schema import SchemaFile, schema_files, still_to_apply

ONE, TWO, TEN = (SchemaFile(f"{n}_x.sql", "", n) for n in ("01", "02", "10"))


def test_a_new_database_gets_every_file():
    assert still_to_apply([ONE, TWO], {}) == [ONE, TWO]


def test_an_old_database_gets_only_the_new_file():
    assert still_to_apply([ONE, TWO, TEN], {"01_x.sql": "01", "02_x.sql": "02"}) == [TEN]


def test_a_changed_file_is_refused_by_name():
    with pytest.raises(SchemaRefused, match="01_x"):
        still_to_apply([ONE, TWO], {"01_x.sql": "other"})


def test_a_database_of_a_newer_release_is_refused():
    with pytest.raises(SchemaRefused, match="10_x"):
        still_to_apply([ONE], {"01_x.sql": "01", "10_x.sql": "10"})


def test_a_file_squeezed_in_before_an_applied_one_is_refused():
    with pytest.raises(SchemaRefused, match="02_x"):
        still_to_apply([ONE, TWO, TEN], {"01_x.sql": "01", "10_x.sql": "10"})


def test_files_are_ordered_by_number_and_others_left_out(tmp_path):
    for name in ("10_b.sql", "02_a.sql", "100_c.sql", "README.md", "notes.sql"):
        (tmp_path / name).write_text("SELECT 1")
    assert [file.name for file in schema_files(tmp_path)] == ["02_a.sql", "10_b.sql", "100_c.sql"]
