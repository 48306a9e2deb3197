"""How things stand when Prometheus asks: parts, connections, what waits. Vitals felt it before, so asking is quick."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from llm_brain.health import Vitals
from llm_brain.store.database import Database


@runtime_checkable
class KeepsPrompts(Protocol):
    """A narrator that keeps what it has worked out of a prompt."""

    prefix_tokens: tuple[int, int]


class Gauges(Collector):
    """Reads Vitals and the pool. What is not known (the database is away) is left out rather than said to be 0."""

    def __init__(self, vitals: Vitals, database: Database) -> None:
        self._vitals = vitals
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every gauge."""
        yield self._components()
        yield _gauge(
            "llm_brain_db_pool_in_use", "Pool connections at work.", self._database.in_use()
        )
        yield _gauge("llm_brain_db_pool_size", "Pool connections at most.", self._database.most)
        for narrator in self._vitals.narrators:
            if isinstance(narrator, KeepsPrompts):
                reused, asked = narrator.prefix_tokens
                yield _gauge("llm_brain_prompt_tokens_asked", "Prompt tokens asked for.", asked)
                yield _gauge("llm_brain_prompt_tokens_warm", "Of these, still warm.", reused)
        signs = self._vitals.signs
        if signs is None:
            return
        jobs = GaugeMetricFamily(
            "llm_brain_media_queue", "Pictures and voices by state.", labels=["state"]
        )
        for state, count in (
            ("waiting", signs.queued),
            ("running", signs.leased),
            ("dead", signs.dead),
        ):
            jobs.add_metric([state], count)
        yield jobs
        yield _gauge(
            "llm_brain_media_oldest_due_seconds",
            "Age of the oldest picture or voice that is due.",
            signs.oldest_due_s,
        )
        yield _gauge("llm_brain_turns_untold", "Turns resolved but not told.", signs.untold_turns)
        yield _gauge(
            "llm_brain_oldest_untold_seconds",
            "Age of the oldest turn resolved but not told.",
            signs.oldest_untold_s,
        )
        yield _gauge("llm_brain_database_bytes", "Size of the database.", signs.database_bytes)
        yield _gauge(
            "llm_brain_database_connections", "Connections of everybody.", signs.connections
        )

    def _components(self) -> GaugeMetricFamily:
        up = GaugeMetricFamily(
            "llm_brain_component_up", "1 while a part is healthy.", labels=["component"]
        )
        for name, state in self._vitals.felt().items():
            up.add_metric([name], float(state == "healthy"))
        return up


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)
