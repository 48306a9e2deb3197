"""Picture and voice services for tests of the media jobs, and a worker that does all there is to do."""

import threading

import httpx

from llm_brain.media.worker import Worker


class Studio:
    """Picture and voice services that do as they are told and remember what they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.is_away = False
        self.hold: threading.Event | None = None
        self.holds = ("/narrate", "/generate")
        self.entered = threading.Event()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("nobody there")
        self.asked.append(request.url.path)
        self.entered.set()
        if self.hold is not None and request.url.path in self.holds:
            assert self.hold.wait(20)
        if self.status != 200:
            return httpx.Response(self.status, json={"error": {"code": "broken"}})
        kind = "audio" if request.url.path == "/narrate" else "images"
        body = {
            "url": f"/media/{kind}/x{len(self.asked)}",
            "painter": "sketch",
            "speaker": "espeak",
        }
        return httpx.Response(200, json=body)


def drain(worker: Worker) -> int:
    """Do every job that is due; return how many there were."""
    done = 0
    while worker.work_once():
        done += 1
    return done
