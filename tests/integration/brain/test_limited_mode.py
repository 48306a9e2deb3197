"""Without Postgres the brain starts, says so, takes no turn, and is back without a restart."""

from collections.abc import Callable, Iterator

import pytest

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from tests.integration.brain.conftest import PASSWORDS, Table


@pytest.fixture
def own_server() -> Iterator[EmbeddedPostgres]:
    with temporary_postgres() as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


def test_it_starts_without_a_database_and_says_so(open_table: Callable[..., Table]) -> None:
    table = open_table(db_port=9)
    health = table.http.get("/health")
    assert health.status_code == 503
    assert health.json()["components"]["database"] == "unavailable"
    refused = table.say("hello")
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "database_unavailable"
    assert "Retry-After" in refused.headers
    assert table.http.get("/health/live").status_code == 200


def test_it_is_back_by_itself_when_the_database_is(
    own_server: EmbeddedPostgres, open_table: Callable[..., Table]
) -> None:
    table = open_table(db_port=own_server.port).begun()
    assert table.say("I look around").status_code == 200
    own_server.stop()
    assert table.say("I wait", idempotency_key="k").status_code == 503
    assert table.http.get("/health").status_code == 503
    own_server.start()
    answer = table.say("I wait", idempotency_key="k")
    assert answer.status_code == 200
    assert answer.json()["turn_number"] == 3
    assert table.http.get("/health").status_code == 200
    assert table.is_true()


def test_connections_that_died_with_a_restart_are_replaced_under_a_turn(
    own_server: EmbeddedPostgres, open_table: Callable[..., Table]
) -> None:
    table = open_table(db_port=own_server.port).begun()
    for turn in range(2, 5):
        own_server.stop()
        own_server.start()
        assert table.say("I look around").json()["turn_number"] == turn
    assert table.is_true()
