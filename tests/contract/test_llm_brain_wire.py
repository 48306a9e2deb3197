"""What the brain's calls take and refuse at the door, before any row is read."""

from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg2.errors import ForeignKeyViolation
from pydantic import BaseModel

from llm_brain.api import events
from llm_brain.api.body_limit import MOST_BYTES
from llm_brain.api.streams import stream_of
from llm_brain.app import create_app
from llm_brain.config import Settings


@pytest.fixture
def client() -> TestClient:
    """The app with no database behind it: whatever reaches it answers 503."""
    settings = Settings(db_host="127.0.0.1", db_port=9, app_db_pass="x", db_wait_s=0.1)  # type: ignore[arg-type]
    return TestClient(create_app(settings), raise_server_exceptions=False)


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud800"])
@pytest.mark.parametrize("field", ["name", "theme", "tone", "dm_style"])
def test_it_refuses_text_that_cannot_be_stored(client: TestClient, field: str, text: str) -> None:
    body = f'{{"name": "n", "{field}": "{text}"}}'
    answer = client.post("/campaigns", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message", "details"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/dm_turn", '{"campaign_id": 1, "message": "\\ud800"}'),
        ("/dm_turn/stream", '{"campaign_id": 1, "message": "\\ud800"}'),
        ("/dm_turn", '{"campaign_id": 9223372036854775808, "message": "I look"}'),
        ("/dm_turn", '{"campaign_id": 1, "message": "I look", "idempotency_key": "\\u0000"}'),
        ("/campaigns/1/interpret", '{"message": "\\ud800"}'),
        ("/campaigns/1/characters", '{"pregenerated": "\\u0000"}'),
        ("/campaigns/1/branch", '{"after_turn": 2147483648}'),
    ],
)
def test_it_refuses_what_no_row_can_hold(client: TestClient, path: str, body: str) -> None:
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_request"


def test_a_name_of_nothing_but_space_is_refused(client: TestClient) -> None:
    assert client.post("/campaigns", json={"name": "\r\n "}).status_code == 422


def test_it_refuses_a_body_too_large_even_without_a_length(client: TestClient) -> None:
    pieces = (b" " * 65536 for _ in range(MOST_BYTES // 65536 + 1))
    answer = client.post("/dm_turn", content=pieces)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"


@pytest.mark.parametrize(("asked", "read"), [(-1, 1), (10**20, events.MOST_EVENTS), (5, 5)])
def test_it_reads_no_more_events_than_it_shows_at_once(asked: int, read: int) -> None:
    assert events.rows_to_read(asked) == read


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_stream_whose_work_breaks_ends_with_an_error() -> None:
    def work(_listen: Any) -> BaseModel:
        raise ValueError("broken")

    app = FastAPI()
    app.get("/")(lambda: stream_of(work))
    answer = TestClient(app).get("/")
    assert "event: error" in answer.text
    assert "internal_error" in answer.text


def test_a_campaign_deleted_under_a_turn_is_not_found(client: TestClient) -> None:
    def work(_listen: Any) -> BaseModel:
        raise ForeignKeyViolation

    app = cast("FastAPI", client.app)
    app.get("/whole")(lambda: work(None))
    app.get("/streamed")(lambda: stream_of(work))
    whole, streamed = client.get("/whole"), client.get("/streamed")
    assert whole.status_code == 404
    assert whole.json()["error"]["code"] == "campaign_not_found"
    assert "campaign_not_found" in streamed.text
