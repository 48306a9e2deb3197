"""Asking a server what it can do, on the operator's page: told in words, for minutes, and in nobody's way."""

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.unit.web_service.conftest import Person
from tests.unit.web_service.operator_brain import (
    ADDRESS,
    PATIENCE_S,
    REPORT,
    FakeBrain,
    refusal,
    standing_in,
    words,
)
from web_service.clients.language_model import QUESTIONS_S
from web_service.config.event_streams import Site
from web_service.observe.metrics import pool_stats


@pytest.fixture
def brain() -> Iterator[FakeBrain]:
    with standing_in() as brain:
        yield brain


def test_every_finding_is_told_in_words(staff: Person, brain: FakeBrain) -> None:
    answer = staff.post("/operator/model/questions", {"base_url": ADDRESS, "model": "qwen"})
    [server] = answer.context["servers"]
    assert [found.answer for found in server.findings] == ["yes", "no", "not known", "yes"]
    page = words(answer)
    for probe in REPORT["probes"][:3]:
        assert probe["sentence"] in page
    assert "something new" in page
    assert "It &lt;b&gt;does" in page
    assert brain.asked[0] == ("POST", "/validate-model", {"base_url": ADDRESS, "model": "qwen"})


def test_without_an_address_the_server_in_use_is_asked(staff: Person, brain: FakeBrain) -> None:
    staff.post("/operator/model/questions", {"base_url": "", "model": "x"})
    assert brain.asked == [("POST", "/validate-model", {})]


def test_questions_wait_for_minutes_and_no_longer_than_a_proxy_would(
    staff: Person, brain: FakeBrain
) -> None:
    brain.fails["POST /validate-model"] = httpx.ReadTimeout
    answer = staff.post("/operator/model/questions", {"base_url": ADDRESS})
    assert answer.status_code == 504
    assert "four minutes" in answer.context["server_form"].non_field_errors()[0]
    assert brain.timeouts["POST /validate-model"] == QUESTIONS_S == 240
    assert brain.timeouts["GET /model"] <= 2


@pytest.mark.parametrize(
    ("status", "code"),
    [(409, "already_validating"), (422, "no_language_model_server"), (401, "unauthorized"), (500, "x")],
)  # fmt: skip
def test_a_refused_question_is_a_sentence_on_the_page(
    staff: Person, brain: FakeBrain, status: int, code: str
) -> None:
    brain.refuses["POST /validate-model"] = refusal(status, code, "What to do.")
    answer = staff.post("/operator/model/questions", {"base_url": ADDRESS})
    assert 400 <= answer.status_code < 505
    assert answer.context["server_form"].non_field_errors()


def in_use() -> int:
    stats = pool_stats() or {}
    return stats.get("pool_size", 0) - stats.get("pool_available", 0)


async def visit(person: Person, method: str, path: str, body: bytes = b"") -> int:
    """Make one request of the site as a server hands it on; return the status."""
    cookies = f"sessionid={person.client.cookies['sessionid'].value}; csrftoken={'a' * 32}"
    headers = {
        "host": "localhost", "cookie": cookies, "x-csrftoken": "a" * 32,
        "content-type": "application/x-www-form-urlencoded", "content-length": str(len(body)),
    }  # fmt: skip
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "http_version": "1.1",
        "scheme": "http", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    asked = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not asked:
            await asyncio.Event().wait()
        return asked.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    await Site()(scope, receive, send)
    return int(sent[0]["status"])


async def test_while_a_server_is_questioned_others_are_served_and_no_connection_is_held(
    staff: Person, bob: Person, brain: FakeBrain
) -> None:
    before = in_use()
    brain.may_answer.clear()
    body = urlencode({"base_url": ADDRESS}).encode()
    asking = asyncio.create_task(visit(staff, "POST", "/operator/model/questions", body))
    assert await asyncio.to_thread(brain.is_asked.wait, PATIENCE_S)
    assert in_use() <= before
    assert await visit(bob, "GET", "/campaigns/") == 200
    assert not asking.done()
    brain.may_answer.set()
    assert await asking == 200
