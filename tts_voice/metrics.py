"""The numbers at /metrics, in a registry of their own for each app."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from tts_voice.narration import SpokenLine


class Metrics:
    """What an operator watches: how much is spoken, how quickly, what failed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.narrations = Counter(
            "tts_voice_narrations",
            "Narrations begun, by how they are delivered.",
            ["delivery"],
            registry=self.registry,
        )
        self.errors = Counter(
            "tts_voice_errors", "Errors answered, by code.", ["code"], registry=self.registry
        )
        self.sentences = Counter("tts_voice_sentences", "Sentences spoken.", registry=self.registry)
        self.audio_seconds = Counter(
            "tts_voice_audio_seconds", "Seconds of speech made.", registry=self.registry
        )
        self.sentence_seconds = Histogram(
            "tts_voice_sentence_seconds",
            "Seconds taken to speak one sentence.",
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
            registry=self.registry,
        )
        self.open_narrations = Gauge(
            "tts_voice_open_narrations", "Narrations being spoken now.", registry=self.registry
        )
        self.ready = Gauge(
            "tts_voice_ready", "1 while the speaker can speak.", registry=self.registry
        )
        self.speaker = Gauge(
            "tts_voice_speaker", "1 for the speaker in use.", ["speaker"], registry=self.registry
        )
        self._of_every_service()

    def _of_every_service(self) -> None:
        self.disk_free = Gauge(
            "media_disk_free_bytes", "Room left for media.", ["folder"], registry=self.registry
        )
        self.log_records = Counter(
            "log_records", "Log records from warning up.", ["level"], registry=self.registry
        )
        for level in ("warning", "error", "critical"):
            self.log_records.labels(level)
        self.requests = Histogram(
            "http_request_seconds",
            "Time to the end of an answer; of a stream, to its beginning.",
            ["method", "route", "status"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
            registry=self.registry,
        )
        self.streams = Gauge(
            "http_streams_open", "Event streams open now.", ["route"], registry=self.registry
        )
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def spoken(self, said: SpokenLine, took_s: float) -> None:
        """Count one sentence."""
        self.sentences.inc()
        self.audio_seconds.inc(said.speech.duration_ms / 1000)
        self.sentence_seconds.observe(took_s)
