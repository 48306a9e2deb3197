"""Portraits: of heroes and of the people they see, once each, after everything that shows the turn itself."""

from collections.abc import Callable
from typing import Any

import pytest

from llm_brain.media.worker import Worker
from tests.integration.brain.conftest import Table
from tests.integration.brain.studio import Studio, drain

Sql = Callable[..., list[tuple[Any, ...]]]
ORDERED = "SELECT subject, status, payload FROM media_jobs WHERE kind = 'portrait' ORDER BY id"
HUNG = "SELECT ref, url FROM web_portraits WHERE campaign_id = %s"


@pytest.fixture(autouse=True)
def no_old_jobs(sql: Sql) -> None:
    sql("DELETE FROM media_jobs")


def _met(table: Table) -> set[str]:
    """Return the heroes and the people who can be seen, by ref."""
    view = table.get("table")
    people = [one["ref"] for one in view["scene"]["people"] if one["role"]]
    return {hero["ref"] for hero in view["heroes"]} | set(people)


def test_heroes_and_whoever_they_see_are_painted_once(
    table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    table.begun()
    met = _met(table)
    assert {ref for ref, _, _ in sql(ORDERED)} == met
    drain(hire())
    assert {ref for ref, _ in sql(HUNG, table.campaign_id)} == met
    events = [e["payload"]["ref"] for e in table.get("events") if e["type"] == "portrait_ready"]
    assert sorted(events) == sorted(met)
    before = len(sql(ORDERED))
    table.say("I wait")
    assert len(sql(ORDERED)) == before
    assert table.is_true()


def test_what_shows_the_turn_is_made_before_any_portrait(
    table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    table.begun()
    sql("UPDATE media_jobs SET run_after = now() - interval '1 minute' WHERE kind = 'portrait'")
    worker = hire()
    for _ in range(2):
        worker.work_once()
    assert {status for _, status, _ in sql(ORDERED)} == {"queued"}
    turn = table.get("turns")[0]
    assert turn["image"]["state"] == turn["audio"]["state"] == "ready"


def test_a_portrait_ordered_by_an_undone_turn_is_gone_and_the_next_one_has_the_same_face(
    table: Table, hire: Callable[..., Worker], sql: Sql
) -> None:
    table.begun()
    sql("DELETE FROM media_jobs")  # nobody has looked at them yet: the next turn orders
    table.say("I wait")
    first = {ref: payload["seed"] for ref, _, payload in sql(ORDERED)}
    drain(hire())
    assert sql(HUNG, table.campaign_id)
    table.post("undo")
    assert sql(HUNG, table.campaign_id) == []
    table.say("I wait once more")
    again = [(ref, payload["seed"]) for ref, status, payload in sql(ORDERED) if status == "queued"]
    assert again
    assert dict(again) == {ref: first[ref] for ref, _ in again}


def test_a_branch_has_the_same_faces(table: Table, hire: Callable[..., Worker], sql: Sql) -> None:
    table.begun()
    drain(hire())
    branch = table.post("branch", {"after_turn": 1}).json()["id"]
    assert sorted(sql(HUNG, branch)) == sorted(sql(HUNG, table.campaign_id)) != []


def test_a_portrait_that_was_given_up_is_not_asked_for_by_every_turn(
    table: Table, hire: Callable[..., Worker], studio: Studio, sql: Sql
) -> None:
    table.begun()
    sql("DELETE FROM media_jobs WHERE kind <> 'portrait'")
    studio.status = 500
    drain(hire(media_max_attempts=1))
    assert {status for _, status, _ in sql(ORDERED)} == {"dead"}
    assert table.get("turns")[0]["image"]["state"] == "pending"
    table.say("I wait")
    assert "queued" not in {status for _, status, _ in sql(ORDERED)}
