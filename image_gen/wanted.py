"""Work that goes on only while somebody wants it: it runs in a thread, and hears when its caller has left.

Knows nothing of pictures. The work itself asks `is_wanted` now and then, from its thread.
"""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio.to_thread import run_sync
from fastapi import Request

Made = TypeVar("Made")


async def while_wanted(
    request: Request, stopping: threading.Event, make: Callable[[Callable[[], bool]], Made]
) -> Made:
    """Run `make` in a thread, telling it when the caller has gone or the service stops; raise what it raises."""
    gone = threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone.set()

    watching = asyncio.create_task(watch())
    try:
        return await run_sync(
            partial(make, lambda: not (gone.is_set() or stopping.is_set())), abandon_on_cancel=True
        )
    finally:
        gone.set()
        watching.cancel()
