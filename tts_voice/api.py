"""The calls of this service. Each takes the wire's types, asks the studio, answers.

Endpoints that speak are plain functions: they run in threads, so /health always answers.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from tts_voice.errors import Stopped
from tts_voice.hanging_up import stopped_without
from tts_voice.narration import Narration
from tts_voice.refusals import STREAM, Documented
from tts_voice.streaming import LAST_EVENT_ID, NarrationStream
from tts_voice.studio import Studio, StudioDep
from tts_voice.wire import NarrateIn, NarrateOut, NarrateQuery, NarrateStreamIn, clip_out

router = APIRouter(tags=["voice"])
ENDED: Documented = {204: {"description": "The narration has ended; do not come back."}}


@router.post("/narrate", response_model_exclude_none=True)
async def narrate(asked: NarrateIn, studio: StudioDep, request: Request) -> NarrateOut:
    """Speak the text into a file and say where it is; a caller who goes away ends it."""
    narration = await run_in_threadpool(studio.open, asked, "file")
    async with stopped_without(request, narration):
        return await run_in_threadpool(_narrate, asked, studio, narration)


def _narrate(asked: NarrateIn, studio: Studio, narration: Narration) -> NarrateOut:
    with studio.closing(narration):
        for _ in studio.sentences(narration):
            pass
        if narration.is_stopped:
            raise Stopped
        stored = narration.store()
        clips = narration.store_clips() if asked.clips else None
        speech = narration.speech
        return NarrateOut(
            audio_id=stored.audio_id,
            path=stored.path,
            url=stored.url,
            duration_ms=speech.duration_ms,
            sample_rate_hz=speech.sample_rate_hz,
            voice=narration.script.lines[0].voice.key,
            speaker=narration.speakers,
            truncated=narration.script.truncated,
            clips=[clip_out(said, file) for said, file in clips] if clips else None,
        )


@router.post("/narrate/stream", response_class=NarrationStream, status_code=200, responses=STREAM)
def narrate_stream(asked: NarrateStreamIn, studio: StudioDep) -> Response:
    """Speak the text sentence by sentence as server-sent events."""
    return NarrationStream(studio, studio.open(asked, "stream"), keep=asked.keep)


@router.get(
    "/narrate/stream", response_class=NarrationStream, status_code=200, responses=STREAM | ENDED
)
def narrate_stream_for_event_source(
    query: Annotated[NarrateQuery, Query()],
    studio: StudioDep,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Do the same for an EventSource; one that comes back after the end is told to stay away."""
    if last_event_id == LAST_EVENT_ID:
        return Response(status_code=204)
    asked = NarrateStreamIn(text=query.text, voice=query.voice, speed=query.speed)
    return NarrationStream(studio, studio.open(asked, "stream"))
