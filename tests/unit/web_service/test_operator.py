"""The operator's page: who plays which role and why, the queue, the disks, what went wrong, each service answering or not."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person, Table
from web_service.config import health
from web_service.config.reports import gather
from web_service.config.workshop import NEARLY_FULL_GB, Disk, workshop_state
from web_service.observe.troubles import kept

ANSWERS = {
    "/health": {
        "status": "healthy",
        "service": "llm_brain",
        "narrator": "storyteller",
        "reason": "no language model here",
    },
    "/model": {"narrator": "storyteller", "narrators": []},
    "/last_errors": {
        "errors": [
            {"at": "2999-01-01T00:00:00+00:00", "level": "error", "message": "<b>a cry</b>"}
        ],
        "dead_jobs": [
            {"kind": "image", "campaign_id": 1, "turn_number": 2, "attempts": 5, "error": "no ink"}
        ],
    },
}


class OneBrain(BaseHTTPRequestHandler):
    """Answers as a brain would, to whoever has the token."""

    def do_GET(self) -> None:
        is_known = self.headers["Authorization"] == "Bearer known" or self.path == "/health"
        self.send_response(200 if is_known else 401)
        self.end_headers()
        self.wfile.write(json.dumps(ANSWERS[self.path] if is_known else {"error": {}}).encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def brain_address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), OneBrain)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_role_says_who_plays_it_and_why(brain_address: str, game_dsn: str) -> None:
    with override_settings(LLM_API=brain_address):
        rows = {row["role"]: row for row in health.cast_of(health.all_services())}
    assert rows["narrator"]["who"] == "storyteller"
    assert rows["narrator"]["why"] == "no language model here"
    assert rows["painter"]["why"] == ""


def test_troubles_of_all_services_come_newest_first(brain_address: str) -> None:
    kept.clear()
    kept.append({"at": "2000-01-01T00:00:00+00:00", "level": "warning", "message": "old"})
    with override_settings(LLM_API=brain_address, SERVICE_TOKEN="known"):
        report = gather()
    assert [row["service"] for row in report.errors] == ["llm_brain", "web_service"]
    assert report.dead_jobs[0]["error"] == "no ink"


def test_a_service_that_refuses_tells_nothing(brain_address: str) -> None:
    kept.clear()
    with override_settings(LLM_API=brain_address, SERVICE_TOKEN="another"):
        report = gather()
    assert report.errors == report.dead_jobs == []


def test_the_page_shows_it_all_and_quotes_what_others_wrote(
    alice: Person, table: Table, media: Path, brain_address: str
) -> None:
    alice.user.is_staff = True
    alice.user.save()
    with override_settings(LLM_API=brain_address, SERVICE_TOKEN="known"):
        page = alice.get("/operator/").content.decode()
    assert "no language model here" in page
    assert "no ink" in page
    assert "&lt;b&gt;a cry&lt;/b&gt;" in page
    assert "<b>a cry" not in page


def picture_jobs() -> tuple[int, int, int, int]:
    """Return how many picture jobs wait, run, died and are done, of every test's campaigns."""
    found = [queue for queue in workshop_state().queues if queue.kind == "pictures"]
    return (found[0].waiting, found[0].running, found[0].dead, found[0].done) if found else (0,) * 4


def test_jobs_are_counted_by_what_they_do(table: Table) -> None:
    before = picture_jobs()
    table.rows.media_jobs(
        table.id, table.opening_id, "queued", "queued", "leased", "dead", "done", "dropped"
    )
    more = tuple(now - then for now, then in zip(picture_jobs(), before, strict=True))
    table.rows.delete(table.id)
    assert more == (2, 1, 1, 1)


def test_a_disk_that_fills_up_is_called_so(media: Path, game_dsn: str) -> None:
    assert Disk("pictures", NEARLY_FULL_GB - 0.1).is_nearly_full
    assert not Disk("pictures", NEARLY_FULL_GB + 1).is_nearly_full
    assert not Disk("pictures", is_there=False).is_nearly_full
    with override_settings(DATABASE_DISK_DIR=media / "nowhere"):
        disks = {disk.name: disk for disk in workshop_state().disks}
    assert disks["pictures"].is_there
    assert not disks["database"].is_there
    assert disks["database"].used_gb is not None
