"""ChatterboxSpeaker: voice to recording, recording to conditionals, text to sound, one at a time.

It loads in load(), which takes minutes; until then it cannot speak. It does not know who speaks in its
place; ladder.py does.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator

import numpy as np

from tts_voice.config import Settings
from tts_voice.errors import Busy, SentenceNotSpoken, SpeakerMemoryFull, SpeakerUnavailable, Stopped
from tts_voice.speakers.chatterbox.casting import Cast, cast
from tts_voice.speakers.chatterbox.engine import Engine, Interrupted, Order, Overran, Samples
from tts_voice.speakers.chatterbox.memory import Thrift
from tts_voice.speakers.chatterbox.remembered_voices import RememberedVoices
from tts_voice.speakers.chatterbox.shaping import finished, pieces, stretched
from tts_voice.speakers.espeak.polish import resized
from tts_voice.speakers.protocol import IsOver, Speech
from tts_voice.voices import Emotion, Voice, find_recordings

logger = logging.getLogger(__name__)

PLAIN = Emotion(exaggeration=0.5, cfg_weight=0.5, temperature=0.8)
LOOK_EVERY_S = 0.05
FULL_MOST = 3
"""Sentences in a row that memory was too little for before the model is let go."""
NO_MEMORY = "there is no memory for Chatterbox any more: free some, or set SPEAKER=espeak; it is tried again by itself"
CPU_TIMES = 6
"""A CPU is given so many times the deadline."""
LIBRARY_FAULTS = (
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    AssertionError,
    EOFError,
    MemoryError,
)

Load = Callable[[Settings, Callable[[str], None]], Engine]


class ChatterboxSpeaker:
    """The neural speaker."""

    name = "chatterbox"
    clones_voices = True

    def __init__(self, settings: Settings, load: Load) -> None:
        self._settings = settings
        self._load = load
        self._thrift = Thrift(settings)
        self._full_in_a_row = 0
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._voices: RememberedVoices | None = None
        self._closed = threading.Event()
        self.progress = "waiting to be loaded"

    def load(self) -> None:
        """Load libraries and weights, onto a processor where that is the next rung; SpeakerUnavailable, SpeakerNotWanted."""
        try:
            engine = self._load(self._thrift.settings, self._report)
        except SpeakerMemoryFull as error:
            if not self._thrift.leave_the_gpu():
                raise
            logger.warning("chatterbox goes onto the processor: %s", error.data["reason"])
            engine = self._load(self._thrift.settings, self._report)
        self._voices = RememberedVoices(engine.conditionals)
        self._engine, self._full_in_a_row = engine, 0
        self._report_how(engine)

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        """Speak one sentence; speed 0.5 to 2.0. Busy, SentenceNotSpoken, SpeakerUnavailable."""
        return self.speak_until(sentence, voice, speed, self._closed.is_set)

    def speak_until(self, sentence: str, voice: Voice, speed: float, is_over: IsOver) -> Speech:
        """Do the same, but raise Stopped soon after is_over() says so, or this speaker is closed."""
        engine = self._engine
        if engine is None:
            raise SpeakerUnavailable(reason=self.progress)

        def is_ended() -> bool:
            return self._closed.is_set() or is_over()

        with self._turn(is_ended), _in_words(engine), self._counted(engine):
            samples = self._samples_at_some_rung(engine, sentence, voice, is_ended)
            samples = self._shaped(engine, samples, voice, speed)
            pcm = finished(samples, engine.sample_rate_hz, speed)
        if not pcm:
            raise SentenceNotSpoken(reason="Chatterbox made no sound of it")
        return Speech(pcm, engine.sample_rate_hz, self.name)

    def close(self) -> None:
        """Break off what is being spoken and let the model go."""
        self._closed.set()
        with self._lock:
            self._engine, self._voices = None, None

    def let_go(self) -> None:
        """Give back the memory of the model; the next load() begins a rung lower, where there is one."""
        with self._lock:
            engine, self._engine, self._voices = self._engine, None, None
            if engine is None:
                return
            give_back = engine.giving_back
            del engine
            give_back()
        self._thrift.leave_the_gpu()

    def _report_how(self, engine: Engine) -> None:
        without = f"; little memory: {self._thrift.in_words}" if self._thrift.in_words else ""
        self._report(f"{engine.variant} on {engine.device}{without}")

    @contextlib.contextmanager
    def _counted(self, engine: Engine) -> Iterator[None]:
        """Count sentences there was no memory for; after some in a row the speaker had better be let go."""
        try:
            yield
        except (RuntimeError, MemoryError) as error:
            if not engine.is_full(error):
                raise
            self._full_in_a_row += 1
            if self._full_in_a_row >= FULL_MOST:
                raise SpeakerMemoryFull(reason=NO_MEMORY) from error
            raise
        self._full_in_a_row = 0

    def _samples_at_some_rung(
        self, engine: Engine, sentence: str, voice: Voice, is_ended: IsOver
    ) -> Samples:
        """Speak it whole, or in short pieces when there is not memory enough for that."""
        try:
            return self._samples(engine, sentence, voice, is_ended)
        except (RuntimeError, MemoryError) as error:
            if not engine.is_full(error) or not self._thrift.shorten():
                raise
        assert self._voices
        self._voices.forget()
        engine.free()
        self._report_how(engine)
        return self._samples(engine, sentence, voice, is_ended)

    def _report(self, progress: str) -> None:
        self.progress = progress
        logger.info("chatterbox: %s", progress)

    @contextlib.contextmanager
    def _turn(self, is_ended: IsOver) -> Iterator[None]:
        for _ in range(max(1, round(self._settings.busy_after_s / LOOK_EVERY_S))):
            if is_ended():
                raise Stopped
            if self._lock.acquire(timeout=LOOK_EVERY_S):
                break
        else:
            raise Busy(retry_after_s=2)
        try:
            yield
        finally:
            self._lock.release()

    def _samples(self, engine: Engine, sentence: str, voice: Voice, is_ended: IsOver) -> Samples:
        deadline_s = self._settings.sentence_deadline_s * (
            CPU_TIMES if engine.device == "cpu" else 1
        )
        ends_at = engine.clock() + deadline_s
        sound = self._cast(engine, voice)
        assert self._voices
        known = self._voices.of(sound.recording) if sound.recording else engine.built_in
        made = []
        for piece in pieces(sentence, self._thrift.most_characters):
            made.append(engine.generate(_order(piece, known, voice.emotion, is_ended, ends_at)))
            if engine.was_capped:
                logger.warning("a sentence of %d characters ran on and was cut", len(piece))
        return np.concatenate(made)

    def _cast(self, engine: Engine, voice: Voice) -> Cast:
        recordings = find_recordings(self._settings.reference_voices_path)
        found = cast(voice, recordings, has_built_in=engine.built_in is not None)
        if found is None:
            raise SentenceNotSpoken(reason="there is no recording to make this voice of")
        return found

    def _shaped(self, engine: Engine, samples: Samples, voice: Voice, speed: float) -> Samples:
        body = self._cast(engine, voice).body
        if body == 1.0 and speed == 1.0:
            return samples
        # A body above 1 is played faster, so it is stretched by as much first.
        shaped = resized(stretched(samples, engine.sample_rate_hz, speed / body), body)
        return engine.marked(shaped)


def _order(text: str, known: object, emotion: Emotion, is_over: IsOver, ends_at: float) -> Order:
    def given(asked: float | None, plain: float | None) -> float:
        return float(asked if asked is not None else plain or 0.0)

    return Order(
        text,
        known,
        exaggeration=given(emotion.exaggeration, PLAIN.exaggeration),
        cfg_weight=given(emotion.cfg_weight, PLAIN.cfg_weight),
        temperature=given(emotion.temperature, PLAIN.temperature),
        is_over=is_over,
        ends_at=ends_at,
    )


@contextlib.contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    """Turn what a model may raise into this service's errors."""
    try:
        yield
    except Interrupted as error:
        raise Stopped from error
    except Overran as error:
        raise SentenceNotSpoken(reason="Chatterbox took longer than SENTENCE_DEADLINE_S") from error
    except LIBRARY_FAULTS as error:
        if engine.is_full(error):
            engine.free()
            reason = f"the memory of {engine.device} is full: free some, or set SPEAKER=espeak"
            raise SentenceNotSpoken(reason=reason) from error
        logger.warning("Chatterbox failed at a sentence", exc_info=error)
        reason = f"Chatterbox failed at it ({type(error).__name__}: {str(error)[:200]})"
        raise SentenceNotSpoken(reason=reason) from error
