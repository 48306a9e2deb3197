"""The website's numbers at /metrics, in the process's own registry. No label names a person, a campaign or an id."""

from collections.abc import Callable, Iterator, Mapping

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
for _level in ("warning", "error", "critical"):
    LOG_RECORDS.labels(_level)
FAILURES = Counter(
    "web_service_outages", "Requests that met an outage, by what was away.", ["missing"]
)


class PoolGauges(Collector):
    """The pool of database connections, as it is when Prometheus asks; `stats` are None while there is no pool."""

    def __init__(self, stats: Callable[[], Mapping[str, int] | None]) -> None:
        self._stats = stats

    def describe(self) -> list[GaugeMetricFamily]:
        """Describe nothing: asking at the import would make the pool."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges; none while there is no pool."""
        stats = self._stats()
        if stats is None:
            return
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


def pool_stats() -> Mapping[str, int] | None:
    """Return the numbers of this process's pool."""
    pool = getattr(connections["default"], "pool", None)
    return pool.get_stats() if isinstance(pool, ConnectionPool) else None


REGISTRY.register(PoolGauges(pool_stats))
