"""EspeakSpeaker: voice to sound, sound to worker, worker's PCM polished.

It does not know where sentences come from or go to. The library itself lives in another process,
see process.py.
"""

from __future__ import annotations

from tts_voice.errors import SentenceNotSpoken
from tts_voice.speakers.espeak.casting import cast
from tts_voice.speakers.espeak.polish import polished
from tts_voice.speakers.espeak.process import WorkerProcess
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice


class EspeakSpeaker:
    """The embedded speaker."""

    name = "espeak"
    clones_voices = False

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    @property
    def worker(self) -> WorkerProcess:
        """Return the process behind this speaker, for health and tests."""
        return self._worker

    def load(self) -> None:
        """Start the worker; SpeakerUnavailable when eSpeak NG is not installed."""
        self._worker.start()

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        """Speak one sentence; speed 0.5 to 2.0. Busy, SentenceNotSpoken, SpeakerUnavailable."""
        sound = cast(voice)
        pcm, sample_rate_hz = self._worker.ask(sound.request(sentence, speed))
        finished = polished(pcm, sample_rate_hz, body=sound.body, speed=speed)
        if not finished:
            raise SentenceNotSpoken(reason="eSpeak NG made no sound of it")
        return Speech(finished, sample_rate_hz, self.name)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
