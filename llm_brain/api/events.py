"""The ledger, read: all at once, or followed live as server-sent events."""

import asyncio
import json
import select
import threading
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection

from llm_brain.api import shown
from llm_brain.api.refusals import STREAM
from llm_brain.api.streams import HEADERS, HEARTBEAT_S, sse
from llm_brain.api.wire import EventOut
from llm_brain.api.wiring import TheBrain
from llm_brain.brain import Brain
from llm_brain.errors import DatabaseAway
from llm_brain.store import campaigns, events
from llm_brain.store.database import Database

router = APIRouter()
RECONNECT_S = 1.0
MOST_EVENTS = 1000
LIVE_EVENTS = 100
"""Read at a time for a follower, so that one who does not read holds little."""


class LedgerWatch:
    """One LISTEN connection per process, which wakes whoever follows a campaign."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followers: dict[int, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self, campaign_id: int) -> asyncio.Event:
        """Return an event that is set whenever the campaign's ledger has grown."""
        woken = asyncio.Event()
        with self._lock:
            entry = (asyncio.get_running_loop(), woken)
            self._followers.setdefault(campaign_id, set()).add(entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="listen", daemon=True)
                self._thread.start()
        return woken

    def leave(self, campaign_id: int, woken: asyncio.Event) -> None:
        """Stop following."""
        with self._lock:
            kept = {f for f in self._followers.get(campaign_id, set()) if f[1] is not woken}
            self._followers[campaign_id] = kept

    def close(self) -> None:
        """Stop listening."""
        self._stopped.set()

    def _wake(self, campaign_id: int | None) -> None:
        with self._lock:
            ids = list(self._followers) if campaign_id is None else [campaign_id]
            for id_ in ids:
                for loop, woken in self._followers.get(id_, set()):
                    if not loop.is_closed():
                        loop.call_soon_threadsafe(woken.set)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                held = self._database.connect()
                held.autocommit = True
                with held.cursor() as cursor:
                    cursor.execute('LISTEN "table"')
                self._wake(None)
                while not self._stopped.is_set():
                    if select.select([held], [], [], 1.0)[0]:
                        held.poll()
                        for notice in held.notifies:
                            self._wake(int(json.loads(notice.payload)["campaign_id"]))
                        held.notifies.clear()
                held.close()
            except (DatabaseAway, OperationalError, InterfaceError):
                self._stopped.wait(RECONNECT_S)


def rows_to_read(limit: int) -> int:
    """Return how many events one answer holds, 1 to MOST_EVENTS."""
    return max(1, min(limit, MOST_EVENTS))


@router.get("/campaigns/{campaign_id}/events", response_model=list[EventOut], responses=STREAM)
async def list_events(
    campaign_id: int,
    request: Request,
    brain: TheBrain,
    after: int = 0,
    limit: int = MOST_EVENTS,
    accept: Annotated[str, Header()] = "",
    last_event_id: Annotated[int | None, Header()] = None,
) -> object:
    """List the ledger's valid events; with `Accept: text/event-stream` follow it live."""
    since = last_event_id if last_event_id is not None else after
    most = rows_to_read(limit)

    def read() -> list[EventOut]:
        def rows(held: connection) -> list[EventOut]:
            campaigns.get(held, campaign_id)
            return [shown.event_out(r) for r in events.valid(held, campaign_id, since, most)]

        return brain.database.run(rows)

    found = await asyncio.to_thread(read)
    if "text/event-stream" not in accept:
        return found
    watch: LedgerWatch = request.app.state.watch
    return StreamingResponse(
        _live(brain, watch, campaign_id, since), media_type="text/event-stream", headers=HEADERS
    )


async def _live(
    brain: Brain, watch: LedgerWatch, campaign_id: int, after: int
) -> AsyncIterator[str]:
    woken = watch.follow(campaign_id)
    try:
        while True:
            woken.clear()
            seen = after
            rows = await asyncio.to_thread(_after, brain, campaign_id, seen)
            for row in rows:
                after = row.seq
                yield sse(row.type, shown.event_out(row).model_dump(mode="json"), row.seq)
            if len(rows) == LIVE_EVENTS:
                continue
            try:
                await asyncio.wait_for(woken.wait(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        watch.leave(campaign_id, woken)


def _after(brain: Brain, campaign_id: int, seq: int) -> list[events.EventRow]:
    try:
        return brain.database.run(lambda held: events.valid(held, campaign_id, seq, LIVE_EVENTS))
    except DatabaseAway:
        return []
