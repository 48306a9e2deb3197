"""A brain as the operator's page asks it: knows a server, takes another, can refuse, be away, or repeat what it should not."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from django.test.utils import override_settings

KEY = "sk-verschwiegen-0123456789"
ADDRESS = "http://10.0.0.5:8003/v1"
PATIENCE_S = 30.0
LADDER = [
    {"narrator": "server", "state": "unavailable", "reason": "10.0.0.5:8003 cannot be <b>reached</b>."},
    {"narrator": "storyteller", "state": "healthy", "reason": ""},
]  # fmt: skip
REPORT = {
    "base_url": ADDRESS, "model_name": "qwen", "model_available": True, "performance_score": 50.0,
    "summary": "This server can tell turns. What it cannot do: grammar.",
    "probes": [
        {"name": "reachable", "result": "pass", "sentence": "10.0.0.5:8003 answers."},
        {"name": "grammar", "result": "fail", "sentence": "It keeps to no grammar in any spelling we know."},
        {"name": "streams", "result": "unknown", "sentence": "It said too little to tell whether it streams."},
        {"name": "something_new", "result": "pass", "sentence": "It <b>does</b> it."},
    ],
}  # fmt: skip


class FakeBrain:
    """`refuses` and `fails` are by method and path; `may_answer` holds back what is asked of a server."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.refuses: dict[str, httpx.Response] = {}
        self.fails: dict[str, type[httpx.HTTPError]] = {}
        self.timeouts: dict[str, Any] = {}
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.model = {
            "base_url": ADDRESS, "model": "qwen", "has_key": True, "is_from_settings": True,
            "narrator": "storyteller", "narrators": LADDER,
        }  # fmt: skip

    def __call__(self, request: httpx.Request) -> httpx.Response:
        place = f"{request.method} {request.url.path}"
        body = json.loads(request.content) if request.content else None
        if place != "GET /model":
            self.asked.append((request.method, request.url.path, body))
        self.timeouts[place] = request.extensions["timeout"]["read"]
        if place == "POST /validate-model":
            self.is_asked.set()
            assert self.may_answer.wait(PATIENCE_S)
        if place in self.fails:
            raise self.fails[place]("no", request=request)
        if place in self.refuses:
            return self.refuses[place]
        if place == "POST /validate-model":
            return httpx.Response(200, json={**REPORT, "replicas": [REPORT]})
        return httpx.Response(200, json=self.model)


def words(response: Any) -> str:
    """Return a page as text."""
    return str(response.content.decode())


def refusal(status: int, code: str, message: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": message, "details": {}}})


@contextmanager
def standing_in() -> Iterator[FakeBrain]:
    """Have the website ask this brain for the length of a block."""
    brain = FakeBrain()
    with override_settings(BRAIN_TRANSPORT=httpx.MockTransport(brain)):
        yield brain
