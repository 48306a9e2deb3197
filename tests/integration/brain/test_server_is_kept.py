"""The server an operator chose: over restarts, at every brain, and forgotten again; its key sealed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from llm_brain.narrators.keeping import CANNOT_OPEN
from tests.integration.brain.conftest import Table
from tests.unit.llm_brain.narrators.server.fake_server import FakeServer, running, until

OpenTable = Callable[..., Table]
Sql = Callable[..., list[tuple[Any, ...]]]
PATIENCE_S = 20


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with running() as server:
        yield server


@pytest.fixture
def other_fake() -> Iterator[FakeServer]:
    with running() as server:
        yield server


def base_url(table: Table) -> str:
    return str(table.http.get("/model").json()["base_url"])


def will_have(table: Table, url: str) -> bool:
    return until(lambda: base_url(table) == url, PATIENCE_S)


def choose(table: Table, **wanted: str) -> dict[str, Any]:
    chosen = table.http.put("/model", json=wanted)
    assert chosen.status_code == 200, chosen.text
    found: dict[str, Any] = chosen.json()
    return found


def test_a_restarted_brain_has_the_server_its_model_and_its_key(
    open_table: OpenTable, fake: FakeServer
) -> None:
    chosen = choose(open_table(), base_url=fake.url, model="mine", key="kept-key")
    assert (chosen["is_kept"], chosen["is_from_settings"]) == (True, False)
    restarted = open_table()
    assert will_have(restarted, fake.url)
    found = restarted.http.get("/model").json()
    assert (found["model"], found["has_key"], found["is_kept"]) == ("mine", True, True)
    restarted.begun()
    assert restarted.say("I look around").json()["narrator"]["name"] == "server"
    assert fake.calls[-1].body["model"] == "mine"
    assert fake.calls[-1].headers["Authorization"] == "Bearer kept-key"


def test_another_brain_notices_a_choice_a_change_and_that_it_is_forgotten(
    open_table: OpenTable, fake: FakeServer, other_fake: FakeServer
) -> None:
    one, other = open_table(), open_table()
    choose(one, base_url=fake.url)
    assert will_have(other, fake.url)
    choose(other, base_url=other_fake.url)
    assert will_have(one, other_fake.url)
    assert one.http.delete("/model").status_code == 200
    assert will_have(other, "")
    assert other.http.get("/model").json()["is_kept"] is False


def test_what_is_chosen_counts_before_the_environment_until_it_is_forgotten(
    open_table: OpenTable, fake: FakeServer, other_fake: FakeServer
) -> None:
    in_env = {"llm_base_url": (fake.url,)}
    choose(open_table(**in_env), base_url=other_fake.url)
    restarted = open_table(**in_env)
    assert will_have(restarted, other_fake.url)
    forgotten = restarted.http.delete("/model").json()
    assert (forgotten["base_url"], forgotten["is_from_settings"]) == (fake.url, True)
    assert forgotten["narrators"][0]["state"] == "healthy"


def test_that_there_is_to_be_no_server_is_kept_too(open_table: OpenTable, fake: FakeServer) -> None:
    in_env = {"llm_base_url": (fake.url,)}
    choose(open_table(**in_env), base_url="")
    restarted = open_table(**in_env)
    assert will_have(restarted, "")
    assert restarted.http.get("/health").json()["narrator"] == "storyteller"


def test_the_key_is_nowhere_in_the_database_in_clear(
    open_table: OpenTable, fake: FakeServer, sql: Sql
) -> None:
    choose(open_table(), base_url=fake.url, key="not-to-be-read")
    ((sealed, whole),) = sql(
        "SELECT sealed_key, language_model_server::text FROM language_model_server"
    )
    assert b"not-to-be-read" not in bytes(sealed)
    assert b"not-to-be-read".hex() not in whole


def test_a_key_sealed_with_another_password_is_said_to_be_lost_and_not_sent(
    open_table: OpenTable, fake: FakeServer, sql: Sql
) -> None:
    table = open_table()
    choose(table, base_url=fake.url, key="a-key")
    sql("UPDATE language_model_server SET sealed_key = 'sealed with another password'")
    assert until(lambda: table.http.get("/model").json()["problem"] == CANNOT_OPEN, PATIENCE_S)
    assert table.http.get("/model").json()["has_key"] is False
    mended = choose(table, base_url=fake.url, key="a-key")
    assert (mended["has_key"], mended["problem"]) == (True, "")


def test_a_change_that_cannot_be_kept_is_refused_and_changes_nothing(
    open_table: OpenTable, fake: FakeServer, sql: Sql
) -> None:
    table = open_table(db_wait_s=0.5)
    sql("ALTER ROLE llama_user NOLOGIN")
    try:
        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'llama_user'")
        refused = table.http.put("/model", json={"base_url": fake.url})
        assert refused.status_code == 503
        assert base_url(table) == ""
    finally:
        sql("ALTER ROLE llama_user LOGIN")


def test_the_key_of_the_environment_follows_only_to_its_own_address_after_a_restart(
    open_table: OpenTable, fake: FakeServer, other_fake: FakeServer
) -> None:
    in_env = {"llm_base_url": (fake.url,), "llm_api_key": SecretStr("of-the-environment")}
    choose(open_table(**in_env), base_url=other_fake.url)
    restarted = open_table(**in_env)
    assert will_have(restarted, other_fake.url)
    assert restarted.http.get("/model").json()["has_key"] is False


@pytest.mark.parametrize("field", ["base_url", "model", "key"])
@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800"])
def test_what_cannot_be_written_down_is_refused(table: Table, field: str, letter: str) -> None:
    answer = table.http.put(
        "/model",
        content=f'{{"{field}": "a{letter}b"}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
