"""People speak only from what they saw, were told or have heard; what is undone nobody knows any more."""

from collections.abc import Callable
from typing import Any

import pytest

from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.storyteller.storyteller import Storyteller
from tests.integration.brain.conftest import Table

Sql = Callable[..., list[tuple[Any, ...]]]


class Overhearing(Storyteller):
    """A storyteller that keeps what it was told."""

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def narrate(self, brief: Brief) -> Any:
        self.briefs.append(brief)
        return super().narrate(brief)


@pytest.fixture
def heard() -> Overhearing:
    return Overhearing()


@pytest.fixture
def told(open_table: Callable[..., Table], heard: Overhearing) -> Table:
    return open_table([heard]).begun()


def somebody_here(table: Table) -> dict[str, Any]:
    state = table.get("state")
    return next(
        c
        for c in state["creatures"].values()
        if c["location"] == state["location"] and c["person"] and not c["sheet"]
    )


def elsewhere(table: Table, sql: Sql, ref: str) -> None:
    """Take what somebody saw out of their head, as if they had not been there."""
    sql("DELETE FROM memory_witnesses WHERE campaign_id = %s AND ref = %s", table.campaign_id, ref)


def known(heard: Overhearing) -> list[str]:
    return [known.text for known in heard.briefs[-1].known]


def test_who_stood_by_remembers_it_and_who_did_not_knows_nothing(
    told: Table, heard: Overhearing, sql: Sql
) -> None:
    who = somebody_here(told)
    told.say("I hum a song about a herring")
    told.say(f"I ask {who['name']} about the herring song")
    assert any("herring" in text for text in known(heard))
    assert heard.briefs[-1].known[0].how == "saw"
    told.post("undo", {"turns": 1})
    elsewhere(told, sql, who["ref"])
    told.say(f"I ask {who['name']} about the herring song")
    assert heard.briefs[-1].known == ()
    prompt = heard.briefs[-1].messages[-1].content
    assert f"What {who['name']} knows of the past, and may speak of:\n- nothing of this" in prompt


def test_what_they_are_told_they_know_from_then_on(
    told: Table, heard: Overhearing, sql: Sql
) -> None:
    who = somebody_here(told)
    told.say("I hum a song about a herring")
    elsewhere(told, sql, who["ref"])
    for _ in range(6):
        told.say("I wait")
    sql(
        "DELETE FROM memory_witnesses WHERE campaign_id = %s AND ref = %s",
        told.campaign_id,
        who["ref"],
    )
    told.say(f"I tell {who['name']} of the song about a herring that I hummed")
    rows = sql(
        "SELECT w.how FROM memory_witnesses w JOIN story_segments s ON s.id = w.segment_id"
        " WHERE w.campaign_id = %s AND w.ref = %s AND s.last_turn = 2",
        told.campaign_id, who["ref"],
    )  # fmt: skip
    assert rows == [("told",)]
    told.say(f"I ask {who['name']} about the herring")
    assert "told" in [k.how for k in heard.briefs[-1].known]
    told.post("undo", {"turns": 2})
    assert sql(
        "SELECT count(*) FROM memory_witnesses WHERE campaign_id = %s AND ref = %s AND how = 'told'",
        told.campaign_id, who["ref"],
    ) == [(0,)]  # fmt: skip


def test_a_rumour_takes_its_time(told: Table, heard: Overhearing, sql: Sql) -> None:
    who = somebody_here(told)
    told.say("I hum a song about a herring")
    elsewhere(told, sql, who["ref"])
    clock = told.get("state")["clock_min"]
    for late, is_heard in ((clock + 10_000, False), (0, True)):
        sql("DELETE FROM memory_witnesses WHERE campaign_id = %s AND ref = '*'", told.campaign_id)
        sql(
            "INSERT INTO memory_witnesses (campaign_id, segment_id, ref, how, turn_id, from_clock_min)"
            " SELECT campaign_id, id, '*', 'rumour', turn_id, %s FROM story_segments"
            " WHERE campaign_id = %s AND last_turn = 2 AND kind = 'turn'",
            late, told.campaign_id,
        )  # fmt: skip
        told.say(f"I ask {who['name']} about the herring song")
        assert ("rumour" in [k.how for k in heard.briefs[-1].known]) == is_heard
        told.post("undo", {"turns": 1})


def test_an_edited_telling_keeps_its_witnesses_and_a_branch_too(told: Table, sql: Sql) -> None:
    told.say("I hum a song about a herring")
    query = (
        "SELECT w.ref, w.how FROM memory_witnesses w JOIN story_segments s ON s.id = w.segment_id"
        " WHERE w.campaign_id = %s AND s.last_turn = 2 AND s.kind = 'turn' ORDER BY 1"
    )
    before = sql(query, told.campaign_id)
    assert before
    path = f"/campaigns/{told.campaign_id}/turns/2"
    assert told.http.patch(path, json={"narration": "You hum. Nobody minds."}).status_code == 200
    assert sql(query, told.campaign_id) == before
    assert told.post("retry/none", {}).status_code == 404
    branched = told.post("branch", {"after_turn": 2}).json()["id"]
    assert sql(query, branched) == before


def test_the_narrators_own_memories_stay_when_somebody_knows_nothing(
    told: Table, heard: Overhearing, sql: Sql
) -> None:
    who = somebody_here(told)
    told.say("I hum a song about a herring")
    for _ in range(7):
        told.say("I wait")
    elsewhere(told, sql, who["ref"])
    told.say(f"I ask {who['name']} about the herring song")
    assert any("herring" in memory.text for memory in heard.briefs[-1].memories)
    assert not any("herring" in text for text in known(heard))


def test_a_threat_is_remembered_in_the_state_and_the_ledger_stays_true(told: Table) -> None:
    who = somebody_here(told)
    told.say(f"I threaten {who['name']} with my sword: tell me everything!")
    person = told.get("state")["creatures"][who["ref"]]["person"]
    assert person["regard"] < 0
    assert told.is_true()
    told.post("undo", {"turns": 1})
    assert told.get("state")["creatures"][who["ref"]]["person"]["regard"] == 0
    assert told.is_true()
