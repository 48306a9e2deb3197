"""The brain's outermost door, over a tiny app: ids, counts, streams."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from llm_brain.api.request_trail import RequestTrail
from llm_brain.observe.metrics import Metrics
from llm_brain.observe.trail import LEGAL, trail


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def http(metrics: Metrics) -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(RequestTrail, metrics=metrics)

    @app.get("/campaigns/{campaign_id}")
    def known(campaign_id: int) -> dict[str, str | int]:
        return trail()

    @app.get("/stream")
    def stream() -> StreamingResponse:
        async def words() -> AsyncIterator[str]:
            open_now = metrics.registry.get_sample_value("http_streams_open", {"route": "/stream"})
            yield f"data: {open_now} {trail()['request_id']}\n\n"

        return StreamingResponse(words(), media_type="text/event-stream")

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("unforeseen")

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def count(metrics: Metrics, route: str, status: str, method: str = "GET") -> float:
    labels = {"method": method, "route": route, "status": status}
    return metrics.registry.get_sample_value("http_request_seconds_count", labels) or 0.0


def test_an_id_that_is_sent_is_known_in_the_endpoint_and_comes_back(http: TestClient) -> None:
    answer = http.get("/campaigns/3", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer.json() == {"request_id": "0123456789abcdef"}
    assert answer.headers["x-request-id"] == "0123456789abcdef"


def test_an_id_unfit_for_a_log_is_replaced(http: TestClient) -> None:
    answer = http.get("/campaigns/3", headers={"X-Request-ID": "x level=error"})
    assert LEGAL.fullmatch(answer.headers["x-request-id"])
    assert answer.json() == {"request_id": answer.headers["x-request-id"]}


def test_requests_are_counted_by_the_path_in_the_code(http: TestClient, metrics: Metrics) -> None:
    for campaign_id in (1, 2):
        http.get(f"/campaigns/{campaign_id}")
    http.get("/nowhere/to/be/found")
    http.request("BREW", "/coffee")
    assert count(metrics, "/campaigns/{campaign_id}", "200") == 2
    assert count(metrics, "unmatched", "404") == 1
    assert count(metrics, "unmatched", "404", "other") == 1


def test_an_unforeseen_failure_is_counted_as_500(http: TestClient, metrics: Metrics) -> None:
    http.get("/broken")
    assert count(metrics, "/broken", "500") == 1


def test_a_stream_is_open_until_it_ends_and_keeps_its_id(
    http: TestClient, metrics: Metrics
) -> None:
    answer = http.get("/stream", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer.text == "data: 1.0 0123456789abcdef\n\n"
    assert metrics.registry.get_sample_value("http_streams_open", {"route": "/stream"}) == 0
    assert count(metrics, "/stream", "200") == 1
