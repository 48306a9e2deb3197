"""What `/metrics/detailed` and `/cache/clear` say. Everything is read from this process's registry of metrics."""

from collections.abc import Iterable, Mapping

from prometheus_client import Counter
from pydantic import BaseModel

from llm_brain.generating.asked import PRIORITIES
from llm_brain.generating.report import Times, by, process, samples, times, total, uptime
from llm_brain.observe.metrics import Metrics

GB = 1e9


class ClearedOut(BaseModel):
    """How many answers were forgotten, and where they had been kept: memory or redis."""

    cleared: int
    kind: str


class CacheOut(BaseModel):
    """The cache of answers. `size` is what was known last while its server is away."""

    kind: str
    is_there: bool
    size: int
    hits: int
    misses: int
    stored: int
    away: int

    @classmethod
    def of(cls, metrics: Metrics, kind: str, size: int, *, is_there: bool) -> "CacheOut":
        """Return how the cache stands."""
        found = by(metrics.generate_cache, "outcome")
        return cls(
            kind=kind,
            is_there=is_there,
            size=size,
            hits=int(found.get("hit", 0)),
            misses=int(found.get("miss", 0)),
            stored=int(found.get("stored", 0)),
            away=int(found.get("away", 0)),
        )


class TimesOut(BaseModel):
    """Seconds; null where it never happened. The quantiles are estimates within a histogram's buckets."""

    count: int
    mean_s: float | None
    p50_s: float | None
    p95_s: float | None


class RungOut(BaseModel):
    """One rung of the ladder. `tokens_per_s` is null for one that does not count its tokens."""

    narrator: str
    state: str
    reason: str
    answers: TimesOut
    tokens_per_s: float | None
    characters_per_s: float | None


class ReplicaOut(BaseModel):
    """One language-model server: turns and free prompts together."""

    replica: str
    in_flight: int
    requests: dict[str, int]
    retries: int
    first_words: TimesOut


class DetailedOut(BaseModel):
    """This process's numbers since it began. `cache_hit_rate` is a share, 0 to 1; `average_response_time` is in seconds."""

    requests_total: int
    requests: dict[str, dict[str, int]]
    queue: dict[str, int]
    in_flight: int
    cache_hit_rate: float | None
    cache: CacheOut
    average_response_time: float | None
    times: TimesOut
    from_cache: TimesOut
    tokens_per_s: float | None
    characters_per_s: float | None
    narrators: list[RungOut]
    replicas: list[ReplicaOut]
    memory_usage: str
    memory_bytes: int
    uptime: str
    uptime_s: float


def report_of(
    metrics: Metrics, rungs: Iterable[Mapping[str, str]], cache: CacheOut, now: float
) -> DetailedOut:
    """Return all numbers; `rungs` say how every narrator stands."""
    up_s, held = process(metrics.registry, now)
    asked = cache.hits + cache.misses + cache.away
    everything = times(metrics.generate_seconds)
    return DetailedOut(
        requests_total=int(total(metrics.generate_requests)),
        requests=_requests(metrics),
        queue={
            name: int(total(metrics.generate_waiting, "", priority=name)) for name in PRIORITIES
        },
        in_flight=int(total(metrics.generate_in_flight, "")),
        cache_hit_rate=round(cache.hits / asked, 4) if asked else None,
        cache=cache,
        average_response_time=everything.mean_s,
        times=_shown(everything),
        from_cache=_shown(times(metrics.generate_seconds, source="cache")),
        tokens_per_s=_rate(metrics.generate_tokens, metrics, counted="yes"),
        characters_per_s=_rate(metrics.generate_chars, metrics),
        narrators=[_narrator(metrics, rung) for rung in rungs],
        replicas=_replicas(metrics),
        memory_usage=f"{held / GB:.1f}GB",
        memory_bytes=int(held),
        uptime=uptime(up_s),
        uptime_s=round(up_s, 1),
    )


def _shown(found: Times) -> TimesOut:
    return TimesOut(**vars(found))


def _requests(metrics: Metrics) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for labels, value in samples(metrics.generate_requests, "_total"):
        found.setdefault(labels["priority"], {})[labels["outcome"]] = int(value)
    return found


def _rate(
    counter: Counter, metrics: Metrics, narrator: str = "", counted: str = ""
) -> float | None:
    whose = {"narrator": narrator} if narrator else {}
    how = {"counted": counted} if counted else {}
    worked_s = total(metrics.generate_worked, **whose, **how)
    return round(total(counter, **whose) / worked_s, 2) if worked_s else None


def _narrator(metrics: Metrics, rung: Mapping[str, str]) -> RungOut:
    name = rung["narrator"]
    return RungOut(
        **rung,
        answers=_shown(times(metrics.generate_seconds, source=name)),
        tokens_per_s=_rate(metrics.generate_tokens, metrics, name, counted="yes"),
        characters_per_s=_rate(metrics.generate_chars, metrics, name),
    )


def _replicas(metrics: Metrics) -> list[ReplicaOut]:
    asked = by(metrics.server_requests, "replica") | by(metrics.server_in_flight, "replica", "")
    return [
        ReplicaOut(
            replica=name,
            in_flight=int(total(metrics.server_in_flight, "", replica=name)),
            requests={
                labels["outcome"]: int(value)
                for labels, value in samples(metrics.server_requests, "_total")
                if labels["replica"] == name
            },
            retries=int(total(metrics.server_retries, replica=name)),
            first_words=_shown(times(metrics.server_first_token, replica=name)),
        )
        for name in sorted(asked)
    ]
