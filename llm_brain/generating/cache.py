"""Answers kept to be given again: in this process, the longest unused forgotten first, none older than it may be."""

import threading
from typing import Protocol

from cachetools import TTLCache

from llm_brain.config import Settings
from llm_brain.generating.asked import Said


class Answers(Protocol):
    """Where answers are kept, by their prompt's hash. Each call may raise CacheAway."""

    kind: str
    is_elsewhere: bool
    """Asking it may take a while: not in an event loop."""

    @property
    def known_size(self) -> int:
        """Return how many there are, as far as is known without asking anybody."""

    def get(self, key: str) -> Said | None:
        """Return an answer, None when there is none."""

    def put(self, key: str, said: Said) -> None:
        """Keep an answer."""

    def size(self) -> int:
        """Return how many there are."""

    def clear(self) -> int:
        """Forget all; return how many there were."""


class InMemory:
    """At most `most` answers, each for `age_s`; with either 0 nothing is kept."""

    kind = "memory"
    is_elsewhere = False

    def __init__(self, most: int, age_s: float) -> None:
        self._kept: TTLCache[str, Said] = TTLCache(maxsize=most, ttl=age_s)
        self._keeps = most > 0 and age_s > 0
        self._lock = threading.Lock()

    @property
    def known_size(self) -> int:
        return self.size()

    def get(self, key: str) -> Said | None:
        with self._lock:
            return self._kept.get(key)

    def put(self, key: str, said: Said) -> None:
        if self._keeps:
            with self._lock:
                self._kept[key] = said

    def size(self) -> int:
        with self._lock:
            self._kept.expire()
            return len(self._kept)

    def clear(self) -> int:
        with self._lock:
            self._kept.expire()
            there_were = len(self._kept)
            self._kept.clear()
            return there_were


def answers_for(settings: Settings) -> Answers:
    """Return the cache of these settings: a Redis server where REDIS_URL names one."""
    most, age_s = settings.cache_max_size, settings.llm_response_cache_ttl
    if settings.redis_url is not None and most > 0 and age_s > 0:
        from llm_brain.generating.redis_cache import InRedis, client_for

        return InRedis(client_for(settings.redis_url), most, age_s)
    return InMemory(most, age_s)
