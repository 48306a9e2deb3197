"""The numbers of the central model service, read back out of the registry that Prometheus reads: no second bookkeeping.

Times are those of whole answers; quantiles are estimated within the histogram's buckets, as Prometheus does.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.metrics import MetricWrapperBase

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Times:
    """How long something took; None where it never happened."""

    count: int
    mean_s: float | None
    p50_s: float | None
    p95_s: float | None


def samples(metric: MetricWrapperBase, suffix: str) -> Iterator[tuple[Labels, float]]:
    """Yield a metric's samples whose name ends so; "" for a gauge's."""
    for family in metric.collect():
        for sample in family.samples:
            if sample.name == family.name + suffix:
                yield sample.labels, sample.value


def total(metric: MetricWrapperBase, suffix: str = "_total", **wanted: str) -> float:
    """Return the sum over all labels that are as wanted."""
    return sum(
        value
        for labels, value in samples(metric, suffix)
        if all(labels.get(name) == text for name, text in wanted.items())
    )


def by(metric: MetricWrapperBase, label: str, suffix: str = "_total") -> dict[str, float]:
    """Return the sums by one label."""
    found: dict[str, float] = defaultdict(float)
    for labels, value in samples(metric, suffix):
        found[labels[label]] += value
    return dict(found)


def times(histogram: Histogram, **wanted: str) -> Times:
    """Return what a histogram knows about some of its labels."""
    count = total(histogram, "_count", **wanted)
    if not count:
        return Times(0, None, None, None)
    buckets: dict[float, float] = defaultdict(float)
    for labels, value in samples(histogram, "_bucket"):
        if all(labels.get(name) == text for name, text in wanted.items()):
            buckets[float(labels["le"])] += value
    mean_s = total(histogram, "_sum", **wanted) / count
    ordered = sorted(buckets.items())
    return Times(int(count), mean_s, quantile(ordered, 0.5), quantile(ordered, 0.95))


def quantile(buckets: Iterable[tuple[float, float]], share: float) -> float | None:
    """Return the value below which this share lies; the buckets count upwards, the last one has no end."""
    ordered = list(buckets)
    wanted = share * ordered[-1][1] if ordered else 0.0
    low, before = 0.0, 0.0
    for high, until in ordered:
        if until >= wanted and until > before:
            if math.isinf(high):
                return low
            return low + (high - low) * (wanted - before) / (until - before)
        low, before = high, until
    return None


def process(registry: CollectorRegistry, now: float) -> tuple[float, float]:
    """Return seconds since this process began, and the bytes of memory it holds; 0 where it cannot be known."""
    began = registry.get_sample_value("process_start_time_seconds")
    held = registry.get_sample_value("process_resident_memory_bytes")
    return (max(0.0, now - began) if began else 0.0), held or 0.0


def uptime(seconds: float) -> str:
    """Return `24h 15m 30s`."""
    whole = int(seconds)
    return f"{whole // 3600}h {whole // 60 % 60}m {whole % 60}s"
