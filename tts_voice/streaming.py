"""A narration as server-sent events: each sentence's words, then its sound, then done.

Sentences are spoken in a thread, each when the one before has been sent: a client that goes away
stops the speaking. Everything the caller can do wrong was refused before this begins.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from tts_voice.errors import VoiceError
from tts_voice.narration import Narration
from tts_voice.studio import Studio
from tts_voice.wire import audio_event, metadata_event

logger = logging.getLogger(__name__)

LAST_EVENT_ID = "end"
SPEAKER_FAULTS = (MemoryError, OSError, RuntimeError, ValueError)
"""What the libraries behind a speaker raise. Anything else is a fault of ours: it breaks the stream off and is logged."""


class NarrationStream(StreamingResponse):
    """Streams a narration and closes it however the stream ends."""

    def __init__(self, studio: Studio, narration: Narration, *, keep: bool = True) -> None:
        self._studio = studio
        self._narration = narration
        super().__init__(
            _events(studio, narration, keep=keep),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; a client that went away ends it quietly, in mid-sentence if need be."""

        async def watched() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                self._narration.stop()
            return message

        try:
            await super().__call__(scope, watched, send)
        finally:
            self._studio.close(self._narration)


def _events(studio: Studio, narration: Narration, *, keep: bool) -> Iterator[str]:
    script = narration.script
    try:
        for said in studio.sentences(narration):
            yield _event(metadata_event(said, len(script.lines), truncated=script.truncated))
            yield _event(audio_event(said))
        if narration.is_stopped:
            return
        done = {
            "type": "done",
            **(_stored(narration) if keep else {}),
            "duration_ms": narration.speech.duration_ms,
            "speaker": narration.speakers,
            "truncated": script.truncated,
        }
        yield _event(done, event_id=LAST_EVENT_ID)
    except VoiceError as error:
        yield _broken_off(studio, narration, error.code, str(error))
    except SPEAKER_FAULTS:  # the answer has begun, so no handler can make another one
        logger.exception("narration %s failed unexpectedly", narration.audio_id)
        message = "The voice service failed unexpectedly; its log says why."
        yield _broken_off(studio, narration, "internal_error", message)


def _stored(narration: Narration) -> dict[str, str]:
    stored = narration.store()
    return {"audio_id": stored.audio_id, "path": stored.path, "url": stored.url}


def _broken_off(studio: Studio, narration: Narration, code: str, message: str) -> str:
    logger.warning("narration %s broke off: %s", narration.audio_id, message)
    studio.metrics.errors.labels(code).inc()
    return _event({"type": "error", "code": code, "message": message}, event_id=LAST_EVENT_ID)


def _event(content: dict[str, Any], event_id: str = "") -> str:
    # An EventSource connects again after the end and then says this id: it is sent away with 204.
    prefix = f"id: {event_id}\n" if event_id else ""
    return f"{prefix}data: {json.dumps(content)}\n\n"
