"""What one running service holds together: settings, speaker, stage, readiness, metrics.

Built by create_app, reached by the endpoints through StudioDep. No logic of its own beyond
opening a narration in one place for both ways of delivery.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from tts_voice.config import Settings
from tts_voice.metrics import Metrics
from tts_voice.narration import Narration, Part, SpokenLine, Stage
from tts_voice.readiness import Readiness
from tts_voice.speakers.choosing import Choice
from tts_voice.voices import find_recordings, parse_voice
from tts_voice.wire import SpokenIn


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything an endpoint may need."""

    settings: Settings
    choice: Choice
    stage: Stage
    readiness: Readiness
    metrics: Metrics

    def open(self, asked: SpokenIn, delivery: str) -> Narration:
        """Check everything and return a narration; pass it to close(). Any VoiceError."""
        recordings = find_recordings(self.settings.reference_voices_path)
        parts = [
            Part(text, replace(parse_voice(voice, recordings), emotion=emotion))
            for text, voice, emotion in asked.written_parts()
        ]
        self.readiness.require()
        narration = self.stage.begin(parts, asked.speed)
        self.metrics.narrations.labels(delivery).inc()
        self.metrics.open_narrations.inc()
        return narration

    def close(self, narration: Narration) -> None:
        """End a narration that open() returned; call it once."""
        narration.close()
        self.metrics.open_narrations.dec()

    @contextlib.contextmanager
    def closing(self, narration: Narration) -> Iterator[None]:
        """End a narration that open() returned after a block."""
        try:
            yield
        finally:
            self.close(narration)

    def sentences(self, narration: Narration) -> Iterator[SpokenLine]:
        """Speak line after line, counting and timing each."""
        started = time.monotonic()
        for said in narration.sentences():
            self.metrics.spoken(said, time.monotonic() - started)
            yield said
            started = time.monotonic()


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


StudioDep = Annotated[Studio, Depends(_studio)]
