import pytest
from prometheus_client import CollectorRegistry, Histogram

from llm_brain.generating.report import quantile, times, uptime
from tests.unit.llm_brain.generating.conftest import Over
from tests.unit.llm_brain.narrators.server.fake_server import running


def made(*seconds: float) -> Histogram:
    histogram = Histogram("s", "S.", ["who"], buckets=(1, 2, 4), registry=CollectorRegistry())
    for second in seconds:
        histogram.labels("a").observe(second)
    return histogram


def test_quantiles_lie_within_their_bucket() -> None:
    found = times(made(0.5, 1.5, 1.5, 3.0), who="a")
    assert found.count == 4
    assert found.mean_s == pytest.approx(1.625)
    assert found.p50_s == pytest.approx(1.5)
    assert found.p95_s is not None
    assert 2 < found.p95_s < 4


def test_what_never_happened_has_no_time() -> None:
    for found in (times(made()), times(made(1.0), who="b")):
        assert (found.count, found.mean_s, found.p50_s) == (0, None, None)


def test_beyond_the_last_bucket_its_lower_end_is_all_that_is_known() -> None:
    assert times(made(99.0)).p50_s == 4
    assert quantile([], 0.5) is None


def test_a_time_is_shown_in_hours_minutes_and_seconds() -> None:
    assert uptime(87330.9) == "24h 15m 30s"


async def test_the_numbers_are_those_of_what_happened(over: Over) -> None:
    with running() as server:
        service = over(server)
        for priority in ("combat", "combat", "dialogue"):
            await service.answer(priority=priority, temperature=0)
        await service.ask("x" * 40_000)
        found = await service.numbers()
    assert found["requests_total"] == 4
    assert found["requests"] == {
        "combat": {"answered": 1, "cached": 1},
        "dialogue": {"cached": 1},
        "exploration": {"refused": 1},
    }
    assert found["cache_hit_rate"] == pytest.approx(2 / 3, abs=0.001)
    assert (found["times"]["count"], found["from_cache"]["count"]) == (3, 2)
    assert found["narrators"][0]["answers"]["count"] == 1
    assert found["characters_per_s"] > 0
    assert [rung["narrator"] for rung in found["narrators"]] == ["server", "storyteller"]
    replica = found["replicas"][0]
    assert (replica["replica"], replica["in_flight"]) == (f"127.0.0.1:{server.port}", 0)
    assert (replica["requests"], replica["first_words"]["count"]) == ({"told": 1}, 1)
    assert found["memory_bytes"] > 0
    assert found["uptime_s"] > 0


async def test_a_brain_that_was_never_asked_has_numbers_too(over: Over) -> None:
    found = await over().numbers()
    assert (found["requests_total"], found["cache_hit_rate"], found["replicas"]) == (0, None, [])


async def test_prometheus_sees_the_same_numbers(over: Over) -> None:
    with running() as server:
        service = over(server)
        await service.answer(temperature=0)
        text = (await service.http.get("/metrics")).text
    for line in (
        'llm_brain_generate_requests_total{outcome="answered",priority="exploration"} 1.0',
        'llm_brain_generate_waiting{priority="combat"} 0.0',
        "llm_brain_generate_in_flight 0.0",
        "llm_brain_generate_cache_size 1.0",
        'llm_brain_generate_cache_total{outcome="miss"} 1.0',
    ):
        assert line in text.splitlines()
