"""How much a browser may send: little everywhere, a recording where one belongs, and an answer it can show when it was more."""

import json
from typing import Any

import pytest

from web_service.clients.recordings import MAX_RECORDING_BYTES
from web_service.config.body_limit import MOST_BYTES, THROWN_AWAY_BYTES, UPLOADS, BodyLimit

# The page of a refusal names its style sheet, which the tests' settings let it find.
pytestmark = pytest.mark.usefixtures("game_dsn")
PIECE = 64 * 1024
UPLOAD = "/operator/voices"


class Visit:
    """A request of so many bytes, in pieces, as a server hands it on; and what the application behind the door read of it."""

    def __init__(self, path: str, size: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        pairs = [(name.encode(), value.encode()) for name, value in named.items()]
        self.scope = {"type": "http", "path": path, "headers": pairs}
        self.left = size
        self.was_read = 0
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        body = bytes(min(PIECE, self.left))
        self.left -= len(body)
        return {"type": "http.request", "body": body, "more_body": self.left > 0}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def application(self, scope: Any, receive: Any, send: Any) -> None:
        is_more = True
        while is_more:
            message = await receive()
            self.was_read += len(message["body"])
            is_more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def status(self) -> int:
        await BodyLimit(self.application)(self.scope, self.receive, self.send)
        return int(self.sent[0]["status"])


@pytest.mark.parametrize(("path", "most"), [("/x", MOST_BYTES), (UPLOAD, UPLOADS[UPLOAD])])
async def test_what_fits_goes_through_and_one_byte_more_does_not(path: str, most: int) -> None:
    fits, is_more = Visit(path, most), Visit(path, most + 1)
    assert await fits.status() == 200
    assert fits.was_read == most
    assert await is_more.status() == 413
    assert is_more.was_read <= most


async def test_what_is_announced_as_too_large_is_not_even_begun() -> None:
    visit = Visit("/x", 10, content_length=str(MOST_BYTES + 1))
    assert await visit.status() == 413
    assert visit.was_read == 0


@pytest.mark.parametrize("length", ["", "-1", "x", "²", "9" * 5000])
async def test_what_is_no_length_is_counted_instead(length: str) -> None:
    assert await Visit("/x", 10, content_length=length).status() == 200


def test_a_whole_recording_fits_with_its_form() -> None:
    assert UPLOADS[UPLOAD] >= MAX_RECORDING_BYTES + 4096


async def test_a_browser_gets_to_send_everything_but_not_for_ever() -> None:
    sent_all, endless = Visit("/x", 3 * MOST_BYTES), Visit("/x", 10 * THROWN_AWAY_BYTES)
    assert await sent_all.status() == 413
    assert sent_all.left == 0
    assert await endless.status() == 413
    assert endless.left > THROWN_AWAY_BYTES


async def test_the_refusal_is_a_page_or_json_as_it_was_asked_for() -> None:
    page = Visit("/x", MOST_BYTES + 1, accept="text/html")
    script = Visit("/x", MOST_BYTES + 1, accept="application/json")
    assert await page.status() == await script.status() == 413
    assert b"<html" in page.sent[1]["body"]
    assert json.loads(script.sent[1]["body"])["error"]["code"] == "body_too_large"
    assert b"content-security-policy" in dict(page.sent[0]["headers"])


async def test_somebody_who_leaves_is_not_waited_for() -> None:
    visit = Visit("/x", MOST_BYTES + 1)

    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    visit.scope["headers"] = [(b"content-length", str(MOST_BYTES + 1).encode())]
    await BodyLimit(visit.application)(visit.scope, gone, visit.send)
    assert visit.was_read == 0
