"""Notices that a caller has hung up while an answer is still being made, and stops the narration."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import Request

from tts_voice.narration import Narration


@contextlib.asynccontextmanager
async def stopped_without(request: Request, narration: Narration) -> AsyncIterator[None]:
    """Stop the narration when the caller goes away during the block; the body must have been read."""
    watching = asyncio.create_task(_watch(request, narration))
    try:
        yield
    finally:
        watching.cancel()


async def _watch(request: Request, narration: Narration) -> None:
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            narration.stop()
            return
