"""Server-sent events: a turn as it comes, and the ledger as it grows.

A turn's work runs in a thread of its own, so that a reader who goes away stops nothing.
"""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from psycopg2.errors import ForeignKeyViolation
from pydantic import BaseModel

from llm_brain.errors import BrainError
from llm_brain.observe.trail import in_this_trail
from llm_brain.turn.tell import Listener

log = logging.getLogger("llm_brain.streams")
HEARTBEAT_S = 15.0
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
DELETED_MEANWHILE = {
    "error": {
        "code": "campaign_not_found",
        "message": "The campaign was deleted while this was being done. List them with GET /campaigns.",
        "details": {},
    }
}
"""What a row whose campaign or turn has just gone is answered with."""


def sse(event: str, data: Any, id_: int | None = None) -> str:
    """Return one server-sent event."""
    head = f"id: {id_}\n" if id_ is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False, default=str)}\n\n"


def stream_of(work: Callable[[Listener], BaseModel]) -> StreamingResponse:
    """Run `work` in a thread and stream what it lets one hear, then `done` or `error`."""
    return StreamingResponse(_follow(work), media_type="text/event-stream", headers=HEADERS)


async def _follow(work: Callable[[Listener], BaseModel]) -> AsyncIterator[str]:
    heard: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def say(item: tuple[str, Any] | None) -> None:
        try:
            loop.call_soon_threadsafe(heard.put_nowait, item)
        except RuntimeError:
            log.info("nobody listens any more; the turn goes on")

    def run() -> None:
        end = (
            "error",
            error_body(BrainError()),
        )  # what stands when `work` breaks in a way of its own
        try:
            end = ("done", work(lambda name, data: say((name, data))).model_dump(mode="json"))
        except BrainError as error:
            end = ("error", error_body(error))
        except ForeignKeyViolation:
            end = ("error", DELETED_MEANWHILE)
        finally:
            say(end)
            say(None)

    threading.Thread(target=in_this_trail(run), name="turn", daemon=False).start()
    while True:
        try:
            item = await asyncio.wait_for(heard.get(), HEARTBEAT_S)
        except TimeoutError:
            yield ": still here\n\n"
            continue
        if item is None:
            return
        yield sse(*item)


def error_body(error: BrainError) -> dict[str, Any]:
    """Return an error in the wire's one shape."""
    return {"error": {"code": error.code, "message": str(error), "details": error.details}}
