"""The central model service on the wire: a free prompt answered, its cache emptied, its numbers told.

Behind the service token like every call. A caller who hangs up ends the work. `prompt`, `settings`, `response` and the
like are the fields that other services of this kind have; the plain ones beside them mean the same.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter, Request

from llm_brain.api.generate_report import CacheOut, ClearedOut, DetailedOut, report_of
from llm_brain.api.generate_wire import AnswerOut, PromptIn
from llm_brain.api.refusals import Documented, ErrorOut
from llm_brain.api.wiring import TheBrain
from llm_brain.generating.central import CentralModel
from llm_brain.generating.errors import CacheAway, CallerLeft

router = APIRouter()
T = TypeVar("T")
_REFUSED: Documented = {
    413: {"model": ErrorOut, "description": "The prompt is too long."},
    429: {"model": ErrorOut, "description": "Too many wait already; try again after Retry-After."},
    503: {"model": ErrorOut, "description": "No model can answer now; see Retry-After."},
    504: {"model": ErrorOut, "description": "The answer took too long."},
}


@router.post("/generate", responses=_REFUSED)
async def generate(body: PromptIn, request: Request, brain: TheBrain) -> AnswerOut:
    """Answer a prompt that belongs to no turn, by the language model that tells turns."""
    asked = body.asked(brain.settings)
    answer = await _unless_gone(request, _central(request).answer(asked))
    return AnswerOut.of(answer, asked, body.ignored)


@router.post("/cache/clear")
async def clear_cache(request: Request) -> ClearedOut:
    """Forget every answer that was kept, and say how many they were."""
    central = _central(request)
    return ClearedOut(cleared=await central.clear(), kind=central.cache.kind)


@router.get("/metrics/detailed")
def detailed(request: Request, brain: TheBrain) -> DetailedOut:
    """Tell this process's numbers about free prompts and about those who answer them."""
    cache, is_there = _central(request).cache, True
    try:
        size = cache.size()
    except CacheAway:
        size, is_there = cache.known_size, False
    metrics, rungs = brain.watch.metrics, request.app.state.vitals.rungs()
    kept = CacheOut.of(metrics, cache.kind, size, is_there=is_there)
    return report_of(metrics, rungs, kept, time.time())


def _central(request: Request) -> CentralModel:
    central: CentralModel = request.app.state.central_model
    return central


async def _unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return what work gives; end it when the caller hangs up before. Raises CallerLeft then."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise CallerLeft
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
