"""How a model chooses its words at one table: set by its owner, asked of the server, of no use to the storyteller."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.brain.conftest import Table
from tests.unit.llm_brain.narrators.server.fake_server import running, until

OpenTable = Callable[..., Table]
OWN = {"temperature": 0.2, "top_p": 0.5, "max_new_tokens": 99}


def change(table: Table, **numbers: Any) -> Any:
    return table.http.patch(f"/campaigns/{table.campaign_id}", json={"sampling": numbers})


def sampling(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = table.http.get(f"/campaigns/{table.campaign_id}").json()["sampling"]
    return found


def test_a_server_is_asked_with_the_tables_own_numbers(open_table: OpenTable) -> None:
    with running() as server:
        table = open_table(llm_base_url=(server.url,))
        assert until(lambda: table.http.get("/health").json()["narrator"] == "server")
        table.begun(sampling=OWN)
        asked = server.calls[-1].body
        assert (asked["temperature"], asked["top_p"], asked["max_tokens"]) == (0.2, 0.5, 99)
        assert sampling(table)["is_used"] is True
        change(table, temperature=1.5, max_new_tokens=None)
        table.say("I look around")
        asked = server.calls[-1].body
        assert (asked["temperature"], asked["top_p"], asked["max_tokens"]) == (1.5, 0.5, 256)


def test_what_is_left_open_is_as_the_brain_is_set(open_table: OpenTable) -> None:
    table = open_table(llm_temperature=0.4, max_new_tokens=200).new()
    change(table, top_p=0.3)
    found = sampling(table)
    assert found["in_use"] == {"temperature": 0.4, "top_p": 0.3, "max_new_tokens": 200}
    assert (found["temperature"], found["top_p"], found["max_new_tokens"]) == (None, 0.3, None)


def test_other_changes_leave_the_numbers_alone(table: Table) -> None:
    table.new(sampling=OWN)
    table.http.patch(f"/campaigns/{table.campaign_id}", json={"name": "Another"})
    assert {name: sampling(table)[name] for name in OWN} == OWN


def test_the_storyteller_is_said_to_have_no_use_for_them(table: Table) -> None:
    table.begun(sampling=OWN)
    assert table.say("I look around").status_code == 200
    found = sampling(table)
    assert found["is_used"] is False
    assert found["note"] != ""


def test_a_branch_keeps_them(table: Table) -> None:
    table.begun(sampling=OWN)
    made = table.post("branch", {"after_turn": 1}).json()
    assert {name: made["sampling"][name] for name in OWN} == OWN


@pytest.mark.parametrize(
    "numbers",
    [
        {"temperature": -0.1},
        {"temperature": 2.1},
        {"temperature": "hot"},
        {"top_p": 0},
        {"top_p": 1.1},
        {"max_new_tokens": 47},
        {"max_new_tokens": 1025},
        {"max_new_tokens": 99.5},
    ],
)
def test_numbers_out_of_bounds_are_refused_and_change_nothing(
    table: Table, numbers: dict[str, Any]
) -> None:
    table.new(sampling=OWN)
    assert change(table, **numbers).status_code == 422
    assert {name: sampling(table)[name] for name in OWN} == OWN


def test_no_number_is_not_a_number(table: Table) -> None:
    table.new()
    path = f"/campaigns/{table.campaign_id}"
    body = '{"sampling": {"temperature": NaN}}'
    answer = table.http.patch(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
