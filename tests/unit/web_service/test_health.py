"""How the service says that it is, by what its brain and its database say."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.test.utils import override_settings


@pytest.fixture
def brain_that_says(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that answers every question with one status."""
    body = b'{"status": "%s"}' % request.param.encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with override_settings(LLM_API=f"http://127.0.0.1:{server.server_port}"):
        yield request.param
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("brain_that_says", "said"),
    [
        ("healthy", "healthy"),
        ("degraded", "healthy"),
        ("loading", "loading"),
        ("odd", "degraded"),
    ],
    indirect=["brain_that_says"],
)
def test_it_is_as_well_as_its_brain(brain_that_says: str, said: str, anybody: Client) -> None:
    answer = anybody.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == said
    assert answer.json()["components"]["llm_brain"] == brain_that_says


def test_without_its_brain_it_is_degraded(anybody: Client) -> None:
    answer = anybody.get("/health").json()
    assert (answer["status"], answer["components"]["llm_brain"]) == ("degraded", "away")


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready", "/metrics"])
def test_a_probe_by_the_containers_name_is_answered(path: str, anybody: Client) -> None:
    assert anybody.get(path, HTTP_HOST="web_service:8000").status_code == 200


def test_a_page_under_a_foreign_name_is_refused(anybody: Client) -> None:
    assert anybody.get("/", HTTP_HOST="evil.example").status_code == 400
    assert anybody.post("/health", HTTP_HOST="evil.example").status_code == 400
