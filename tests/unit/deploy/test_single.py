"""Only one game per folder."""

import pytest

from deploy.play.errors import AlreadyRunning
from deploy.play.single import OnlyOne


def test_a_second_start_is_told_where_the_page_is(tmp_path):
    with OnlyOne(tmp_path / "play.lock") as first:
        first.tell("http://localhost:8080")
        with pytest.raises(AlreadyRunning) as refused, OnlyOne(tmp_path / "play.lock"):
            pass
    assert refused.value.address == "http://localhost:8080"


def test_a_start_after_the_end_is_let_in(tmp_path):
    for _ in range(2):
        with OnlyOne(tmp_path / "play.lock"):
            pass
