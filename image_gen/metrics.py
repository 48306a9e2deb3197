"""The service's own Prometheus metrics, one registry per app so that tests do not share them."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.pictures = Counter(
            "image_gen_pictures_total",
            "Pictures finished",
            ["painter", "style"],
            registry=self.registry,
        )
        self.refusals = Counter(
            "image_gen_refusals_total",
            "Orders refused or failed, by error code",
            ["code"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "image_gen_picture_seconds",
            "Time from order to hung picture, waiting included",
            ["painter"],
            buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120),
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "image_gen_orders_in_flight", "Orders waiting or being painted", registry=self.registry
        )
        self.ready = Gauge(
            "image_gen_ready", "1 while a picture can be ordered", registry=self.registry
        )
        self.painter = Gauge(
            "image_gen_painter",
            "1 for the painter in use; degraded is 1 when it is not the one asked for",
            ["painter", "degraded"],
            registry=self.registry,
        )
        self.model_bytes = Gauge(
            "image_gen_model_bytes",
            "Memory of the neural painter's weights; 0 while none are loaded",
            registry=self.registry,
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
