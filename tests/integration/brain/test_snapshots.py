"""Snapshots: short cuts through a long ledger that change nothing of what undo, branch and check find."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.turn.history import state_before
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]
KEPT = "SELECT seq FROM snapshots WHERE campaign_id = %s ORDER BY seq"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings by which every few events make a snapshot."""
    return settings.model_copy(update={"snapshot_every": 10})


@pytest.fixture
def played(table: Table) -> Table:
    table.begun()
    for text in ("I look around", "I wait", "I search", "I listen", "I wait a while"):
        table.say(text)
    return table


def _state(brain: Brain, campaign_id: int) -> Any:
    return brain.database.run(lambda held: state_before(held, campaign_id)).model_dump()


def test_a_long_ledger_gets_them_and_check_finds_them_true(played: Table, sql: Sql) -> None:
    kept = [seq for (seq,) in sql(KEPT, played.campaign_id)]
    assert len(kept) >= 2
    assert all(later - earlier >= 10 for earlier, later in pairwise(kept))
    assert played.is_true()


def test_check_finds_one_that_was_tampered_with(played: Table, sql: Sql) -> None:
    sql(
        """UPDATE snapshots SET state = jsonb_set(state, '{clock_min}', '1') WHERE campaign_id = %s AND seq =
           (SELECT min(seq) FROM snapshots WHERE campaign_id = %s)""",
        played.campaign_id,
        played.campaign_id,
    )
    found = played.post("check").json()
    assert [(row["table"], row["fields"]) for row in found["differences"]] == [
        ("snapshots", ["clock_min"])
    ]


def test_undo_ends_at_the_same_state_with_them_and_without(
    played: Table, brain: Brain, sql: Sql
) -> None:
    played.post("undo", {"turns": 2})
    [(last_seq,)] = sql(
        "SELECT max(seq) FROM events WHERE campaign_id = %s AND undone_by IS NULL AND type <> 'turns_undone'",
        played.campaign_id,
    )
    assert all(seq <= last_seq for (seq,) in sql(KEPT, played.campaign_id))
    with_them = _state(brain, played.campaign_id)
    sql("DELETE FROM snapshots WHERE campaign_id = %s", played.campaign_id)
    assert _state(brain, played.campaign_id) == with_them
    assert played.is_true()


def test_a_branch_takes_along_those_before_it(played: Table, brain: Brain, sql: Sql) -> None:
    branch = played.post("branch", {"after_turn": 4}).json()["id"]
    kept = sql(KEPT, branch)
    assert kept
    assert kept == sql(KEPT, played.campaign_id)[: len(kept)]
    with_them = _state(brain, branch)
    sql("DELETE FROM snapshots WHERE campaign_id = %s", branch)
    assert _state(brain, branch) == with_them


def test_what_other_code_folded_is_not_used(played: Table, brain: Brain, sql: Sql) -> None:
    true = _state(brain, played.campaign_id)
    sql(
        "UPDATE snapshots SET folded_by = 'earlier', state = '{}' WHERE campaign_id = %s",
        played.campaign_id,
    )
    assert _state(brain, played.campaign_id) == true
    assert played.is_true()


def test_telling_again_sees_the_turn_as_it_was(played: Table) -> None:
    before = played.get("turns")[5]
    assert played.post("turns/6/retry").status_code == 200
    again = played.get("turns")[5]
    assert set(before["events"]) < set(again["events"])
    assert again["rolls"] == before["rolls"]
    assert played.is_true()
