"""The website's numbers at /metrics, in the process's own registry. No label names a person, a campaign or an id."""

from collections.abc import Iterator

from django.db import connections
from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import ConnectionPool

REQUESTS = Histogram(
    "http_request_seconds",
    "Time to the end of an answer; of a stream, to its beginning.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)
STREAMS = Gauge("http_streams_open", "Event streams open now.", ["route"])
LOG_RECORDS = Counter("log_records", "Log records from warning up.", ["level"])
FAILURES = Counter(
    "web_service_outages", "Requests that met an outage, by what was away.", ["missing"]
)


class PoolGauges(Collector):
    """The pool of database connections, as it is when Prometheus asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges; none while there is no pool."""
        pool = getattr(connections["default"], "pool", None)
        if not isinstance(pool, ConnectionPool):
            return
        stats = pool.get_stats()
        size, free = stats.get("pool_size", 0), stats.get("pool_available", 0)
        yield GaugeMetricFamily(
            "web_service_db_pool_in_use", "Pool connections at work.", value=size - free
        )
        yield GaugeMetricFamily(
            "web_service_db_pool_size", "Pool connections at most.", value=stats["pool_max"]
        )
        yield GaugeMetricFamily(
            "web_service_db_pool_waiting",
            "Requests that wait for a connection.",
            value=stats.get("requests_waiting", 0),
        )


REGISTRY.register(PoolGauges())
