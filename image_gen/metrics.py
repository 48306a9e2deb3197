"""The service's own Prometheus metrics, one registry per app so that tests do not share them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


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
